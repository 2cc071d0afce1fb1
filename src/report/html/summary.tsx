/** The top of the page: the verdict in one sentence, and what to do first. */
import type { Report } from "../../finding.ts";
import { isBrought } from "../../findings/arrivals.ts";
import { changeWords } from "../change-words.ts";
import { isSecret } from "../places.ts";
import { lookedAt } from "../text-totals.ts";
import { visible } from "../visible.ts";
import { bySeverity, counted } from "../words.ts";
import type { Entry } from "./entry.ts";
import { Sentence } from "./sentence.tsx";
import { verdictSentence } from "./verdict-sentence.ts";

/** How bad it is, as the colour of the top says too. */
type Mood = "bad" | "unsure" | "good";

/** The verdict, the first step, and how much the whole is about. */
export function Summary({
  report,
  entries,
}: {
  readonly report: Report;
  readonly entries: readonly Entry[];
}) {
  const { target, verification, complete, skipped } = report;
  const brought = entries.filter(({ finding }) => isBrought(finding));
  const secret = brought.filter(({ finding }) => isSecret(finding));
  const { change } = target;
  const before = entries.length - brought.length;
  const mood = moodOf(report, secret);
  return (
    <section class={`summary ${mood}`} aria-labelledby="verdict">
      <p class="target">
        gemsweep {target.command} <bdi>{target.paths.map((path) => visible(path)).join(" ")}</bdi>
      </p>
      <h1 id="verdict">{verdictSentence(report, secret)}</h1>
      <FirstStep report={report} mood={mood} />
      <p class="totals">
        {change && `Judged: ${visible(changeWords(change))}. `}
        {before > 0 && `${counted(before, "credential was", "credentials were")} there before. `}
        {secret.length > 0 && `${bySeverity(secret.map(({ finding }) => finding.severity))}. `}
        Looked at {lookedAt(report)}.{" "}
        {secret.length > 0 && verification === undefined && <Sentence text={NOT_CHECKED} />}
      </p>
      {!complete && (
        <p class="warning">
          <strong>Not everything could be looked at:</strong> {counted(skipped.length, "thing")},{" "}
          <a href="#coverage">listed below</a>.
        </p>
      )}
    </section>
  );
}

const NOT_CHECKED = "Nobody asked Google whether they work; --verify does.";

function moodOf({ complete }: Report, secret: readonly Entry[]): Mood {
  if (secret.some(({ finding }) => finding.mustScrub)) return "bad";
  return complete && secret.length === 0 ? "good" : "unsure";
}

function FirstStep({ report, mood }: { readonly report: Report; readonly mood: Mood }) {
  const [step] = report.plan.steps;
  if (step === undefined) return <p class="first">{NOTHING[mood]}</p>;
  return (
    <p class="first">
      <strong>First: </strong>
      <a href={`#step-${step.id}`}>{visible(step.title)}</a>.{" "}
      <Sentence text={step.details[0] ?? ""} />
    </p>
  );
}

const NOTHING: Record<Mood, string> = {
  bad: "What each one asks for is told below.",
  unsure: "Look at what is listed below before you call it clean.",
  good: "Nothing to do.",
};
