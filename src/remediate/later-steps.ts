/** The end of the first hour, and what keeps it from happening again. */
import { sortedUnique } from "../findings/compare.ts";
import type { Command, Step } from "../plan.ts";
import { billingPage, SPENDING_CAP, SUPPORT_CASE, usagePage } from "./console-pages.ts";
import type { KeyFacts } from "./key-facts.ts";
import { isApiKey } from "./rotation.ts";
import { againCommand, type Situation } from "./situation.ts";
import { step } from "./step.ts";

/** The bill. */
export function billingSteps({ keys }: Situation): readonly Step[] {
  const leaked = keys.filter(({ finding, rotation }) => finding.mustScrub && rotation !== "keep");
  if (leaked.length === 0) return [];
  const projects = projectsOf(leaked);
  const pages = [...projects.map(usagePage), ...projects.map(billingPage)];
  return [
    step(
      {
        ...BILLING,
        details: [windowText(leaked), ...BILLING.details],
        pages: [...pages, SPENDING_CAP, SUPPORT_CASE],
      },
      leaked,
    ),
  ];
}

/** One page for each project that is known; one without where none is. */
function projectsOf(keys: readonly KeyFacts[]): readonly (string | undefined)[] {
  const projects = sortedUnique(keys.flatMap(({ project }) => project ?? []));
  return projects.length > 0 ? projects : [undefined];
}

const BILLING = {
  id: "billing",
  byMinute: 60,
  title: "Check the bill and the usage",
  details: [
    "Look for requests, quota and odd hours that are not yours, and for demo keys with the traffic of production.",
    "Charges that are not yours: open a billing support case. Set a budget alert and a spending cap.",
  ],
} as const;

/** The days to look at. */
function windowText(leaked: readonly KeyFacts[]): string {
  const exposures = leaked.flatMap(({ exposure }) => exposure ?? []);
  const [from] = exposures.map((exposure) => exposure.from).sort();
  if (from === undefined)
    return "Look at the last 24 hours, and at all the time since the key was made.";
  return `Look at the last 24 hours, and at all the time from ${from}, when the first commit held it, until it was deleted.`;
}

/** Proof, separation, a better store, the next rotation. */
export function laterSteps({ keys, target }: Situation): readonly Step[] {
  const shared = keys.filter(
    ({ environments, rotation }) => environments.length > 1 && rotation !== "restrict",
  );
  const going = keys.filter(
    ({ rotation }) => rotation === "replace" || rotation === "delete-first",
  );
  const apiKeys = going.filter(({ finding }) => isApiKey(finding.credential));
  const scrubbed = keys.filter(({ finding }) => finding.mustScrub);
  return [
    ...(scrubbed.length > 0
      ? [step({ ...CONFIRM, commands: confirmCommands({ target }) }, scrubbed)]
      : []),
    ...(shared.length > 0 ? [separateStep(shared)] : []),
    ...(scrubbed.length > 0 ? [step(STORE, scrubbed)] : []),
    ...(apiKeys.length > 0 ? [step({ ...ROTATE, details: rotateTexts(apiKeys) }, apiKeys)] : []),
  ];
}

const CONFIRM = {
  id: "confirm",
  byMinute: 60,
  title: "Prove that nothing is left",
} as const;

function confirmCommands({ target }: Pick<Situation, "target">): readonly Command[] {
  const run = againCommand(target, "--verify");
  if (run === undefined) return [];
  const anew = { does: "in a clone made anew from the remote", run: "gemsweep audit --verify" };
  return [{ does: "here", run }, ...(target.command === "audit" ? [anew] : [])];
}

function separateStep(shared: readonly KeyFacts[]): Step {
  const uses = shared.flatMap(({ environments }) => environments);
  const byName = new Map(uses.map((use) => [use.environment, use.instead]));
  return step(
    {
      id: "separate",
      byMinute: undefined,
      title: "Give each environment a key of its own",
      details: [
        "One key serves several, so that one leak is a leak in all of them. Each key: one purpose, one owner, one restriction.",
        ...sortedUnique(byName.keys()).map(
          (name) => `${name}: ${byName.get(name as (typeof uses)[number]["environment"])}.`,
        ),
      ],
      items: uses.flatMap(({ environment, paths }) =>
        paths.map((name) => ({ name, about: environment })),
      ),
    },
    shared,
  );
}

const STORE = {
  id: "store",
  byMinute: undefined,
  title: "Keep the next one out of the repository",
  details: [
    "Secret Manager, or the environment of the service. Workloads on Google Cloud need no key at all: a service account does.",
    "Let gemsweep staged run before each commit.",
  ],
  commands: [
    {
      does: "store the new key; the file holds it without a line end, and is deleted after",
      run: "gcloud secrets create gemini-api-key --data-file=FILE_WITH_THE_NEW_KEY",
    },
  ],
} as const;

const ROTATE = { id: "rotate", byMinute: undefined, title: "Rotate every 90 days" } as const;

function rotateTexts(keys: readonly KeyFacts[]): readonly string[] {
  const [due] = keys.flatMap(({ exposure }) => exposure?.rotateBy ?? []).sort();
  return [
    "Ship the new key beside the old, confirm by the last four characters that every instance uses it, then delete the old. Agree beforehand on when to go back, such as three times the errors within thirty minutes.",
    ...(due === undefined ? [] : [`By its first commit, the oldest key here was due on ${due}.`]),
  ];
}
