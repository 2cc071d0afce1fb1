import { readFileSync } from "node:fs";
import type { Format } from "./config.ts";
import type { Report } from "./finding.ts";
import { PAGE_SCRIPT_FILE, PAGE_STYLE_FILE } from "./installed.ts";
import type { Tool } from "./report/json.ts";
import { renderText } from "./report/text.ts";

/** How a text report looks; other formats look the same everywhere. */
export interface Looks {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
}

/** The report in a format, which is loaded for it; text, which hooks print, is there already. */
export async function render(
  report: Report,
  format: Format,
  tool: Tool,
  looks: Looks,
): Promise<string> {
  switch (format) {
    case "text":
      return renderText(report, looks);
    case "json":
      return (await import("./report/json.ts")).renderJson(report, tool);
    case "jsonl":
      return (await import("./report/jsonl.ts")).renderJsonl(report, tool);
    case "html": {
      const { renderHtml } = await import("./report/html/html.ts");
      return renderHtml(report, tool, {
        style: readFileSync(PAGE_STYLE_FILE, "utf8"),
        script: readFileSync(PAGE_SCRIPT_FILE, "utf8"),
      });
    }
    case "markdown":
      return (await import("./report/markdown.ts")).renderMarkdown(report);
  }
}
