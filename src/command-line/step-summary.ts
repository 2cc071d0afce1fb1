/** Writes the summary of a step of a GitHub workflow, where one runs. */
import { appendFile, stat } from "node:fs/promises";
import { UserError } from "../errors.ts";
import type { Report } from "../finding.ts";
import { reasonOf } from "../reason.ts";
import { renderGithubSummary } from "../report/ci/github-summary.ts";

/** Bytes; GitHub drops what is longer. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
const MOST = 1024 ** 2;

/** Less than this is not worth a summary. */
const LEAST = 8 * 1024;

/** Appends to the file that GITHUB_STEP_SUMMARY names, if any. Throws {@link UserError}. */
export async function writeStepSummary(report: Report, file: string | undefined): Promise<void> {
  if (!file) return;
  try {
    const before = await stat(file).catch(() => ({ size: 0 }));
    const left = MOST - before.size;
    if (left >= LEAST) await appendFile(file, renderGithubSummary(report, left));
  } catch (thrown) {
    throw new UserError(
      `cannot write the file that GITHUB_STEP_SUMMARY names: ${reasonOf(thrown)}`,
    );
  }
}
