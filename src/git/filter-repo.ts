/** Finds git-filter-repo and runs it in a repository of ours. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { GitContext } from "./isolation.ts";
import { contextOf, withEnvironment } from "./isolation.ts";
import { gitResult, lastLine } from "./run.ts";

/** A git-filter-repo that runs. */
export interface FilterRepo {
  readonly program: string;
  /** Whether it knows `--sensitive-data-removal`, as 2.47 and later do. */
  readonly knowsSensitive: boolean;
}

const HOW_TO_INSTALL =
  "install it (pip install git-filter-repo; apt install git-filter-repo; brew install git-filter-repo), or name it with --filter-repo PATH";

/** The program at `named`, or the one on PATH or among git's own. Throws {@link UserError} when there is none that runs. */
export async function findFilterRepo(
  named: string | undefined,
  signal: AbortSignal,
): Promise<FilterRepo> {
  // Not in the scanned repository: version managers let a file in the current folder choose which Python runs.
  const git = contextOf(tmpdir());
  const candidates =
    named === undefined
      ? ["git-filter-repo", ...(await amongGitsOwn(git, signal))]
      : [resolve(named)];
  for (const program of candidates) {
    const help = await run(program, ["-h"], git, signal);
    if (help === "missing") continue;
    if (help.code === 0 && help.output.includes("--replace-text"))
      return { program, knowsSensitive: help.output.includes("--sensitive-data-removal") };
    const said = lastLine(help.errors) || `it ended with ${help.code ?? "a signal"}`;
    throw new UserError(`${named ?? program} does not run: ${said}`, HOW_TO_INSTALL);
  }
  throw new UserError(
    named === undefined ? "git-filter-repo was not found" : `--filter-repo ${named} was not found`,
    HOW_TO_INSTALL,
  );
}

/** What a run is told. The expressions are in a file, so that no key is on a command line. */
export interface Rewriting {
  readonly expressionFile: string;
  /** The Python of callbacks, by their names; they find the expressions through GEMSWEEP_EXPRESSIONS. */
  readonly callbacks: ReadonlyMap<string, string>;
  /** A file of blob ids to remove altogether; undefined for none. */
  readonly dropFile: string | undefined;
}

/** Rewrites the history of a bare repository. Throws {@link UserError} when git-filter-repo gives up. */
export async function rewriteHistory(
  git: GitContext,
  { program, knowsSensitive }: FilterRepo,
  { expressionFile, callbacks, dropFile }: Rewriting,
  signal: AbortSignal,
  onCommits: (done: number) => void,
): Promise<void> {
  const args = [
    // It is our own copy, which has more refs than a plain clone has.
    "--force",
    // Before 2.39 it would leave a replace ref for every old commit.
    "--replace-refs",
    "delete-no-add",
    ...(knowsSensitive ? ["--sensitive-data-removal", "--no-fetch"] : []),
    "--replace-text",
    expressionFile,
    "--replace-message",
    expressionFile,
    ...[...callbacks].flatMap(([name, body]) => [`--${name}-callback`, body]),
    ...(dropFile === undefined ? [] : ["--strip-blobs-with-ids", dropFile]),
  ];
  const environment = withEnvironment(git, { GEMSWEEP_EXPRESSIONS: expressionFile });
  const ended = await run(program, args, environment, signal, (said) => {
    const done = /Parsed (\d+) commits(?![^]*Parsed)/.exec(said)?.[1];
    if (done !== undefined) onCommits(Number(done));
  });
  if (ended !== "missing" && ended.code === 0) return;
  const said = ended === "missing" ? "it is gone" : lastLine(ended.errors);
  throw new UserError(`git-filter-repo gave up: ${said}`);
}

/** Which commit became which; undefined for one that was dropped. */
export async function commitMap(folder: string): Promise<ReadonlyMap<string, string | undefined>> {
  const text = await readFile(join(folder, "filter-repo/commit-map"), "latin1");
  const pairs = text.matchAll(/^([0-9a-f]{40,64}) ([0-9a-f]{40,64})$/gm);
  return new Map(
    [...pairs].map(([, old = "", renewed = ""]) => [
      old,
      /^0+$/.test(renewed) ? undefined : renewed,
    ]),
  );
}

async function amongGitsOwn(git: GitContext, signal: AbortSignal): Promise<readonly string[]> {
  const { output } = await gitResult(git, ["--exec-path"], { signal });
  const folder = output.toString("utf8").trim();
  return isAbsolute(folder) ? [join(folder, "git-filter-repo")] : [];
}

interface Ended {
  readonly code: number | undefined;
  readonly output: string;
  readonly errors: string;
}

function run(
  program: string,
  args: readonly string[],
  { cwd, env }: GitContext,
  signal: AbortSignal,
  hear: (said: string) => void = () => {},
): Promise<Ended | "missing"> {
  return new Promise((ended, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      windowsHide: true,
    });
    const said = { output: "", errors: "" };
    const collect = (into: keyof typeof said) => (piece: Buffer) => {
      said[into] = (said[into] + piece.toString("utf8")).slice(-64 * 1024);
      if (into === "output") hear(piece.toString("utf8"));
    };
    child.stdout.on("data", collect("output"));
    child.stderr.on("data", collect("errors"));
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") ended("missing");
      else if (signal.aborted) reject(error);
      else ended({ code: undefined, output: "", errors: reasonOf(error) });
    });
    child.on("close", (code) => ended({ code: code ?? undefined, ...said }));
  });
}
