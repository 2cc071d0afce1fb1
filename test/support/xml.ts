/** Reads XML 1.0 strictly, as far as our own reports need it: a declaration, elements, attributes and text. */

/** An element with what stands between its tags. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** https://www.w3.org/TR/xml/#charsets */
const NO_CHARACTER = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
const TOKEN = /<(\/?)([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/** The root element. Throws for what is not well-formed. */
export function parsedXml(xml: string): Element {
  if (NO_CHARACTER.test(xml)) throw new Error("a character that XML 1.0 does not have");
  const [declaration] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(xml) ?? [];
  if (declaration === undefined) throw new Error("no declaration");
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  TOKEN.lastIndex = declaration.length;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(xml);
    const parent = open.at(-1);
    if (!token || !parent) throw new Error(`no markup: ${xml.slice(at, at + 60)}`);
    const [, close, name = "", attributes = "", empty, text] = token;
    if (text !== undefined) parent.text += unescaped(text);
    else if (close) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends another element`);
    } else {
      const element = { name, attributes: attributesIn(attributes), children: [], text: "" };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root, ...more] = top.children;
  if (!root || more.length > 0 || open.length > 1 || top.text.trim() !== "")
    throw new Error("not one element");
  return root;
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const all = [...text.matchAll(/([\w.-]+)="([^"]*)"/g)].map(
    ([, name = "", value = ""]): [string, string] => [name, unescaped(value)],
  );
  if (new Set(all.map(([name]) => name)).size < all.length) throw new Error("an attribute twice");
  return Object.fromEntries(all);
}

function unescaped(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  return text.replaceAll(/&([^;]*);?/g, (reference, name: string) => {
    const character = ENTITIES[name];
    if (character === undefined || !reference.endsWith(";")) throw new Error(`& in ${text}`);
    return character;
  });
}
