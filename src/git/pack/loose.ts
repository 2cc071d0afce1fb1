/** Loose objects: one file each, a zlib stream of a header and the content. */
import { inflateSync } from "node:zlib";
import type { LooseFile } from "./store.ts";
import { LARGEST } from "./make.ts";
import { readRegular } from "./regular-file.ts";

/** Type numbers of the pack format by name. */
const TYPES: Readonly<Record<string, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };

const LONGEST_HEADER = 32;

/** Reads a loose object; says "large" of one larger than {@link LARGEST}, "broken" of one that is damaged or gone. */
export function readLoose(file: LooseFile): { type: number; bytes: Buffer } | "broken" | "large" {
  try {
    const content = inflateSync(readRegular(file.path), {
      maxOutputLength: LARGEST + LONGEST_HEADER,
    });
    const end = content.subarray(0, LONGEST_HEADER).indexOf(0);
    const [, name, size] =
      /^(\w+) (\d+)$/u.exec(content.toString("latin1", 0, Math.max(0, end))) ?? [];
    const type = TYPES[name ?? ""];
    const bytes = content.subarray(end + 1);
    if (type === undefined || bytes.length !== Number(size)) return "broken";
    return bytes.length > LARGEST ? "large" : { type, bytes };
  } catch (error) {
    // Whatever else is wrong with it, git is asked next and says so.
    return error instanceof RangeError ? "large" : "broken";
  }
}
