/** Text that is not trusted, in Markdown as GitHub and GitLab read it. */
import { visible } from "../visible.ts";

/** All punctuation that is markup somewhere; a colon and a point make links of bare addresses. */
const MARKUP = /[!-+\-.:<-@[-`{-~]/g;

/** The text with nothing in it read as markup, as a link or as the mention of somebody. */
export function markdownText(text: string): string {
  return visible(text, Infinity).replaceAll(MARKUP, "\\$&");
}

/** The text as inline code, in which nothing is markup; between more backticks than it has in a row. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  const runs = shown.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}
