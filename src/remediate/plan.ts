/** What to do about what was found: for the whole repository in the order of an incident, and for each credential. */
import type { Report } from "../finding.ts";
import { isBrought } from "../findings/arrivals.ts";
import { byKeys } from "../findings/compare.ts";
import type { Plan, Step, StepId } from "../plan.ts";
import { historySteps } from "./history-steps.ts";
import { keyFactsOf } from "./key-facts.ts";
import { billingSteps, laterSteps } from "./later-steps.ts";
import { removalSteps } from "./removal-steps.ts";
import { rotationSteps } from "./rotation-steps.ts";
import { scrubListOf } from "./scrub-list.ts";
import type { Situation } from "./situation.ts";

/**
 * The plan for these findings. A key that somebody wants to know about has not leaked for that, and what was there before
 * a change is not for whoever makes the change.
 */
export function planOf({
  findings,
  scrub,
  target,
  name,
}: Pick<Report, "findings" | "scrub" | "target"> & Pick<Situation, "name">): Plan {
  if (target.command === "verify") return { steps: [], keys: [] };
  const brought = findings.filter(isBrought);
  const keys = brought.flatMap((finding) => keyFactsOf(finding, target) ?? []);
  return {
    steps: stepsOf({ keys, scrub, target, name }),
    keys: keys.map((key) => {
      const { finding, ...facts } = key;
      return {
        ...facts,
        steps: keyStepsOf({ keys: [key], scrub: scrubListOf([finding]), target, name }),
      };
    }),
  };
}

function stepsOf(situation: Situation): readonly Step[] {
  return inOrder([
    ...keyStepsOf(situation),
    ...historySteps(situation),
    ...billingSteps(situation),
    ...laterSteps(situation),
  ]);
}

/** What has to be done for each credential. */
function keyStepsOf(situation: Situation): readonly Step[] {
  return inOrder([...rotationSteps(situation), ...removalSteps(situation)]);
}

/** Steps by the clock, and within a minute as {@link StepId} lists them. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted(
    byKeys(
      ({ byMinute }) => byMinute ?? AFTER,
      ({ id }) => ORDER[id],
    ),
  );
}

const AFTER = 1000;

const ORDER: Record<StepId, number> = {
  check: 1,
  standby: 2,
  "delete-first": 3,
  create: 4,
  deploy: 5,
  delete: 6,
  "next-standby": 7,
  restrict: 8,
  keep: 9,
  remove: 10,
  rewrite: 11,
  prune: 12,
  push: 13,
  tell: 14,
  billing: 15,
  support: 16,
  confirm: 17,
  separate: 18,
  store: 19,
  rotate: 20,
};
