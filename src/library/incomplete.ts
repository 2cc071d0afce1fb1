import type { Report } from "../finding.ts";
import { visible } from "../report/visible.ts";

/** Thrown after the last finding when something could not be looked at, so that there may be more. */
export class IncompleteError extends Error {
  override readonly name = "IncompleteError";
  /** All that was found; its `skipped` names what could not be looked at, and why. */
  readonly report: Report;

  constructor(report: Report) {
    const [first, ...more] = report.skipped;
    const others = more.length > 0 ? `, and ${more.length} more in report.skipped` : "";
    super(visible(`not everything could be looked at: ${first?.what}: ${first?.why}${others}`));
    this.report = report;
  }
}
