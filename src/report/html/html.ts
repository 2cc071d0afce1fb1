/** The report as one web page that needs nothing else and can do nothing but show itself. */
import { createHash } from "node:crypto";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Report } from "../../finding.ts";
import type { Tool } from "../json.ts";
import { PageDocument, type PageFiles } from "./page-document.tsx";

/** The whole page, ending in a newline. All text from outside goes through the renderer, which escapes it. */
export function renderHtml(report: Report, tool: Tool, files: PageFiles): string {
  const policy = policyOf(files);
  const memory = memoryOf(report);
  const page = renderToString(h(PageDocument, { report, tool, files, policy, memory }));
  return `<!doctype html>\n${page}\n`;
}

/** Allows this one style and this one script, and nothing to be loaded, sent or framed. */
function policyOf({ style, script }: PageFiles): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** The same for the same findings, so that a page made anew has its ticks. */
function memoryOf({ findings, target }: Report): string {
  const facts = [
    target.command,
    ...target.paths,
    ...findings.map(({ fingerprint }) => fingerprint),
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 24);
}
