/** The first quarter of an hour: a working key in place, the leaked one gone, the next one ready. */
import type { Command, Item, PlaceKind, Step } from "../plan.ts";
import { deleteCommands, findCommands, RESTRICT_OLD } from "./key-commands.ts";
import type { KeyFacts } from "./key-facts.ts";
import { keysPage } from "./console-pages.ts";
import { issuerPages, renewTexts, revokeTexts } from "./replacement.ts";
import { restrictCommands } from "./restriction.ts";
import { isApiKey, isGoing } from "./rotation.ts";
import { againCommand, namesOf, type Situation } from "./situation.ts";
import { item, step } from "./step.ts";

/** More commands than these fill a screen; each key's own part of the plan has them all. */
const MAX_COMMANDS = 6;

/** What keeps production running and leaves no live key behind; nothing for credentials that are dead or not out. */
export function rotationSteps({ keys, target, usedAt = filesOfNow }: Situation): readonly Step[] {
  const abused = keys.filter(({ rotation }) => rotation === "delete-first");
  const replaced = keys.filter(({ rotation }) => rotation === "replace");
  const going = keys.filter(({ rotation }) => isGoing(rotation));
  const apiKeys = going.filter(({ finding }) => isApiKey(finding.credential));
  const open = keys.filter(({ rotation }) => rotation === "restrict");
  return [
    ...checkSteps(keys, target),
    ...(apiKeys.length > 0 ? [step(STANDBY, apiKeys)] : []),
    ...(abused.length > 0 ? [deleteFirstStep(abused)] : []),
    ...(going.length > 0 ? [createStep(going), deployStep(going, usedAt(going))] : []),
    ...(replaced.length > 0 ? [deleteStep(replaced)] : []),
    ...(apiKeys.length > 0 ? [step(NEXT_STANDBY, apiKeys)] : []),
    ...(open.length > 0 ? [restrictStep(open)] : []),
  ];
}

/** Keys that nobody asked Google about may be dead already. */
function checkSteps(keys: readonly KeyFacts[], target: Situation["target"]): readonly Step[] {
  const unchecked = keys.filter(
    ({ finding: { credential, verdict } }) => isApiKey(credential) && verdict === undefined,
  );
  const run = againCommand(target, "--verify");
  if (unchecked.length === 0) return [];
  return [
    step(
      {
        id: "check",
        byMinute: 1,
        title:
          unchecked.length === 1
            ? "Ask Google whether it still works"
            : "Ask Google which of them still work",
        details: ["Until then, and if you cannot, take each one for live."],
        commands: run === undefined ? [] : [{ does: "one free request for each key", run }],
      },
      unchecked,
    ),
  ];
}

const STANDBY = {
  id: "standby",
  byMinute: 1,
  title: "Prove that a standby key works; without one, make the new key first",
  details: [
    "A standby key is one that waits to take over. Send one call with it, or with the new one, before anything is changed.",
  ],
  commands: [
    {
      does: "generate one token with it; that costs next to nothing",
      run: "gemsweep verify --verify=generate < FILE_WITH_THE_STANDBY_KEY",
    },
  ],
} as const;

function deleteFirstStep(abused: readonly KeyFacts[]): Step {
  return step(
    {
      id: "delete-first",
      byMinute: 5,
      title: `Delete ${namesOf(abused, "what is abused or known as leaked")} now, before anything is deployed`,
      details: [
        "It is being abused, spent or blocked: an outage costs less than another hour, and it hardly serves you any more.",
        ...revokeTexts(abused),
      ],
      ...deletion(abused),
    },
    abused,
  );
}

function createStep(going: readonly KeyFacts[]): Step {
  return step(
    {
      id: "create",
      byMinute: 5,
      title: `Make the new ${going.every(({ finding }) => isApiKey(finding.credential)) ? "key" : "credential"}${going.length === 1 ? "" : "s"}`,
      details: renewTexts(going),
      commands: restrictCommands(going),
      pages: issuerPages(going),
    },
    going,
  );
}

function deployStep(going: readonly KeyFacts[], items: readonly Item[]): Step {
  return step(
    {
      id: "deploy",
      byMinute: 5,
      title: "Deploy it wherever the old one is used",
      details: [
        ...(items.length > 0 ? [] : ["No file holds the old one now."]),
        "Look also where no file shows it: CI variables, secret stores, deployment settings, internal documents.",
        `Let every instance log the last four characters of the key that it uses: when none logs ${namesOf(going, "an old one")}, nothing uses it any more.`,
      ],
      items,
    },
    going,
  );
}

/** Places that nothing reads a credential from. */
const UNUSED: readonly PlaceKind[] = ["document", "log", "message", "name", "git-directory"];

/** Files of now; what only history holds does not run. */
function filesOfNow(keys: readonly KeyFacts[]): readonly Item[] {
  const environmentOf = new Map(
    keys.flatMap(({ environments }) =>
      environments.flatMap(({ environment, paths }) =>
        paths.map((path) => [path, environment] as const),
      ),
    ),
  );
  const paths = new Set(
    keys.flatMap(({ places }) =>
      places.flatMap(({ kind, path, lines }) =>
        path !== undefined && lines.length > 0 && !UNUSED.includes(kind) ? path : [],
      ),
    ),
  );
  return [...paths].map((path) => item(path, environmentOf.get(path)));
}

function deleteStep(replaced: readonly KeyFacts[]): Step {
  return step(
    {
      id: "delete",
      byMinute: 5,
      title: `Delete ${namesOf(replaced, "the old ones")}, as soon as nothing uses ${replaced.length === 1 ? "it" : "them"}`,
      details: [
        "Signs of abuse (unknown requests, charges)? Then delete first and deploy after: an outage costs less.",
        ...revokeTexts(replaced),
      ],
      ...deletion(replaced),
    },
    replaced,
  );
}

function deletion(keys: readonly KeyFacts[]): Pick<Step, "commands" | "pages"> {
  return { commands: unlessMany(deleteCommands(keys)), pages: issuerPages(keys) };
}

function unlessMany(commands: readonly Command[]): readonly Command[] {
  return commands.length <= MAX_COMMANDS ? commands : [];
}

const NEXT_STANDBY = {
  id: "next-standby",
  byMinute: 15,
  title: "Make the next standby key",
  details: [
    "Put it beside the new one (GEMINI_API_KEY_PRIMARY, GEMINI_API_KEY_SECONDARY) in the secret store and deploy both, so that the next swap is one setting.",
    "Edge networks take minutes to follow.",
  ],
} as const;

function restrictStep(open: readonly KeyFacts[]): Step {
  const opens = open.some(({ finding }) => finding.verdict?.status === "live");
  const pages = [...new Set(open.map(({ project }) => keysPage(project)))];
  return step(
    {
      id: "restrict",
      byMinute: opens ? 5 : 15,
      title: `Make sure that ${open.length === 1 ? "the Firebase key does" : "the Firebase keys do"} not open Gemini`,
      details: [
        "Such a key is public by design. Its API restrictions must name the Firebase APIs that the app uses, and not the Gemini API (Generative Language API); Gemini gets a key of its own.",
      ],
      commands: unlessMany([...findCommands(open), ...RESTRICT_OLD]),
      pages,
    },
    open,
  );
}
