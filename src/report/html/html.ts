/** The report as one web page that needs nothing else and can do nothing but show itself. */
import { createHash } from "node:crypto";
import { h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Report } from "../../finding.ts";
import type { Tool } from "../json.ts";
import { PageDocument } from "./page-document.tsx";
import type { PageFiles, PageSettings } from "./page-frame.tsx";

/** The whole page, ending in a newline. */
export function renderHtml(report: Report, tool: Tool, files: PageFiles): string {
  const { findings, target } = report;
  const memory = [
    target.command,
    ...target.paths,
    ...findings.map(({ fingerprint }) => fingerprint),
  ];
  const settings = pageSettings(tool, files, memory);
  return htmlText(h(PageDocument, { report, settings }));
}

/** A page as text. All text from outside goes through the renderer, which escapes it. */
export function htmlText(page: VNode): string {
  return `<!doctype html>\n${renderToString(page)}\n`;
}

/** Ticks are kept for the same `facts`, so that a page made anew has them. */
export function pageSettings(tool: Tool, files: PageFiles, facts: readonly string[]): PageSettings {
  const memory = createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 24);
  return { tool, files, policy: policyOf(files), memory };
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
