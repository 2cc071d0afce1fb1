/** The plan for the whole repository, timed like the first hour of an incident. */
import type { Plan, Step } from "../../plan.ts";
import { groupBy } from "../../findings/group-by.ts";
import { visible } from "../visible.ts";
import { Box } from "./box.tsx";
import { StepBody } from "./step.tsx";

/** All steps in order, each with a box; nothing where nothing must be done. */
export function PlanSection({ plan }: { readonly plan: Plan }) {
  if (plan.steps.length === 0) return null;
  const times = groupBy(plan.steps, ({ byMinute }) => byMinute);
  return (
    <section id="plan" aria-labelledby="plan-title">
      <h2 id="plan-title">What to do, in this order</h2>
      <p class="lead">
        <span class="done" data-progress="plan" />
        <span data-ticks-note>Boxes can be ticked where the page may run its script.</span>
      </p>
      <ol class="plan">
        {[...times].map(([byMinute, steps]) => (
          <li key={byMinute ?? "later"} class="time">
            <h3>{timeText(byMinute)}</h3>
            <ol class="steps">
              {steps.map((step) => (
                <PlanStep key={step.id} step={step} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  );
}

function PlanStep({ step }: { readonly step: Step }) {
  return (
    <li id={`step-${step.id}`}>
      <Box name={step.id}>
        <strong>{visible(step.title)}</strong>
      </Box>
      <StepBody step={step} />
    </li>
  );
}

function timeText(byMinute: Step["byMinute"]): string {
  return byMinute === undefined ? "After the first hour" : `By minute ${byMinute}`;
}
