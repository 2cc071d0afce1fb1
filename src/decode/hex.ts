/** Hexadecimal: `41497a61…`, wrapped or not, and bytes apart: `41 49 7a`, `41:49:7a`, `0x41, 0x49, 0x7a`. */
import { runReader } from "./code-run.ts";
import type { RunCode } from "./code-run.ts";
import { form } from "./value-decoder.ts";
import type { Form, ValueDecoder } from "./value-decoder.ts";

const ON_ONE_LINE: RunCode = {
  token: /[0-9a-fA-F]+/g,
  isGap: () => false,
  fits: () => true,
  group: 2,
  padding: undefined,
  gapsOnly: false,
  decode: (code) => Buffer.from(code, "hex").toString("latin1"),
  sourceOf: (index) => index * 2,
  endOf: (index) => index * 2,
};

const WRAPPED: RunCode = {
  ...ON_ONE_LINE,
  token: /[ \t]{0,64}(?:\\[nr]|\r?\n|\r)[ \t]{0,64}|[0-9a-fA-F]+/g,
  isGap: (token) => /^[\s\\]/.test(token),
  gapsOnly: true,
};

const APART: RunCode = {
  ...ON_ONE_LINE,
  token: /(?:[\s,:]|\\[nr]|0[xX]){1,64}|[0-9a-fA-F]+/g,
  fits: (token) => token.length === 2,
  isGap: (token) => /^(?:[\s,:\\]|0[xX])/.test(token),
  gapsOnly: true,
};

const SEPARATORS = [" ", ":", ",0x", ", 0x"];

export const hex: ValueDecoder = {
  decoding: "hex",
  mendsPlain: false,
  forms(anchor) {
    const bytes = anchor
      .split("")
      .map((character) => character.charCodeAt(0).toString(16).padStart(2, "0"));
    return [
      ...halves(bytes.join("").split(""), ""),
      ...SEPARATORS.flatMap((by) => halves(bytes, by)),
    ];
  },
  reader(text) {
    const readers = [ON_ONE_LINE, WRAPPED, APART].map((code) => runReader(text, code));
    return (hit) => readers.flatMap((read) => read(hit));
  },
};

/** Two overlapping halves, because a line break may fall anywhere. */
function halves(codes: readonly string[], separator: string): Form[] {
  const half = Math.ceil(codes.length / 2);
  const phase = separator === "" ? (half - 1) % 2 : 0;
  return [
    form(codes.slice(0, half).join(separator), { ignoreCase: true }),
    form(codes.slice(half - 1).join(separator), { ignoreCase: true, phase }),
  ];
}
