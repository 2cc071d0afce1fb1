/** Text that is not trusted, in Markdown as GitHub and GitLab read it. */
import { visible } from "../visible.ts";

/** All punctuation that is markup somewhere; a colon and a point make links of bare addresses. */
const MARKUP = /[!-+\-.:<-@[-`{-~]/g;

/** The text with nothing in it read as markup, as a link or as the mention of somebody. */
export function markdownText(text: string): string {
  return visible(text, Infinity).replaceAll(MARKUP, "\\$&");
}
