/**
 * String literals put together: `"AIza" + "Sy…"`, Python's `"AIza" "Sy…"`, PHP's `.`, Lua's `..`, VB's `&`, SQL's
 * `||`, `"AIza".concat("Sy…")`, over line breaks too, and with the quotes escaped as in JSON.
 */
import { rewriter } from "./rewriter.ts";
import { prefixThen, splits, thenSuffix } from "./splits.ts";

const SPACE = String.raw`(?:\s|\\[nrt]|\\(?=\s)|_(?=\s)){0,80}`;
/** Both quotes of a joint are escaped alike, or the second belongs to something around the literals. */
const CLOSE = String.raw`(?<escape>\\{0,8})["'${"`"}]`;
const OPEN = String.raw`\k<escape>["'${"`"}]`;
const OPERATOR = String.raw`(?:\+\+?|\.\.?(?!\w)|&|\|\||<>|~|\.concat\()`;
/** Python, C# and C++ put letters such as `f`, `rb`, `@`, `L`, `u8` before a literal. */
const LITERAL_PREFIX = String.raw`(?:u8|[fFrRbBuUL$@]{1,2})?`;

export const concatenation = rewriter({
  decoding: "concatenation",
  pattern: new RegExp(`${CLOSE}${SPACE}(?:${OPERATOR}${SPACE})?${LITERAL_PREFIX}${OPEN}`, "g"),
  replace: () => "",
  forms: (anchor) =>
    splits(anchor).flatMap((split) => [
      ...prefixThen(split, ['"', "'", "`", "\\"]),
      ...thenSuffix(split, ['"', "'", "`"]),
    ]),
});
