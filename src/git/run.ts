/** The one place that starts git for streaming work: argument arrays, never a shell, always isolated. */
import { spawn, spawnSync } from "node:child_process";
import type { Readable } from "node:stream";
import { Readable as ReadableStream } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UserError } from "../errors.ts";
import { ISOLATION_OPTIONS } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";

const OLDEST_GIT = "2.31";

const INSTALL_GIT = `install git ${OLDEST_GIT} or newer and make sure that it is on PATH`;

const STDERR_LIMIT = 64 * 1024;

export interface GitOptions {
  /** Written to git's standard input, which is closed afterwards; without it git gets none. */
  readonly input?: Iterable<Buffer | string> | AsyncIterable<Buffer | string>;
  readonly signal?: AbortSignal | undefined;
}

/** A git that is running, or was. */
export interface GitRun {
  readonly stdout: AsyncIterable<Buffer>;
  /** How it ended; rejects only when git could not be started or was aborted. */
  readonly ended: Promise<GitEnd>;
  /** Ends a git whose remaining output nobody wants. */
  stop(): void;
}

export interface GitProcess extends GitRun {
  readonly stdout: Readable;
}

export interface GitEnd {
  /** The exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  /** The first 64 KiB of what git said, without control characters. */
  readonly stderr: string;
}

/** A git command that said no. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
  readonly end: GitEnd;

  constructor(command: string, end: GitEnd) {
    super(`git ${command}: ${lastLine(end.stderr) || `ended with ${end.code ?? "a signal"}`}`);
    this.end = end;
  }
}

export function startGit(
  git: GitContext,
  args: readonly string[],
  options: GitOptions = {},
): GitProcess {
  const { input, signal } = options;
  const child = spawn("git", isolated(args), {
    cwd: git.cwd,
    env: git.env,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    signal,
    windowsHide: true,
  });
  const { stdin, stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("git was started without pipes");

  const said: Buffer[] = [];
  let saidBytes = 0;
  stderr.on("data", (chunk: Buffer) => {
    if (saidBytes < STDERR_LIMIT) said.push(chunk.subarray(0, STDERR_LIMIT - saidBytes));
    saidBytes += chunk.length;
  });

  const ended = new Promise<GitEnd>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? new UserError("git was not found", INSTALL_GIT) : error);
    });
    child.on("close", (code) => {
      resolve({ code: code ?? undefined, stderr: printable(Buffer.concat(said).toString("utf8")) });
    });
  });
  // Whoever reads the output asks for the end afterwards; until then a failure is not unhandled.
  ended.catch(() => undefined);

  if (input !== undefined && stdin !== null)
    // A git that dies stops reading; its end says so, the broken pipe need not.
    pipeline(ReadableStream.from(input), stdin).catch(() => undefined);

  return {
    stdout,
    ended,
    stop: () => {
      stdout.destroy();
      child.kill();
    },
  };
}

interface QuickOptions extends Omit<GitOptions, "input"> {
  readonly input?: string;
}

/** As long and as much as a hook may wait for without a word. */
const QUICK = { timeout: 2000, maxBuffer: 32 * 1024 * 1024 };

/**
 * Like {@link startGit}, for a git that is most likely done in no time: the thread waits for it, which takes half the
 * time of setting up streams. One that takes long or prints much is started again, as a stream that can be interrupted.
 */
export function quickGit(
  git: GitContext,
  args: readonly string[],
  { input, signal }: QuickOptions = {},
): GitRun {
  const { stdout, stderr, status } = spawnSync("git", isolated(args), {
    cwd: git.cwd,
    env: git.env,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(input !== undefined && { input }),
    windowsHide: true,
    ...QUICK,
  });
  if (status === null)
    return startGit(git, args, { signal, ...(input !== undefined && { input: [input] }) });
  return {
    stdout: only(stdout),
    ended: Promise.resolve({
      code: status,
      stderr: printable(stderr.toString("utf8", 0, STDERR_LIMIT)),
    }),
    stop: () => {},
  };
}

/** What {@link quickGit} prints, and how it ended, well or not. */
export async function quickResult(
  git: GitContext,
  args: readonly string[],
  options: QuickOptions = {},
): Promise<{ output: Buffer; end: GitEnd }> {
  const { stdout, ended } = quickGit(git, args, options);
  const chunks: Buffer[] = [];
  for await (const chunk of stdout) chunks.push(chunk);
  return { output: Buffer.concat(chunks), end: await ended };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}

function isolated(args: readonly string[]): readonly string[] {
  return [...ISOLATION_OPTIONS.flatMap((option) => ["-c", option]), ...args];
}

/** Everything a command prints; throws {@link GitFailure} unless it ends with 0. */
export async function gitOutput(
  git: GitContext,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const { output, end } = await gitResult(git, args, options);
  if (end.code !== 0) throw new GitFailure(args[0] ?? "", end);
  return output;
}

/** Everything a command prints, and how it ended, well or not. */
export async function gitResult(
  git: GitContext,
  args: readonly string[],
  options: GitOptions = {},
): Promise<{ output: Buffer; end: GitEnd }> {
  const process = startGit(git, args, options);
  const chunks: Buffer[] = [];
  process.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const end = await process.ended;
  return { output: Buffer.concat(chunks), end };
}

/** Throws {@link UserError} when git is missing or too old. */
export async function requireGit(git: GitContext, signal?: AbortSignal): Promise<void> {
  const { output } = await gitResult(git, ["version"], { signal });
  const version = /\d+\.\d+/.exec(output.toString("latin1"))?.[0] ?? "0.0";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_GIT.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new UserError(`git ${version} is too old`, INSTALL_GIT);
}

/** The last thing that was said, which is where git says why it gave up. */
export function lastLine(stderr: string): string {
  return stderr.trim().split("\n").at(-1) ?? "";
}

/** Control characters would move a terminal's cursor; line ends stay. */
function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    "?",
  );
}
