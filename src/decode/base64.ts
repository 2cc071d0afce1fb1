/** Base64 and base64url in every alignment, on one line or wrapped (MIME, PEM, folded YAML, escaped line breaks). */
import { runReader } from "./code-run.ts";
import type { RunCode } from "./code-run.ts";
import { form } from "./value-decoder.ts";
import type { Form, ValueDecoder } from "./value-decoder.ts";

const ON_ONE_LINE: RunCode = {
  token: /[A-Za-z0-9+/_-]+/g,
  isGap: () => false,
  fits: () => true,
  group: 4,
  padding: /={1,2}/y,
  gapsOnly: false,
  decode: (code) => Buffer.from(code, "base64").toString("latin1"),
  sourceOf: (index) => Math.floor((index * 4) / 3),
  endOf: (index) => Math.ceil((index * 4) / 3),
};

/** What follows on the next line may not belong to the code, so this is tried beside the single line. */
const WRAPPED: RunCode = {
  ...ON_ONE_LINE,
  token: /[ \t]{0,64}(?:\\[nr]|\r?\n|\r)[ \t]{0,64}|\\(?=\/)|[A-Za-z0-9+/_-]+/g,
  isGap: (token) => /^[\s\\]/.test(token),
  gapsOnly: true,
};

export const base64: ValueDecoder = {
  decoding: "base64",
  mendsPlain: false,
  // Windows tools encode UTF-16 (PowerShell's -EncodedCommand).
  forms: (anchor) =>
    [anchor, anchor.split("").join("\0")].flatMap((plain) =>
      [0, 1, 2].flatMap((k) => shifted(plain, k)),
    ),
  reader(text) {
    const onOneLine = runReader(text, ON_ONE_LINE);
    const wrapped = runReader(text, WRAPPED);
    return (hit) => [...onOneLine(hit), ...wrapped(hit)];
  },
};

/**
 * The code of `plain` behind `shift` unknown bytes, as far as it does not depend on its neighbours: in two
 * overlapping halves, because a line break may fall anywhere.
 */
function shifted(plain: string, shift: number): Form[] {
  const bytes = Buffer.from("\0".repeat(shift) + plain, "latin1");
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  const half = Math.ceil((last - first) / 2);
  return (["base64", "base64url"] as const).flatMap((alphabet) => {
    const code = bytes.toString(alphabet).slice(first, last);
    return [
      form(code.slice(0, half), { phase: first % 4 }),
      form(code.slice(half - 1), { phase: (first + half - 1) % 4 }),
    ];
  });
}
