/** Literals for an anchor that is cut in two by something: at each cut the longer half, with what touches it. */
import { form } from "./value-decoder.ts";
import type { Form } from "./value-decoder.ts";

/** One half of an anchor. */
export interface Split {
  readonly half: string;
  readonly side: "prefix" | "suffix";
}

/** The longer half for every place where `anchor` can be cut. */
export function splits(anchor: string): Split[] {
  return Array.from({ length: anchor.length - 1 }, (_, i) => {
    const cut = i + 1;
    return cut * 2 >= anchor.length
      ? { half: anchor.slice(0, cut), side: "prefix" }
      : { half: anchor.slice(cut), side: "suffix" };
  });
}

/** The literals of a first half that is followed by one of `marks`. */
export function prefixThen(split: Split, marks: readonly string[]): Form[] {
  return split.side === "prefix" ? marks.map((mark) => form(split.half + mark)) : [];
}

/** The literals of a second half that follows one of `marks`. */
export function thenSuffix(split: Split, marks: readonly string[]): Form[] {
  return split.side === "suffix" ? marks.map((mark) => form(mark + split.half)) : [];
}
