/** HTML and XML entities: `&#65;`, `&#x41;`, `&quot;`, with or without leading zeros and semicolon. */
import { form } from "./value-decoder.ts";
import { rewriter } from "./rewriter.ts";

const NAMED: ReadonlyMap<string, string> = new Map([
  ["quot", '"'],
  ["apos", "'"],
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["nbsp", " "],
  ["equals", "="],
  ["colon", ":"],
  ["comma", ","],
  ["period", "."],
  ["lowbar", "_"],
  ["hyphen", "-"],
  ["dash", "-"],
  ["sol", "/"],
]);

export const htmlEntity = rewriter({
  decoding: "html-entity",
  pattern: new RegExp(
    `&(?:#0{0,8}[0-9]{1,7};?|#x0{0,8}[0-9a-f]{1,6};?|(?:${[...NAMED.keys()].join("|")});)`,
    "gi",
  ),
  replace: unescaped,
  forms: (anchor) =>
    [...new Set(anchor)].flatMap((character) => {
      const code = character.charCodeAt(0);
      const decimal = code.toString();
      const hex = code.toString(16);
      const names = [...NAMED].filter(([, value]) => value === character).map(([name]) => name);
      return [
        form(`&#${decimal}`),
        form(`&#${decimal.padStart(3, "0")}`),
        form(`&#${decimal.padStart(4, "0")}`),
        form(`&#x${hex}`, { ignoreCase: true }),
        form(`&#x0${hex}`, { ignoreCase: true }),
        form(`&#x00${hex}`, { ignoreCase: true }),
        ...names.map((name) => form(`&${name};`, { ignoreCase: true })),
      ];
    }),
});

function unescaped(entity: string): string {
  const body = entity.slice(1).replace(";", "").toLowerCase();
  if (!body.startsWith("#")) return NAMED.get(body) ?? entity;
  const code = body.startsWith("#x")
    ? Number.parseInt(body.slice(2), 16)
    : Number.parseInt(body.slice(1), 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
