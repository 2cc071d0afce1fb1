/** The axis of encodings: how a value may be hidden, and how it is uncovered. `value-decoders.ts` lists them all. */
import type { Decoding } from "../document.ts";
import type { View } from "./view.ts";

/** A literal that stands wherever an anchor is hidden in one way; at least 3 characters, all below U+0100. */
export interface Form {
  readonly literal: string;
  /** ASCII letters only. */
  readonly ignoreCase: boolean;
  /** For codes in groups (base64, hex): the index within its group of the literal's first character. */
  readonly phase: number;
}

export function form(
  literal: string,
  options: { ignoreCase?: boolean; phase?: number } = {},
): Form {
  return { literal, ignoreCase: options.ignoreCase ?? false, phase: options.phase ?? 0 };
}

/** A form found in a text. */
export interface Hit {
  readonly offset: number;
  readonly form: Form;
  /** Whose form it is; undefined for an anchor in plain text, whose value may yet be broken by an escape. */
  readonly decoder: ValueDecoder | undefined;
}

/**
 * Makes of a hit the decoded text around it; nothing when an earlier hit already covered it. Hits come in the order
 * of their offsets, so one reader goes through one text in linear time.
 */
export type HitReader = (hit: Hit) => readonly View[];

export interface ValueDecoder {
  readonly decoding: Decoding;
  /** Whether a value whose anchor is plain may still be broken by this encoding further on. */
  readonly mendsPlain: boolean;
  forms(anchor: string): readonly Form[];
  reader(text: string): HitReader;
}
