/** What the page shows of each credential, worked out once. */
import type { Finding, Report, Sighting, Target } from "../../finding.ts";
import type { KeyPlan } from "../../plan.ts";
import { type Place, placesOf } from "../places.ts";
import { visible } from "../visible.ts";
import { isInFiles } from "../../findings/in-files.ts";
import { type Kind, kindsOf } from "./kinds.ts";
import { type Life, lifeOf } from "./life.ts";

/** A finding with all that is told of it. */
export interface Entry {
  readonly finding: Finding;
  /** Of its card in the page. */
  readonly id: string;
  readonly places: readonly Place[];
  /** The kinds of its places, and whether it is there now. */
  readonly kinds: ReadonlyMap<Kind, boolean>;
  /** Whether files of the working tree or the index hold it. */
  readonly isCurrent: boolean;
  /** Undefined where no commit tells. */
  readonly life: Life | undefined;
  /** Who brought it in, as it is shown, each once. */
  readonly authors: readonly string[];
  /** Every path it was seen at, as it is shown, each once. */
  readonly paths: readonly string[];
  /** Its part of the plan; undefined when nothing has to be done about it. */
  readonly plan: KeyPlan | undefined;
}

/** Longer names are nobody's. */
const LONGEST_AUTHOR = 60;

/** The findings of a report in its order. */
export function entriesOf({ findings, target, plan }: Report): readonly Entry[] {
  const keys = new Map(plan.keys.map((key) => [key.fingerprint, key]));
  return findings.map((finding, index) =>
    entryOf(finding, index, target.command, keys.get(finding.fingerprint)),
  );
}

/** The entry of a finding, `index` places from the first. */
export function entryOf(
  finding: Finding,
  index: number,
  command: Target["command"],
  plan: KeyPlan | undefined,
): Entry {
  const { sightings, history } = finding;
  return {
    finding,
    id: `key-${index + 1}`,
    places: placesOf(sightings, command),
    kinds: kindsOf(finding),
    isCurrent: isInFiles(finding),
    life: lifeOf(finding),
    authors: distinct(
      (history?.introducedBy ?? []).map(({ author }) => visible(author, LONGEST_AUTHOR)),
    ),
    paths: distinct(sightings.flatMap(pathOf)),
    plan,
  };
}

/** Of a message, what stands there is the kind of its object. */
function pathOf({ source, path }: Sighting): readonly string[] {
  return path === undefined || source === "message" ? [] : [visible(path)];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
