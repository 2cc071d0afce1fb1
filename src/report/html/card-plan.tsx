/** A credential's own part of the plan. */
import type { EnvironmentUse, PlacePlan, StepId } from "../../plan.ts";
import { visible } from "../visible.ts";
import { counted, few } from "../words.ts";
import { Box } from "./box.tsx";
import { Code } from "./code.tsx";
import type { Entry } from "./entry.ts";
import { Sentence } from "./sentence.tsx";
import { Commands } from "./step.tsx";

const MOST_PLACES = 6;
const MOST_PATHS = 3;

/** Steps whose commands are about one credential. */
const RETIRING: Partial<Record<StepId, true>> = {
  "delete-first": true,
  delete: true,
  restrict: true,
};

/** Its boxes, and what to write in its place. */
export function KeyPlanBoxes({ entry: { finding, plan } }: { readonly entry: Entry }) {
  if (plan === undefined) return null;
  const name = finding.fingerprint.slice(0, 16);
  return (
    <div class="todo">
      <h4>To do for this one</h4>
      <ol>
        {plan.steps.map((step) => (
          <li key={step.id}>
            <Box name={`${step.id}-${name}`}>{visible(step.title)}</Box>{" "}
            <a class="how" href={`#step-${step.id}`} aria-label={`How: ${visible(step.title)}`}>
              how
            </a>
            <Commands commands={RETIRING[step.id] ? step.commands : []} />
          </li>
        ))}
      </ol>
      {plan.environments.length > 1 && <Shared environments={plan.environments} />}
      <Replacements places={plan.places} />
    </div>
  );
}

function Shared({ environments }: { readonly environments: readonly EnvironmentUse[] }) {
  return (
    <>
      <h4>One key for several environments: a leak in one is a leak in all</h4>
      <ul class="advice">
        {environments.map(({ environment, paths, instead }) => (
          <li key={environment}>
            <strong>{environment}</strong> (
            <bdi class="path">
              {few(
                paths.map((path) => visible(path)),
                MOST_PATHS,
              )}
            </bdi>
            ): {instead}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What to write where it stands; places of one advice are told together. */
function Replacements({ places }: { readonly places: readonly PlacePlan[] }) {
  if (places.length === 0) return null;
  const more = places.length - MOST_PLACES;
  return (
    <>
      <h4>What to put in its place</h4>
      <ul class="advice">
        {places.slice(0, MOST_PLACES).map(({ kind, path, original, advice, code }) => (
          <li key={`${kind} ${original} ${path}`}>
            {path !== undefined && (
              <>
                <bdi class="path">{visible(original ?? path)}</bdi>:{" "}
              </>
            )}
            <Sentence text={advice} />
            <Code code={code} />
          </li>
        ))}
        {more > 0 && <li>and the same for {counted(more, "more place")}</li>}
      </ul>
    </>
  );
}
