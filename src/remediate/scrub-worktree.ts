/** Takes keys out of the current files, in place. */
import { UserError } from "../errors.ts";
import type { Document } from "../document.ts";
import { maskOf } from "../findings/mask.ts";
import { previewOf } from "../findings/preview.ts";
import { reasonOf } from "../reason.ts";
import { investigate } from "../scan.ts";
import { startSearch } from "../search.ts";
import { worktreeSource } from "../sources/worktree.ts";
import { ignoredPaths } from "../git/ignored.ts";
import { diffOf } from "./diff.ts";
import { redact, type Redacted, type Value } from "./redact.ts";
import { placeKindOf } from "./place-kind.ts";
import { LOCAL_SETTINGS } from "./redact-settings.ts";
import { readForEdit, replaceFile } from "./scrub-file.ts";
import { toScrub, type ToScrub } from "./scrub-findings.ts";
import type { ScrubInput } from "./scrub-investigation.ts";
import { secretFinder } from "./scrub-survey.ts";

export interface WorktreeOptions {
  /** The folder below the root that was named, with forward slashes; empty for the root itself. */
  readonly below: string;
  readonly maxFileSize: number;
  readonly clearOutputs: boolean;
  readonly dryRun: boolean;
}

/** What was done, or would be, to one file. */
export interface EditedFile {
  readonly path: string;
  readonly places: number;
  /** What is left to do or to know. */
  readonly remarks: readonly string[];
  readonly diff: string;
}

/** A file that still holds a key, and why. */
export interface LeftFile {
  readonly path: string;
  readonly why: string;
}

export interface Cleaned {
  readonly edited: readonly EditedFile[];
  readonly left: readonly LeftFile[];
  /** Paths of files that may hold a key, because git ignores them. */
  readonly kept: readonly string[];
  readonly found: ToScrub;
}

/** Edits every file below the folder that holds a key, unless it is a dry run. */
export async function scrubWorktree(input: ScrubInput, options: WorktreeOptions): Promise<Cleaned> {
  const { repository, rules, policy, signal, progress, failOn } = input;
  const { worktreeRoot: root } = repository;
  if (root === undefined)
    throw new UserError(`${input.path} has no working tree`, "--apply rewrites a bare repository");
  const { below, maxFileSize } = options;
  const results = await investigate({
    target: { command: "audit", paths: [input.path], head: repository.head },
    sources: [worktreeSource(root, { below, maxFileSize })],
    rules,
    policy,
    signal,
    progress,
  });
  signal.throwIfAborted();

  const found = toScrub(results, failOn);
  const finder = secretFinder(startSearch(rules), found.secrets);
  const mask = maskOf(results.secrets);
  const places = placesOf(found);
  const local = places.map(({ path }) => path).filter((path) => LOCAL_SETTINGS.test(path));
  const kept = await ignoredPaths(repository, local, signal);
  const edited: EditedFile[] = [];
  const left: LeftFile[] = [];
  for (const place of places) {
    if (kept.has(place.path)) continue;
    const outcome = signal.aborted
      ? "not come to, because it was interrupted: run it again"
      : await clean(root, place, finder, options).catch(reasonOf);
    const path = mask(place.path);
    if (typeof outcome === "string") left.push({ path, why: outcome });
    else {
      const diff = options.dryRun ? diffOf(place.path, outcome, mask) : "";
      edited.push({ path, places: outcome.places, remarks: outcome.remarks, diff });
    }
  }
  return { edited, left, kept: [...kept].map(mask), found };
}

/** What was edited there would be back with the next installation. */
const INSTALLED = /(?:^|\/)(?:node_modules|site-packages)\//;

type Cleanable = ReturnType<typeof placesOf>[number];

/** What was done to one file, or why nothing was. */
async function clean(
  root: string,
  { origin, path }: Cleanable,
  finder: Finder,
  { clearOutputs, dryRun }: WorktreeOptions,
): Promise<(Redacted & Pick<EditedFile, "remarks">) | string> {
  if (INSTALLED.test(path))
    return "an installed dependency: its next version may be without the key";
  if (origin === "name") return "a name here holds a key: rename it";
  const file = await readForEdit(root, path);
  if (typeof file === "string") return file;
  const outcome = redacted(documentOf(path, file.bytes), path, finder, clearOutputs);
  if (typeof outcome === "string") return outcome;
  const failure = dryRun ? undefined : await replaceFile(file, outcome.bytes);
  if (failure !== undefined) return failure;
  const inBrowsers =
    placeKindOf({ source: "worktree", path, bundle: undefined }) === "frontend" &&
    outcome.edits.some(({ text }) => text.includes("process.env"));
  const remarks = [
    ...(inBrowsers
      ? ["runs in browsers: have it ask a backend of yours, which holds the key"]
      : []),
    ...outcome.reminders.map((reminder) => `needs ${reminder}`),
    ...(file.stats.nlink > 1
      ? ["a hard link, whose other names keep the key unless they are listed, too"]
      : []),
  ];
  return { ...outcome, remarks };
}

type Finder = ReturnType<typeof secretFinder>;

/** The clean file, or why there is none. Placeholders are used where lookups would leave a key or break a notebook. */
function redacted(
  document: Document,
  path: string,
  finder: Finder,
  clearOutputs: boolean,
): Redacted | string {
  const kind = finder.kindOf(document);
  const matches = finder.matchesIn(document);
  if (matches.length === 0) return "changed meanwhile: try again";
  if (kind === "bundle" || kind === "source-map")
    return "a built file: take the key out of its source and rebuild";
  if (matches.some(({ bytes }) => bytes === undefined))
    return "an archive: make it anew without the key";
  const values: readonly Value[] = finder.expressionsIn(document).map(({ expression, match }) => ({
    match,
    placeholder: expression.placeholder,
    preview: previewOf(match.value),
  }));
  for (const plainly of [false, true]) {
    const result = redact(document, path, values, { clearOutputs, plainly });
    if (result === undefined) return "binary: rebuild it, or make it anew without the key";
    const changed = documentOf(path, result.bytes);
    if (finder.matchesIn(changed).length === 0 && (kind !== "notebook" || isJson(result.bytes)))
      return result;
  }
  return "written in a way that cannot be edited: take the key out by hand";
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, ""));
    return true;
  } catch {
    return false;
  }
}

/** Files and names with a key, each once, in order of their paths. */
function placesOf({ secrets }: ToScrub): readonly { origin: "file" | "name"; path: string }[] {
  const places = new Map<string, { origin: "file" | "name"; path: string }>();
  for (const { hits } of secrets)
    for (const { origin } of hits) {
      if (origin.source === "worktree")
        places.set(`file ${origin.path}`, { origin: "file", path: origin.path });
      if (origin.source === "name" && origin.folder !== undefined)
        places.set(`name ${origin.folder}`, { origin: "name", path: origin.folder });
    }
  return [...places].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

function documentOf(path: string, bytes: Buffer): Document {
  return {
    origin: { source: "worktree", path },
    bytes,
    start: { line: 1, column: 1 },
    whole: true,
  };
}
