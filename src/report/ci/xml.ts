/** XML 1.0 from text that is not trusted. */
import { visible } from "../visible.ts";

/** No path is longer; what is cut leads nowhere. */
const LONGEST = 4096;

/** An element with attributes and, between its tags, elements or text that are XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: readonly string[] = [],
): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
    .join("");
  if (content.length === 0) return `<${name}${given}/>`;
  return `<${name}${given}>\n${content.join("\n")}\n</${name}>`;
}

/** The text with all that is markup escaped; what XML 1.0 cannot hold is written as people read it: `\x1b`. */
export function xmlText(text: string): string {
  return visible(text, LONGEST)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}
