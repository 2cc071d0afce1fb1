/** Out of the files that hold it now; and what has not left the machine stays there. */
import type { Step } from "../plan.ts";
import { groupBy } from "../findings/group-by.ts";
import type { KeyFacts } from "./key-facts.ts";
import { issuerPages } from "./replacement.ts";
import { namesOf, repositoryWord, type Situation } from "./situation.ts";
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
  const usesGit = target.command === "audit";
  const word = repositoryWord(target) === "." ? "" : `${repositoryWord(target)} `;
  return step(
    {
      id: "remove",
      byMinute: 15,
      title: "Take it out of the files",
      details: [...advicesFor(places), ...codeTexts(places)],
      items: filesOf(places),
      commands: usesGit
        ? [
            { does: "show what would change", run: `gemsweep scrub ${word}--worktree --dry-run` },
            { does: "change it; commit that", run: `gemsweep scrub ${word}--worktree` },
          ]
        : [],
    },
    held,
  );
}

/** What the places are told, that of most of them first. */
function advicesFor(places: readonly Place[]): readonly string[] {
  return byFrequency(places.map(({ advice }) => advice));
}

function codeTexts(places: readonly Place[]): readonly string[] {
  const texts = places.flatMap(({ code }) =>
    code.map(({ language, write, needs }) => {
      const besides = needs === undefined ? "" : ` (with ${needs})`;
      return `${language}: ${write}${besides}`;
    }),
  );
  return byFrequency(texts);
}

function byFrequency(texts: readonly string[]): readonly string[] {
  return [...groupBy(texts, (text) => text)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([text]) => text);
}

function filesOf(places: readonly Place[]): Step["items"] {
  const files = new Map(
    places.flatMap((place) => (place.path === undefined ? [] : [[place.path, place]])),
  );
  return [...files].map(([name, { original }]) => ({
    name,
    about: original === undefined ? undefined : `built from ${original}`,
  }));
}

function keepStep(kept: readonly KeyFacts[], { command }: Target): Step {
  const places = kept.flatMap((key) => key.places);
  return step(
    {
      id: "keep",
      byMinute: 15,
      title: `Keep ${namesOf(kept, "what is in no commit yet")} out of git`,
      details: [
        HOW_TO_KEEP[command],
        "If the file was ever sent, shown or built into something, take it for leaked: replace it, and delete the old one.",
      ],
      items: filesOf(places),
      pages: issuerPages(kept),
    },
    kept,
  );
}

const HOW_TO_KEEP: Record<Target["command"], string> = {
  audit:
    "No commit holds it, so that there is nothing to rewrite. It belongs into an environment file that git ignores, at mode 600.",
  staged: "Take it out and stage the file again, or leave the file out of the commit.",
  push: "Take it out of the commits that are to leave; a new commit on top does not help.",
  scan: "",
  verify: "",
};
