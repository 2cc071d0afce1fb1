/** The kinds of places that credentials live in, as the page counts and filters them. */
import type { Finding, Sighting } from "../../finding.ts";
import { isNow } from "../../findings/in-files.ts";
import type { PlaceKind } from "../../plan.ts";
import { placeKindOf } from "../../remediate/place-kind.ts";

/** Kinds that a reader tells apart at a glance. */
export const KINDS = [
  "source",
  "frontend",
  "bundle",
  "mobile",
  "notebook",
  "settings",
  "document",
  "archive",
  "message",
  "name",
  "git",
  "nameless",
  "input",
] as const;
export type Kind = (typeof KINDS)[number];

/** What the page calls them. */
export const KIND: Record<Kind, string> = {
  source: "Source code and scripts",
  frontend: "Frontend code",
  bundle: "Built bundles",
  mobile: "Mobile apps",
  notebook: "Notebooks",
  settings: "Settings and .env files",
  document: "Documents and logs",
  archive: "Archives",
  message: "Messages and notes",
  name: "File and branch names",
  git: "Git's own files",
  nameless: "Objects without a path",
  input: "Standard input",
};

const BY_PLACE: Record<PlaceKind, Kind> = {
  source: "source",
  "script-or-page": "source",
  shell: "source",
  frontend: "frontend",
  bundle: "bundle",
  mobile: "mobile",
  notebook: "notebook",
  "environment-file": "settings",
  cloudflare: "settings",
  ci: "settings",
  container: "settings",
  configuration: "settings",
  infrastructure: "settings",
  document: "document",
  log: "document",
  message: "message",
  name: "name",
  history: "nameless",
  "git-directory": "git",
  stdin: "input",
};

/** The kinds of places of a finding in their order, and whether it is in some place of a kind now. */
export function kindsOf({ sightings }: Finding): ReadonlyMap<Kind, boolean> {
  const found = new Map<Kind, boolean>();
  for (const sighting of sightings) {
    const kind = kindOf(sighting);
    found.set(kind, found.get(kind) === true || isNow(sighting));
  }
  return new Map(
    KINDS.flatMap((kind) => (found.has(kind) ? [[kind, found.get(kind) === true]] : [])),
  );
}

function kindOf(sighting: Sighting): Kind {
  const { decodings } = sighting;
  if (decodings.includes("zip") || decodings.includes("gzip")) return "archive";
  return BY_PLACE[placeKindOf(sighting)];
}
