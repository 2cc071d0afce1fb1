/** Text in Markdown as GitHub and GitLab read it: what is not ours is shown, and is never markup, a link or a mention. */
import { visible } from "./visible.ts";

/** Untrusted text as code, in which nothing is markup; the fence is longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  const fence = fenceFor(shown, 1);
  // A space at both ends is taken off again; without them a backtick there would belong to the fence.
  const pad = /^[` ]|[` ]$|^$/.test(shown) ? " " : "";
  return fence + pad + shown + pad + fence;
}

/** Lines of code. Each line must be printable as it is. */
export function codeBlock(lines: readonly string[], language: string): string {
  const text = lines.map((line) => visible(line, Infinity)).join("\n");
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${text}\n${fence}`;
}

/**
 * Text as words: what could be markup, HTML, a link, an emoji or a formula is escaped, also at the beginning of a line.
 * Mentions and numbers of issues are looked for in what escapes leave, so that something unseen parts them.
 */
export function plainText(text: string): string {
  return visible(text, Infinity)
    .replaceAll(/[\\`*_{}[\]()<>#|~&$]/g, "\\$&")
    .replaceAll(/(?<=^|\s|\w):(?=\w|\/\/)|(?<=\bwww)\./gi, "\\$&")
    .replace(/^\s*(?:\d+(?=[.)](?:\s|$))|(?=[-+=]))/, "$&\\")
    .replaceAll(/[@#!](?=\w)|[%&~$](?=\d)/g, "$&\u200b");
}

/** An address of ours as a link to click. */
export function link(address: string): string {
  return `<${address}>`;
}

function fenceFor(text: string, shortest: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(shortest, ...runs.map((run) => run.length + 1)));
}
