/** Out of the files that hold it now; and what has not left the machine stays there. */
import type { PlaceKind, Step } from "../plan.ts";
import { byKeys } from "../findings/compare.ts";
import { distinctBy, groupBy } from "../findings/group-by.ts";
import type { KeyFacts } from "./key-facts.ts";
import { issuerPages } from "./replacement.ts";
import { namesOf, scrubCommand, type Situation } from "./situation.ts";
import { step } from "./step.ts";
import type { Target } from "../finding.ts";

/** What is done in files. */
export function removalSteps({ keys, target }: Situation): readonly Step[] {
  const leaked = keys.filter(({ finding, rotation }) => finding.mustScrub && rotation !== "keep");
  const kept = keys.filter(({ rotation }) => rotation === "keep");
  const held = leaked.filter(({ places }) => places.some(isNow));
  return [
    ...(kept.length > 0 ? [keepStep(kept, target)] : []),
    ...(held.length > 0 ? [removeStep(held, target)] : []),
  ];
}

type Place = KeyFacts["places"][number];

function isNow({ lines, kind }: Place): boolean {
  return lines.length > 0 || kind === "stdin" || kind === "git-directory";
}

function removeStep(held: readonly KeyFacts[], target: Target): Step {
  const places = held.flatMap((key) => key.places.filter(isNow));
  return step(
    {
      id: "remove",
      byMinute: 15,
      title: "Take it out of the files",
      details: advicesFor(places),
      items: filesOf(places),
      commands:
        target.command === "audit"
          ? [
              { does: "show what would change", run: scrubCommand(target, "--worktree --dry-run") },
              { does: "change it; commit that", run: scrubCommand(target, "--worktree") },
            ]
          : [],
    },
    held,
  );
}

/** Each piece of advice once, that for most places first. */
function advicesFor(places: readonly Place[]): readonly string[] {
  return [...groupBy(places, ({ advice }) => advice)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([advice]) => advice);
}

/** Files that are not changed line by line: they come last. */
const NO_PROGRAM: readonly PlaceKind[] = ["environment-file", "document", "log", "git-directory"];

/** Each file once, with the lines that hold a credential and what to write there. */
function filesOf(places: readonly Place[]): Step["items"] {
  const named = places
    .flatMap(({ path, ...place }) => (path === undefined ? [] : [{ path, ...place }]))
    .toSorted(byKeys(({ kind }) => NO_PROGRAM.includes(kind)));
  return [...groupBy(named, ({ path }) => path)].map(([name, here]) => ({
    name,
    about: aboutFile(here),
    code: distinctBy(
      here.flatMap(({ code }) => code),
      ({ write }) => write,
    ),
  }));
}

function aboutFile(here: readonly Place[]): string | undefined {
  const lines = [...new Set(here.flatMap((place) => place.lines))].sort((a, b) => a - b);
  const originals = new Set(here.flatMap(({ original }) => original ?? []));
  const facts = [
    ...(lines.length > 0 ? [`${lines.length > 1 ? "lines" : "line"} ${few(lines)}`] : []),
    ...[...originals].map((original) => `built from ${original}`),
  ];
  return facts.length > 0 ? facts.join(", ") : undefined;
}

function few(lines: readonly number[]): string {
  const more = lines.length - MAX_LINES;
  const shown = lines.slice(0, MAX_LINES).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const MAX_LINES = 5;

function keepStep(kept: readonly KeyFacts[], { command }: Target): Step {
  const places = kept.flatMap((key) => key.places);
  const { title, how } = KEEPING[command];
  const isInPlace = places.every(({ kind }) => kind === "environment-file");
  return step(
    {
      id: "keep",
      byMinute: 15,
      title: title(namesOf(kept, "what has not leaked yet")),
      details: [
        command === "audit" && isInPlace ? IN_PLACE : how,
        "If the file was ever sent, shown or built into something, take it for leaked: replace it, and delete the old one.",
      ],
      items: filesOf(places),
      pages: issuerPages(kept),
    },
    kept,
  );
}

interface Keeping {
  title(names: string): string;
  readonly how: string;
}

const IN_GIT: Keeping = {
  title: (names) => `Keep ${names} out of git`,
  how: "No commit holds it, so that there is nothing to rewrite. It belongs into an environment file that git ignores, at mode 600.",
};

const IN_PLACE =
  "No commit holds it. Make sure that git ignores the file, and that nobody else can read it (mode 600).";

const KEEPING: Record<Target["command"], Keeping> = {
  audit: IN_GIT,
  scan: IN_GIT,
  verify: IN_GIT,
  staged: {
    title: (names) => `Keep ${names} out of the commit`,
    how: "Take it out and stage the file again, or leave the file out of the commit.",
  },
  ci: IN_GIT,
  push: {
    title: (names) => `Keep ${names} from leaving`,
    how: "Take it out of the commits that are to leave; a new commit on top does not help.",
  },
};
