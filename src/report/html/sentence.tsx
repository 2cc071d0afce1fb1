/** Words with flags and files in them. */
import { visible } from "../visible.ts";

/** Commands and flags, which must not be cut where a line ends. */
const TYPED = /(`[^`]+`|(?<![\w-])--[a-z][\w=-]*)/;

/** A sentence of ours, in which what is to be typed looks like it. */
export function Sentence({ text }: { readonly text: string }) {
  return (
    <>
      {visible(text, Infinity)
        .split(TYPED)
        .map((piece, index) =>
          index % 2 === 1 ? (
            <code key={index} class="typed">
              {piece}
            </code>
          ) : (
            piece
          ),
        )}
    </>
  );
}
