/** One order of steps for many repositories: each credential is rotated once, then each repository is cleaned. */
import { sortedUnique } from "../findings/compare.ts";
import type { Sighting } from "../finding.ts";
import type { FleetRepository } from "../fleet.ts";
import type { AuditedRow } from "../fleet-report.ts";
import type { Command, Item, Plan, Step, StepId } from "../plan.ts";
import { groupBy } from "../findings/group-by.ts";
import type { KeyFacts } from "./key-facts.ts";
import { billingSteps, laterSteps } from "./later-steps.ts";
import { inOrder } from "./plan.ts";
import { rotationSteps } from "./rotation-steps.ts";
import { shellWord } from "./shell.ts";
import type { Situation } from "./situation.ts";
import { item, step } from "./step.ts";

/** A repository, and what a plan must know of its cleaning. */
export type ToClean = Pick<AuditedRow, "repository" | "report" | "keys">;

/**
 * The plan of a fleet. What is done in one repository is in that one's own plan. `keys` and `repositories` are in the
 * order of the fleet.
 */
export function fleetPlanOf(keys: readonly KeyFacts[], repositories: readonly ToClean[]): Plan {
  const held = repositories.flatMap((holder) =>
    holder.keys.map(({ finding }) => ({ fingerprint: finding.fingerprint, holder })),
  );
  const holdersOf = groupBy(held, ({ fingerprint }) => fingerprint);
  return {
    steps: stepsOf(keys, repositories),
    keys: keys.map((key) => {
      const { finding, ...facts } = key;
      const holders = (holdersOf.get(finding.fingerprint) ?? []).map(({ holder }) => holder);
      return {
        ...facts,
        steps: inOrder([
          ...rotationSteps(situationOf([key], holders)),
          ...cleanSteps([key], holders),
        ]),
      };
    }),
  };
}

function stepsOf(keys: readonly KeyFacts[], repositories: readonly ToClean[]): readonly Step[] {
  const situation = situationOf(keys, repositories);
  return inOrder(
    [
      ...rotationSteps(situation),
      ...cleanSteps(keys, repositories),
      ...billingSteps(situation),
      ...laterSteps(situation),
    ].map(forFleet),
  );
}

/** What is done for credentials wherever they stand; no repository is named, so that no command is for one of them. */
function situationOf(keys: readonly KeyFacts[], repositories: readonly ToClean[]): Situation {
  return {
    keys,
    usedAt: (going) => usersOf(going, repositories),
    scrub: { files: [], commits: [], refs: [] },
    target: { command: "audit", paths: ["-"], head: undefined },
  };
}

/** Repositories whose files hold some of these, with the files as far as they are known. */
function usersOf(going: readonly KeyFacts[], repositories: readonly ToClean[]): readonly Item[] {
  const wanted = new Set(going.map(({ fingerprint }) => fingerprint));
  return repositories.flatMap(({ repository, keys }) => {
    const paths = keys
      .filter(({ finding }) => wanted.has(finding.fingerprint))
      .flatMap(({ places }) => places)
      .filter((place) => place.isInFiles && place.repository.name === repository.name)
      .flatMap(({ finding }) => finding.sightings.flatMap(fileOf));
    return paths.length > 0 ? [item(repository.name, few(sortedUnique(paths)))] : [];
  });
}

/** Of a bare repository, only that HEAD shows it is known, so that it may be any of these. */
function fileOf({ source, path }: Sighting): readonly string[] {
  const isFile = source === "worktree" || source === "index" || source === "history";
  return isFile && path !== undefined ? [path] : [];
}

function few(paths: readonly string[]): string {
  const more = paths.length - MAX_PATHS;
  const shown = paths.slice(0, MAX_PATHS).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const MAX_PATHS = 3;

/** The commands of a run over all repositories. */
const AGAIN: Partial<Record<Step["id"], Command>> = {
  check: {
    does: "one free request for each key; SOURCES as they were given",
    run: "gemsweep fleet SOURCES --verify",
  },
  confirm: {
    does: "nothing must be found in any of them; SOURCES as they were given",
    run: "gemsweep fleet SOURCES --again",
  },
};

function forFleet(given: Step): Step {
  const again = AGAIN[given.id];
  return again ? { ...given, commands: [again] } : given;
}

function cleanSteps(keys: readonly KeyFacts[], repositories: readonly ToClean[]): readonly Step[] {
  const leaked = keys.filter(({ finding, rotation }) => finding.mustScrub && rotation !== "keep");
  const held = new Set(leaked.map(({ fingerprint }) => fingerprint));
  const dirty = repositories.filter((one) =>
    one.keys.some(({ finding }) => held.has(finding.fingerprint)),
  );
  if (dirty.length === 0) return [];
  return [
    step(
      {
        id: "rewrite",
        byMinute: 30,
        title:
          dirty.length === 1
            ? "Then, not before, clean the repository"
            : `Then, not before, clean each of ${dirty.length} repositories`,
        details: [
          "In this order, each by its own part of the plan: files, then history, then what its server keeps.",
          "A rewrite does not reach forks, other clones and caches: that is why the keys go first.",
        ],
        items: dirty.map(({ repository, report, keys }) =>
          item(
            repository.name,
            aboutCleaning(
              report.scrub,
              keys.filter(({ finding }) => held.has(finding.fingerprint)).length,
            ),
          ),
        ),
      },
      leaked,
    ),
  ];
}

function aboutCleaning(
  { files, commits, refs }: AuditedRow["report"]["scrub"],
  keys: number,
): string {
  return [
    [keys, "credential"] as const,
    [files.length, "file"] as const,
    [commits.length, "commit"] as const,
    [refs.length, "ref"] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}${count === 1 ? "" : "s"}`)
    .join(", ");
}

/** What folders for a repository are called: those of others do not meet them there. */
export function folderName({ name }: FleetRepository): string {
  const plain = name.replaceAll(/[^\w.-]+/g, "-").replace(/^[-.]+/, "");
  return plain === "" ? "repository" : plain;
}

/** The folder that a copy of a repository is made in. */
export function copyFolder(repository: FleetRepository): string {
  return `${folderName(repository)}.git`;
}

/** How to make a copy of a repository that is on a server, with everything that the server offers. */
export function fetchCommand(repository: FleetRepository): Command | undefined {
  if (repository.kind === "path") return undefined;
  const address = shellWord(repository.location, "ADDRESS");
  return {
    does: "a copy of it, with all that its server offers",
    run: `git clone --mirror ${address} ${copyFolder(repository)}`,
  };
}

/** What is done in one repository, whatever becomes of its credentials where they were issued. */
const CLEANING: readonly StepId[] = [
  "remove",
  "keep",
  "rewrite",
  "prune",
  "push",
  "tell",
  "support",
];

/** The steps of a repository's own plan that clean it; credentials are rotated by the plan of the fleet. */
export function cleaningSteps({ steps }: Plan): readonly Step[] {
  return steps.filter(({ id }) => CLEANING.includes(id));
}
