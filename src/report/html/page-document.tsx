/** The whole page. */
import type { Report } from "../../finding.ts";
import type { Tool } from "../json.ts";
import { isSecret } from "../places.ts";
import { CoverageSection } from "./coverage.tsx";
import { entriesOf } from "./entry.ts";
import { Keys } from "./keys.tsx";
import { PlanSection } from "./plan.tsx";
import { Summary } from "./summary.tsx";
import { Timeline } from "./timeline.tsx";
import { verdictSentence } from "./verdict-sentence.ts";
import { Where } from "./where.tsx";

/** What the build makes of page/: the one style and the one script. */
export interface PageFiles {
  readonly style: string;
  readonly script: string;
}

/** Everything below `<!doctype html>`. */
export function PageDocument({
  report,
  tool,
  files: { style, script },
  policy,
  memory,
}: {
  readonly report: Report;
  readonly tool: Tool;
  readonly files: PageFiles;
  /** The content security policy. */
  readonly policy: string;
  /** What ticked boxes are kept under. */
  readonly memory: string;
}) {
  const entries = entriesOf(report);
  const secret = entries.filter(({ finding }) => isSecret(finding));
  return (
    <html lang="en" data-memory={memory}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`gemsweep: ${verdictSentence(report, secret)}`}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the verdict
        </a>
        <header>
          <Contents entries={entries.length} hasPlan={report.plan.steps.length > 0} />
          <button type="button" id="theme" hidden>
            Theme: automatic
          </button>
        </header>
        <main id="main">
          <Summary report={report} entries={entries} />
          <Timeline entries={entries} />
          <Where entries={secret} />
          <PlanSection plan={report.plan} />
          <Keys entries={entries} />
          <CoverageSection report={report} />
        </main>
        <footer>
          <p>
            {tool.name} {tool.version}. No credential is in this page: each is shown by its public
            beginning and its last four characters, and text around it is masked. The page asks
            nobody for anything; what is ticked stays in this browser.
          </p>
        </footer>
        <script dangerouslySetInnerHTML={{ __html: script }} />
      </body>
    </html>
  );
}

function Contents({ entries, hasPlan }: { readonly entries: number; readonly hasPlan: boolean }) {
  return (
    <nav aria-label="Contents">
      <span class="brand">gemsweep</span>
      {entries > 0 && <a href="#where">Where</a>}
      {hasPlan && <a href="#plan">Plan</a>}
      {entries > 0 && <a href="#keys">Credentials</a>}
      <a href="#coverage">Coverage</a>
    </nav>
  );
}
