/** The files of a scrub plan. */
import { callbackBody, callbackNames, type OtherPlace } from "./callbacks.ts";
import { type Expression, expressionFile } from "./expressions.ts";
import { adviceFor } from "./out-of-reach.ts";
import type { ToScrub } from "./scrub-findings.ts";
import { planSteps } from "./plan-steps.ts";
import type { LfsFile } from "./scrub-lfs.ts";
import { visible } from "../report/visible.ts";
import type { OutOfReach } from "./scrub-survey.ts";

/** All that a plan is made of. Holds raw values. */
export interface ScrubPlan {
  readonly found: ToScrub;
  readonly expressions: readonly Expression[];
  readonly places: ReadonlySet<OtherPlace>;
  readonly outOfReach: readonly (OutOfReach & { readonly paths: readonly string[] })[];
  readonly lfs: readonly LfsFile[];
}

/** Every file by its name; only `expressions.txt` holds raw values. */
export function planFiles(plan: ScrubPlan): ReadonlyMap<string, Buffer> {
  const { found, expressions, places, outOfReach } = plan;
  const blobs = outOfReach.map(({ blob }) => blob);
  const callbacks = [...places].flatMap((place) => callbackNames[place]);
  return new Map([
    ["steps.md", Buffer.from(planSteps(plan))],
    ["expressions.txt", expressionFile(expressions)],
    ["refs.txt", lines(found.refs)],
    ["commits.txt", lines(found.commits)],
    ...(blobs.length === 0
      ? []
      : ([
          ["blobs.txt", lines(outOfReach.map(blobLine))],
          ["drop-blobs.txt", lines(blobs)],
        ] as const)),
    ...callbacks.map((name) => [`${name}.py`, Buffer.from(callbackBody(name))] as const),
  ]);
}

function blobLine({ blob, paths, why }: ScrubPlan["outOfReach"][number]): string {
  const named = paths.length > 0 ? paths.join(", ") : "(no path)";
  return `${blob} ${visible(named)}: ${adviceFor(why, paths)}`;
}

function lines(all: readonly string[]): Buffer {
  return Buffer.from(all.map((line) => `${line}\n`).join(""));
}
