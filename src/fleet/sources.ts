/** Turns what was typed into repositories: each once, and a word for everything that is none. */
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Wanted } from "../config.ts";
import { UserError } from "../errors.ts";
import type { FleetRepository, FleetSources, RejectedSource } from "../fleet.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { reasonOf } from "../reason.ts";
import { visible } from "../report/visible.ts";
import { clonesBelow, isRepository } from "./clones.ts";
import { entriesOf, type Entry, plainEntry } from "./listing.ts";
import { identityOf, locationOf, withoutCredentials } from "./location.ts";

/** A repository and what names it in every run, wherever that is started. */
export interface FleetTarget {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly repository: FleetRepository;
}

export interface Fleet {
  /** In the order in which they were given. */
  readonly targets: readonly FleetTarget[];
  readonly sources: FleetSources;
  /** How many addresses held what may be a credential, which nobody was given. */
  readonly stripped: number;
}

export interface SourceOptions {
  readonly archived: Wanted;
  readonly forks: Wanted;
  /** Standard input, read when a source is `-`. */
  readonly input: Readable;
}

/** Bytes; a list of half a million repositories. */
const LARGEST_LIST = 64 * 1024 ** 2;

/** Reads all sources. Throws {@link UserError} for a list that cannot be read. */
export async function readSources(
  operands: readonly string[],
  { archived, forks, input }: SourceOptions,
): Promise<Fleet> {
  const targets = new Map<string, FleetTarget>();
  const names = new Set<string>();
  const rejected: RejectedSource[] = [];
  let asked = 0;
  let duplicates = 0;
  let leftOut = 0;
  let stripped = 0;

  const add = (identity: string, repository: FleetRepository): void => {
    if (targets.has(identity)) {
      duplicates += 1;
      return;
    }
    const name = unique(repository.name, names);
    targets.set(identity, { id: idOf(identity), repository: { ...repository, name } });
  };

  const take = (entry: Entry, list: string | undefined): void => {
    asked += 1;
    const reject = (why: string): void => {
      rejected.push({ list, line: entry.line, text: shown(entry.text), why });
    };
    if (entry.why !== undefined) return reject(entry.why);
    const location = locationOf(entry.text);
    if (location.kind === "neither") return reject(location.why);
    if (!isWanted(entry.archived, archived) || !isWanted(entry.fork, forks)) {
      leftOut += 1;
      return;
    }
    const told = { archived: entry.archived, fork: entry.fork, visibility: entry.visibility };
    if (location.kind === "url") {
      const { name, owner } = location;
      if (location.stripped) stripped += 1;
      return add(identityOf(name), {
        name,
        location: location.location,
        kind: "url",
        owner: entry.owner === undefined ? owner : visible(entry.owner),
        ...told,
      });
    }
    const found = pathsOf(location.path);
    if ("why" in found) return reject(found.why);
    asked += found.paths.length - 1;
    for (const path of found.paths)
      add(realpathSync(path), {
        name: shown(path),
        location: path,
        kind: "path",
        owner: entry.owner === undefined ? undefined : visible(entry.owner),
        ...told,
      });
  };

  for (const operand of operands) {
    const list = await listOf(operand, input);
    if (list === undefined) take(plainEntry(operand, undefined), undefined);
    else for (const entry of entriesOf(list.text)) take(entry, list.name);
  }
  const sources = { asked, duplicates, leftOut, rejected };
  return { targets: [...targets.values()], sources, stripped };
}

/** A repository, or those below a folder. */
function pathsOf(path: string): { readonly paths: readonly string[] } | { readonly why: string } {
  const stats = statusOf(path);
  if (stats === undefined) return { why: "there is no such folder, and it is no address" };
  if (!stats.isDirectory()) return { why: "is no folder, and lists name no other lists" };
  if (isRepository(path)) return { paths: [path] };
  const paths = clonesBelow(path);
  return paths.length > 0 ? { paths } : { why: "is no repository, and holds none" };
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The text of an operand that is a list; undefined for what is none. */
async function listOf(
  operand: string,
  input: Readable,
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  if (operand === "-")
    return { name: "standard input", text: (await buffer(input)).toString("utf8") };
  const location = locationOf(operand);
  if (location.kind !== "path") return undefined;
  const stats = statusOf(operand);
  if (stats === undefined || stats.isDirectory()) return undefined;
  return { name: shown(operand), text: readList(operand) };
}

/** Does not wait for somebody to write into a pipe, which no Ctrl-C would end. */
function readList(file: string): string {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw new UserError(`${file} is not a file`, NAME_A_LIST);
      if (stats.size > LARGEST_LIST)
        throw new UserError(`${file} is too large for a list of repositories`, NAME_A_LIST);
      return readFileSync(descriptor, "utf8");
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`cannot read ${file}: ${reasonOf(thrown)}`, NAME_A_LIST);
  }
}

const NAME_A_LIST = "name a list of repositories, one a line, or - for standard input";

/** What lists do not tell of is wanted, unless only such repositories are. */
function isWanted(is: boolean | undefined, wanted: Wanted): boolean {
  return wanted === "yes" || is === (wanted === "only") || (wanted === "no" && is === undefined);
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name} (${count})`;
  taken.add(free);
  return free;
}

function idOf(identity: string): string {
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}

const LONGEST_SHOWN = 200;

function shown(text: string): string {
  return visible(maskKeyShapes(withoutCredentials(text)), LONGEST_SHOWN);
}
