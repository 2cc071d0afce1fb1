/** The end of the first hour, and what keeps it from happening again. */
import { byKeys, sortedUnique } from "../findings/compare.ts";
import { distinctBy } from "../findings/group-by.ts";
import type { Command, Step } from "../plan.ts";
import { billingPage, SPENDING_CAP, SUPPORT_CASE, usagePage } from "./console-pages.ts";
import type { KeyFacts } from "./key-facts.ts";
import { pushedKeys, rewrittenKeys } from "./history-steps.ts";
import { isApiKey, isGoing } from "./rotation.ts";
import { againCommand, folderBeside, type Situation } from "./situation.ts";
import { item, step } from "./step.ts";

/** The bill. */
export function billingSteps({ keys }: Situation): readonly Step[] {
  const leaked = keys.filter(({ finding, rotation }) => finding.mustScrub && rotation !== "keep");
  if (leaked.length === 0) return [];
  const projects = projectsOf(leaked);
  const from = startOf(leaked);
  const since = from === undefined ? "since the key was made" : `since ${from}`;
  return [
    step(
      {
        id: "billing",
        byMinute: 60,
        title: `Check the bill and the usage ${since}`,
        details: [
          from === undefined
            ? "Look at the last 24 hours, and at all the time from when the key was made until it was deleted."
            : `Look at the last 24 hours, and at all the time from ${from}, when the first commit held it, until it was deleted.`,
          "Search for requests, quota and hours that are not yours, and for demo keys with the traffic of production.",
          "Charges that are not yours: open a billing support case. Set a budget alert and a spending cap.",
        ],
        pages: [
          ...projects.map(billingPage),
          ...projects.map(usagePage),
          SPENDING_CAP,
          SUPPORT_CASE,
        ],
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

/** The first day on which a commit held one of them. */
function startOf(leaked: readonly KeyFacts[]): string | undefined {
  return leaked.flatMap(({ exposure }) => exposure?.from ?? []).sort()[0];
}

/** Proof, separation, a better store, the next rotation. */
export function laterSteps(situation: Situation): readonly Step[] {
  const { keys } = situation;
  const scrubbed = keys.filter(({ finding }) => finding.mustScrub);
  const shared = keys.filter(
    ({ environments, rotation }) => environments.length > 1 && rotation !== "restrict",
  );
  const apiKeys = keys.filter(
    ({ finding, rotation }) => isGoing(rotation) && isApiKey(finding.credential),
  );
  return [
    ...confirmSteps(
      scrubbed.filter((key) => isToVanish(key, situation)),
      situation,
    ),
    ...(shared.length > 0 ? [separateStep(shared)] : []),
    ...(scrubbed.length > 0 ? [step(STORE, scrubbed)] : []),
    ...(apiKeys.length > 0 ? [rotateStep(apiKeys)] : []),
  ];
}

function confirmSteps(scrubbed: readonly KeyFacts[], situation: Situation): readonly Step[] {
  const isRewritten = rewrittenKeys(situation.keys).length > 0;
  const commands = confirmCommands(situation, isRewritten);
  if (scrubbed.length === 0 || commands.length === 0) return [];
  const about = { id: "confirm", byMinute: 60, title: "Prove that nothing is left" } as const;
  return [step({ ...about, details: isRewritten ? [OLD_CLONE] : [], commands }, scrubbed)];
}

/** A key that is in no commit may stay in a file that git ignores, where an audit finds it. */
function isToVanish({ rotation }: KeyFacts, { target }: Situation): boolean {
  return rotation !== "keep" || target.command === "staged";
}

const OLD_CLONE = "This clone still holds the old history: work on in a new one, and delete it.";

function confirmCommands(situation: Situation, isRewritten: boolean): readonly Command[] {
  const { keys, target } = situation;
  const here = againCommand(target, "");
  const isPushed = pushedKeys(keys).length > 0;
  const apiKeys = keys.filter(({ finding }) => isApiKey(finding.credential));
  return [
    ...(isPushed ? [IN_NEW_CLONE] : isRewritten ? [inCopy(situation)] : []),
    ...(isPushed || isRewritten || here === undefined
      ? []
      : [{ does: "nothing must be found", run: here }]),
    ...(apiKeys.some(({ rotation }) => isGoing(rotation)) ? [OLD_IS_DEAD] : []),
  ];
}

const IN_NEW_CLONE: Command = {
  does: "nothing must be found in a new clone, pull requests included",
  run: "git clone --mirror REMOTE ../new && gemsweep audit ../new",
};

function inCopy(situation: Situation): Command {
  return {
    does: "nothing must be found in the rewritten copy",
    run: `gemsweep audit ${folderBeside(situation, "clean.git")}`,
  };
}

const OLD_IS_DEAD: Command = {
  does: "paste the old key: it must be dead",
  run: "gemsweep verify",
};

function separateStep(shared: readonly KeyFacts[]): Step {
  const uses = distinctBy(
    shared.flatMap(({ environments }) => environments),
    ({ environment }) => environment,
  ).toSorted(byKeys(({ environment }) => environment));
  return step(
    {
      id: "separate",
      byMinute: undefined,
      title: "Give each environment a key of its own",
      details: [
        `${shared.length === 1 ? "One key serves" : `${shared.length} keys serve`} ${uses.map(({ environment }) => environment).join(", ")}: one leak is a leak in all of them.`,
        "Each key: one purpose, one owner, one restriction.",
        ...uses.map(({ environment, instead }) => `For ${environment}: ${instead}.`),
      ],
      items: shared.flatMap(({ environments }) =>
        environments.flatMap(({ environment, paths }) =>
          paths.map((path) => item(path, environment)),
        ),
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
    {
      does: "hand it to a service on Cloud Run; others mount it or read it with a client library",
      run: "gcloud run services update SERVICE --update-secrets=GEMINI_API_KEY=gemini-api-key:latest",
    },
  ],
} as const;

function rotateStep(apiKeys: readonly KeyFacts[]): Step {
  const [oldest] = apiKeys
    .flatMap(({ exposure, finding }) => (exposure ? [{ due: exposure.rotateBy, finding }] : []))
    .toSorted(byKeys(({ due }) => due));
  const name = oldest?.finding.keyId === undefined ? "the oldest key" : `…${oldest.finding.keyId}`;
  const due = oldest ? `: by its first commit, ${name} is due from ${oldest.due} on` : "";
  return step(
    {
      id: "rotate",
      byMinute: undefined,
      title: `Rotate every 90 days${due}`,
      details: [
        "Ship the new key beside the old, confirm by the last four characters that every instance uses it, then delete the old.",
        "Agree beforehand on when to go back, such as three times the errors within thirty minutes.",
      ],
    },
    apiKeys,
  );
}
