/** Condenses sightings to the places a person has to look at: a file with a hundred versions is one place. */
import type { Finding, Sighting, Target } from "../finding.ts";
import { groupBy } from "../findings/group-by.ts";
import { DECODING, counted, few, shortId, shortIds } from "./words.ts";
import { visible } from "./visible.ts";

/** One place: where to go, and what to know about it. */
export interface Place {
  /** Words before the place, such as "message of commit"; empty for a file. */
  readonly lead: string;
  readonly where: string;
  readonly details: readonly string[];
  /** The one that stands for all that were seen there; undefined where they lie apart. */
  readonly sighting: Sighting | undefined;
}

/**
 * The places of a finding, in the order of its sightings: what is there now before what was. Whether a file is in the
 * working tree or the index is told for an audit alone; elsewhere it is the same for all.
 */
export function placesOf(sightings: readonly Sighting[], command: Target["command"]): Place[] {
  const files = sightings.filter(isFile);
  const nameless = sightings.filter(isNameless);
  const others = sightings.filter((sighting) => !isFile(sighting) && !isNameless(sighting));
  const byPath = [...groupBy(files, ({ path }) => path).values()].map((seen) =>
    placesOfFile(seen, command),
  );
  const current = byPath.filter(({ isCurrent }) => isCurrent);
  const former = byPath.filter(({ isCurrent }) => !isCurrent);
  return [
    ...[...current, ...former].flatMap(({ places }) => places),
    ...others.map(placeOfOther),
    ...placesOfNameless(nameless),
  ];
}

/** Whether it is more than a key that its owner published. */
export function isSecret({ severity, knownPublic }: Finding): boolean {
  return severity !== "info" || knownPublic === undefined;
}

type FileSighting = Sighting & { readonly path: string };

function isFile(sighting: Sighting): sighting is FileSighting {
  const { source, path } = sighting;
  return (
    path !== undefined && (source === "worktree" || source === "index" || source === "history")
  );
}

/** A blob that no committed path names. */
function isNameless({ source, path }: Sighting): boolean {
  return source === "history" && path === undefined;
}

interface FilePlaces {
  readonly isCurrent: boolean;
  readonly places: readonly Place[];
}

function placesOfFile(sightings: readonly FileSighting[], command: Target["command"]): FilePlaces {
  const now = sightings.filter(({ source }) => source !== "history");
  const versions = groupBy(
    sightings.filter(({ source }) => source === "history"),
    ({ blob }) => blob,
  );
  return now.length > 0
    ? { isCurrent: true, places: currentPlaces(now, versions, command) }
    : { isCurrent: false, places: formerPlaces(versions, command) };
}

type Versions = ReadonlyMap<string | undefined, readonly FileSighting[]>;

function currentPlaces(
  now: readonly FileSighting[],
  versions: Versions,
  command: Target["command"],
): Place[] {
  const staged = new Set(now.map(({ blob }) => blob));
  const committed = [...versions].filter(([blob]) => staged.has(blob)).flatMap(([, seen]) => seen);
  const older = [...versions.keys()].filter((blob) => !staged.has(blob)).length;
  return [...groupBy([...now, ...committed], spot).values()].map((same, index) =>
    placeAt(same, [
      ...(command === "audit"
        ? [[...new Set(same.map(({ source }) => SOURCE[source]))].join(", ")]
        : []),
      // Of a change, what stands in the file is among the versions, and its commits are named.
      ...(index === 0 && older > 0 && command !== "ci"
        ? [`also in ${counted(older, "older version")}`]
        : []),
    ]),
  );
}

/** Versions differ in line numbers; one that can be looked up by its id stands for all. */
function formerPlaces(versions: Versions, command: Target["command"]): Place[] {
  const [shown] = versions;
  if (!shown) return [];
  const [blob, sightings] = shown;
  const others = versions.size - 1;
  return [...groupBy(sightings, spot).values()].map((same, index) =>
    placeAt(same, [
      `${command === "audit" || command === "ci" ? "history only, " : ""}blob ${shortId(blob ?? "")}`,
      ...(index === 0 && others > 0 ? [`also in ${counted(others, "other version")}`] : []),
    ]),
  );
}

const SOURCE: Record<Sighting["source"], string> = {
  worktree: "working tree",
  index: "index",
  history: "history",
  message: "message",
  name: "name",
  gitdir: "git directory",
  stdin: "standard input",
};

function spot({ line, column }: Sighting): string {
  return `${line}:${column}`;
}

function placeAt(same: readonly Sighting[], states: readonly string[]): Place {
  const [sighting] = same;
  if (!sighting) return { lead: "", where: "", details: [], sighting };
  return {
    lead: "",
    where: `${visible(sighting.path ?? "")}:${spot(sighting)}`,
    details: [...detailsOf(sighting), ...states],
    sighting,
  };
}

function placeOfOther(sighting: Sighting): Place {
  const { source, path, blob } = sighting;
  const details = detailsOf(sighting);
  if (source === "name") return { ...nameOf(path, blob), details, sighting };
  const at = (name: string): string => `${name}:${spot(sighting)}`;
  if (source !== "message")
    return {
      lead: "",
      where: at(path === undefined ? SOURCE[source] : visible(path)),
      details,
      sighting,
    };
  if (path === "note")
    return { lead: "", where: at(details[0] ?? "note"), details: details.slice(1), sighting };
  return {
    lead: `message of ${path ?? "object"}`,
    where: at(shortId(blob ?? "")),
    details,
    sighting,
  };
}

/** A name holds the value itself, so that line and column say nothing. */
function nameOf(path: string | undefined, tree: string | undefined): Pick<Place, "lead" | "where"> {
  if (path !== undefined) return { lead: "file name in", where: visible(path || ".") };
  return tree === undefined
    ? { lead: "name of a branch, tag or other", where: "ref" }
    : { lead: "file name in tree", where: shortId(tree) };
}

function placesOfNameless(sightings: readonly Sighting[]): Place[] {
  const [first] = sightings;
  if (!first) return [];
  const blobs = [...new Set(sightings.map(({ blob }) => shortId(blob ?? "")))];
  const [lead, where]: [string, string] =
    blobs.length === 1 ? ["blob", `${few(blobs, 1)}:${spot(first)}`] : ["blobs", few(blobs, 4)];
  const details = [...detailsOf(first), "no committed path names it"];
  return [{ lead, where, details, sighting: blobs.length === 1 ? first : undefined }];
}

/** What a sighting says beyond its position. */
function detailsOf({ part, bundle, decodings, isNew }: Sighting): readonly string[] {
  const details: string[] = [];
  if (isNew) details.push("a new place of it");
  if (part !== undefined) details.push(shortIds(visible(part)));
  if (bundle) details.push(originalOf(bundle));
  if (decodings.length > 0)
    details.push(`read through ${decodings.map((decoding) => DECODING[decoding]).join(", then ")}`);
  return details;
}

function originalOf({ originalSource, originalLine }: NonNullable<Sighting["bundle"]>): string {
  if (originalSource === undefined) return "built file";
  const line = originalLine === undefined ? "" : `:${originalLine}`;
  return `built from ${visible(originalSource)}${line}`;
}
