import { readFileSync } from "node:fs";
import type { Format } from "./command-line/formats.ts";
import type { Finding, Report } from "./finding.ts";
import { PAGE_SCRIPT_FILE, PAGE_STYLE_FILE } from "./installed.ts";
import type { Tool } from "./report/json.ts";
import { renderText } from "./report/text.ts";
import type { HookWords } from "./report/text-ways.ts";

/** How a text report looks; other formats look the same everywhere. */
export interface Looks {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
  /** For a text that stops a commit or push; by hand where it is left out. */
  readonly hook?: HookWords;
  /** Whether a finding makes the run fail, for formats of tests that pass or fail. */
  fails(finding: Finding): boolean;
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
    case "sarif":
      return (await import("./report/ci/sarif.ts")).renderSarif(report, tool);
    case "gitlab":
      return await renderGitlabNow(report, tool);
    case "codequality":
      return (await import("./report/ci/codequality.ts")).renderCodequality(report);
    case "junit":
      return (await import("./report/ci/junit.ts")).renderJunit(report, looks.fails);
    case "github":
      return (await import("./report/ci/github.ts")).renderGithub(report);
  }
}

/** The one format that has to tell the time. */
async function renderGitlabNow(report: Report, tool: Tool): Promise<string> {
  const { renderGitlab } = await import("./report/ci/gitlab.ts");
  const { scanTimes } = await import("./report/ci/scan-times.ts");
  const { SOURCE_DATE_EPOCH } = process.env;
  return renderGitlab(
    report,
    tool,
    scanTimes(performance.timeOrigin, Date.now(), SOURCE_DATE_EPOCH),
  );
}
