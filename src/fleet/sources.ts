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
import type { Wanted } from "../config.ts";
import { UserError } from "../errors.ts";
import type { FleetRepository, FleetSources, RejectedSource } from "../fleet.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { reasonOf } from "../reason.ts";
import { visible } from "../report/visible.ts";
import { type Below, clonesBelow, isRepository } from "./clones.ts";
import { entriesOf, type Entry, plainEntry } from "./listing.ts";
import { locationOf, withoutCredentials } from "./location.ts";

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
      return add(location.identity, {
        name,
        location: location.location,
        kind: "url",
        owner: entry.owner === undefined ? owner : visible(entry.owner),
        ...told,
      });
    }
    const found = pathsOf(location.path);
    if ("why" in found) return reject(found.why);
    asked += found.repositories.length + found.unseen.length - 1;
    for (const { path, why } of found.unseen)
      rejected.push({ list, line: entry.line, text: shown(path), why });
    for (const path of found.repositories) {
      const named = locationOf(path);
      if (named.kind === "neither") {
        rejected.push({ list, line: entry.line, text: shown(path), why: named.why });
        continue;
      }
      add(realpathSync(path), {
        name: shown(path),
        location: path,
        kind: "path",
        owner: entry.owner === undefined ? undefined : visible(entry.owner),
        ...told,
      });
    }
  };

  for (const operand of operands) {
    const list = await listOf(operand, input);
    const entries = list === undefined ? [plainEntry(operand, undefined)] : entriesOf(list.text);
    for (const entry of entries) take(entry, list?.name);
    // What was to write it may have failed.
    if (entries.length === 0)
      rejected.push({
        list: list?.name,
        line: undefined,
        text: operand,
        why: "names no repository",
      });
  }
  const sources = { asked, duplicates, leftOut, rejected };
  return { targets: [...targets.values()], sources, stripped };
}

/** A repository, or those below a folder. */
function pathsOf(path: string): Below | { readonly why: string } {
  const stats = statusOf(path);
  if (stats === undefined) return { why: "there is no such folder, and it is no address" };
  if (!stats.isDirectory()) return { why: "is no folder, and lists name no other lists" };
  if (isRepository(path)) return { repositories: [path], unseen: [] };
  const below = clonesBelow(path);
  const isEmpty = below.repositories.length + below.unseen.length === 0;
  return isEmpty ? { why: "is no repository, and holds none" } : below;
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
  if (operand === "-") return { name: "standard input", text: textOf(await wholeOf(input)) };
  const location = locationOf(operand);
  if (location.kind !== "path") return undefined;
  const stats = statusOf(operand);
  if (stats === undefined || stats.isDirectory()) return undefined;
  return { name: shown(operand), text: readList(operand) };
}

/** Throws {@link UserError} for what has no end, or none that is near. */
async function wholeOf(input: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LARGEST_LIST)
      throw new UserError("standard input is too large for a list of repositories", NAME_A_LIST);
  }
  return Buffer.concat(chunks);
}

/** PowerShell writes UTF-16 into files, with a mark at the beginning. */
function textOf(list: Buffer): string {
  return list.toString(list[0] === 0xff && list[1] === 0xfe ? "utf16le" : "utf8");
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
      return textOf(readFileSync(descriptor));
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
