import { choice } from "../command-line/choice.ts";
import { FORMATS, type Format } from "../command-line/formats.ts";
import { fails } from "../exit-code.ts";
import type { Report, Severity } from "../finding.ts";
import { render as renderAs } from "../render.ts";
import { thisTool } from "../tool.ts";

/** How a report is written. */
export interface RenderOptions {
  /** Whether text has colours. False by default. */
  readonly color?: boolean | undefined;
  /** Of text, in columns. 100 by default. */
  readonly width?: number | undefined;
  /** The lowest severity that fails a test of JUnit. Medium by default. */
  readonly failOn?: Severity | undefined;
}

/**
 * The report in a format, as the command line writes it: no whole key is in any of them. Rejects with {@link UserError}
 * for a format that does not exist.
 */
export async function render(
  report: Report,
  format: Format,
  { color = false, width = 100, failOn = "medium" }: RenderOptions = {},
): Promise<string> {
  const chosen = choice({ values: [format], where: "format" }, FORMATS);
  const failing = (finding: Report["findings"][number]): boolean =>
    fails(finding, { severity: failOn });
  return await renderAs(report, chosen, thisTool(), { color, width, fails: failing });
}
