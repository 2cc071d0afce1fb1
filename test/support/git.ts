/** Real repositories for tests: made by git, with nothing of the machine's own configuration in them. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { byKeys } from "../../src/findings/compare.ts";
import { openRepository } from "../../src/git/repository.ts";
import type { Range } from "../../src/git/range.ts";
import { historySource } from "../../src/sources/history.ts";
import { rangeSource } from "../../src/sources/range.ts";
import { stagedSource } from "../../src/sources/staged.ts";
import type { Secret, SecretHistory } from "../../src/finding.ts";
import type { Place, Source, Trace } from "../../src/sources/source.ts";
import { match } from "./secrets.ts";
import { silentSieve } from "./sieve.ts";
import { type Collected, collect, temporaryFolder } from "./tree.ts";

export interface TestRepository {
  readonly root: string;
  /** Runs git in it and returns what it prints, without the last line end. */
  git(...args: readonly string[]): string;
  /** The same with something on standard input. */
  gitWith(input: string | Buffer, ...args: readonly string[]): string;
  /** Writes files, an undefined one is deleted, commits everything and returns the commit's id. */
  commit(files: Files, message?: string): string;
  write(files: Files): void;
}

export type Files = Readonly<Record<string, string | Buffer | undefined>>;

/** Minutes since an arbitrary beginning, so that no two commits of a test are of the same time. */
let clock = 0;

/** An empty repository on branch `main`, with `git init`'s options. */
export function repository(...options: readonly string[]): TestRepository {
  const root = temporaryFolder();
  runGit(root, undefined, ["init", "--quiet", "--initial-branch=main", ...options]);
  return at(root);
}

/** The repository that is at a folder already. */
export function at(root: string): TestRepository {
  const git = (...args: readonly string[]) => runGit(root, undefined, args);
  const write = (files: Files) => {
    for (const [path, content] of Object.entries(files)) {
      if (content === undefined) rmSync(join(root, path));
      else {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    }
  };
  return {
    root,
    git,
    gitWith: (input, ...args) => runGit(root, input, args),
    write,
    commit: (files, message = "change") => {
      write(files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "-m", message);
      return git("rev-parse", "HEAD");
    },
  };
}

/** An environment in which git reads nobody's configuration and every date is fixed. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  clock += 1;
  const date = `2024-01-01T${String(Math.floor(clock / 60) % 24).padStart(2, "0")}:${String(clock % 60).padStart(2, "0")}:00+02:00`;
  const rest = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(rest),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada Author",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: "Cy Committer",
    GIT_COMMITTER_EMAIL: "cy@example.com",
    GIT_COMMITTER_DATE: date,
    GIT_ALLOW_PROTOCOL: "file",
  };
}

function runGit(cwd: string, input: string | Buffer | undefined, args: readonly string[]): string {
  const output = execFileSync("git", args, {
    cwd,
    input,
    env: gitEnvironment(),
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    maxBuffer: 1024 ** 3,
  });
  return output.toString("utf8").replace(/\n$/, "");
}

/** Changes a file that git has made read-only. */
export function damage(path: string, change: (bytes: Buffer) => Buffer): void {
  chmodSync(path, 0o644);
  writeFileSync(path, change(readFileSync(path)));
}

/** Where a loose object lies. */
export function looseObject({ root, git }: TestRepository, name: string): string {
  const oid = git("rev-parse", name);
  return join(root, git("rev-parse", "--git-path", `objects/${oid.slice(0, 2)}/${oid.slice(2)}`));
}

/** What an audit of the history found of one key. */
export interface Found extends Collected {
  /** `source:detail` of every document that holds it, sorted. */
  readonly origins: readonly string[];
  readonly history: SecretHistory | undefined;
  readonly places: readonly Place[];
  readonly trace: Trace;
  readonly source: Source;
  readonly secret: Secret;
}

/** Searches all history at a path for a key, and traces it. */
export async function findInHistory(path: string, key: string): Promise<Found> {
  return findIn(historySource(await openRepository(path)), key);
}

/** Searches a range of the history at a path for a key, and traces it. */
export async function findInRange(path: string, key: string, range: Range): Promise<Found> {
  return findIn(rangeSource(path, range), key);
}

async function findIn(source: Source, key: string): Promise<Found> {
  const collected = await collect(source, key);
  const secret = secretIn(collected, key);
  const trace = await source.trace?.([secret], silentSieve());
  if (trace === undefined) throw new Error("the source does not trace");
  const objects = secret.hits
    .map(({ origin }) => objectOf(origin))
    .filter((oid) => oid !== undefined);
  return {
    ...collected,
    origins: originsOf(collected),
    history: trace.historyOf(secret),
    places: [...new Set(objects)]
      .flatMap((oid) => trace.placesOf(oid))
      .toSorted(
        byKeys(
          (place) => place.source,
          (place) => ("path" in place ? place.path : place.noteOn),
        ),
      ),
    trace,
    source,
    secret,
  };
}

/** What `staged` yields of a key. */
export async function findStaged(
  cwd: string,
  key: string,
): Promise<Collected & { readonly origins: readonly string[]; readonly head: string | undefined }> {
  const source = stagedSource(cwd);
  const collected = await collect(source, key);
  return { ...collected, origins: originsOf(collected), head: source.head() };
}

/** The key as the stages after a source would have it, for documents that hold it. */
function secretIn({ documents }: Collected, key: string): Secret {
  const holding = documents.filter(({ bytes }) => bytes.includes(key));
  return {
    value: key,
    family: "google-api-key",
    hits: holding.map(({ origin }) => ({ origin, match: match({ value: key }) })),
  };
}

function originsOf({ documents }: Collected): readonly string[] {
  return documents
    .map(({ origin }) => {
      const detail = "kind" in origin ? origin.kind : "path" in origin ? origin.path : "";
      return detail === "" ? origin.source : `${origin.source}:${detail}`;
    })
    .toSorted();
}

function objectOf(origin: Collected["documents"][number]["origin"]): string | undefined {
  if ("blob" in origin) return origin.blob;
  if ("object" in origin) return origin.object;
  return "tree" in origin ? origin.tree : undefined;
}
