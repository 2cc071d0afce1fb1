/** Terminal colours: `AIza<ESC>[1mSy…`, also with the escape character spelled out as in JSON or a log of bytes. */
import { rewriter } from "./rewriter.ts";
import { prefixThen, splits, thenSuffix } from "./splits.ts";

/** Control sequences (colours, cursor) and operating system commands (titles, links). */
export const ANSI_CODE =
  /(?:\u001b|\\u001b|\\x1b|\\033|\\e)(?:\[[0-9:;<=>?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b\\]{0,2000}(?:\u0007|(?:\u001b|\\u001b|\\x1b|\\033|\\e)?\\{1,2}|\\u0007|\\x07))/gi;

export const ansi = rewriter({
  decoding: "ansi",
  pattern: ANSI_CODE,
  replace: () => "",
  blursLeftEdge: true,
  // Colours end in `m`; grep also writes `ESC[K` behind each.
  forms: (anchor) =>
    splits(anchor).flatMap((split) => [
      ...prefixThen(split, ["\u001b", "\\"]),
      ...thenSuffix(split, ["m", "K"]),
    ]),
});
