/** Hides in shown text what no rule of ours looks for and yet nobody should read: passwords and tokens of others. */
import { looksRandom } from "../match/placeholder.ts";

const OMITTED = "…";

/** Long enough for a token, with everything that encodings of one are made of. */
const LONG_RUN = /[\w+/%\\&#;~-]{16,}={0,2}/g;

/** A name that says what its value is. */
const TELLING = String.raw`(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|key|credential|auth|bearer|signature|dsn)[\w-]*`;

/** `password: "…"`, `"api_key" => '…'`, in one pair of quotes. */
const QUOTED = new RegExp(
  `(${TELLING}["'\`\\])]{0,2}\\s{0,4}(?:[:=,]|=>|:=)\\s{0,4})(["'\`])(?:(?!\\2).){3,}(?:\\2|$)`,
  "gim",
);

/** `SECRET=…` to the end of a line, as in environment files; an expression of code is none. */
const BARE = new RegExp(
  `(${TELLING}\\s{0,4}[:=]\\s{0,4})([^\\s"'\`(){}\\[\\]$<>,;]{3,})(?=[ \\t]*$)`,
  "gim",
);

/** `//user:password@host` */
const IN_ADDRESS = /(:\/\/[^\s:@/]{0,64}:)[^\s@/]{1,256}(?=@)/g;

/** The text with values hidden that look random or are named as secrets. */
export function maskUnknownSecrets(text: string): string {
  return text
    .replace(LONG_RUN, (run) => (isOpaque(run) ? OMITTED : run))
    .replace(IN_ADDRESS, `$1${OMITTED}`)
    .replace(QUOTED, (whole: string, name: string, quote: string) =>
      whole.includes(OMITTED) ? whole : name + quote + OMITTED + quote,
    )
    .replace(BARE, (whole: string, name: string) =>
      whole.includes(OMITTED) ? whole : name + OMITTED,
    );
}

/** A value, or a row of escapes; not a path, a sentence of dashes or a name. */
function isOpaque(run: string): boolean {
  if (/(?:\\+[ux]|%|&#)[0-9a-f]{2}.{0,4}(?:\\+[ux]|%|&#)[0-9a-f]{2}/i.test(run)) return true;
  return (
    run.split(/[/\\]/).some((piece) => piece.length >= 16 && looksRandom(piece)) || looksRandom(run)
  );
}
