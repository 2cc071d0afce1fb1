/** Clones repositories of servers, and asks those what they have. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SimpleGitOptions } from "simple-git";
import { messageOf } from "../errors.ts";
import type { GitContext } from "./isolation.ts";
import { withNetwork } from "./network.ts";
import { openPorcelain } from "./porcelain.ts";
import { digestOf } from "./refs-digest.ts";

/** What git asks of servers besides what it always is told. */
const CLONING: readonly string[] = [
  "credential.interactive=false",
  "fetch.fsckObjects=false",
  "gc.auto=0",
  "http.followRedirects=initial",
  "maintenance.auto=false",
  "submodule.recurse=false",
  "transfer.bundleURI=false",
];

export interface CloneOptions {
  /** A folder that is ours alone, for what git has to read meanwhile. */
  readonly scratch: string;
  /** Milliseconds without a word or a byte of the server until nobody waits any longer. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly progress: (what: string, done: number, total: number | undefined) => void;
}

/** A clone that failed, and what git said, which may hold anything. */
export class CloneFailure extends Error {
  override readonly name = "CloneFailure";
  /** Whether the server was silent for too long. */
  readonly stalled: boolean;

  constructor(said: string, stalled: boolean) {
    super(said);
    this.stalled = stalled;
  }
}

/**
 * Clones all refs of a server's repository into `folder`, which does not exist. No hooks, no templates, no submodules, no
 * files: nothing that it holds is run. Throws {@link CloneFailure}, or the signal's reason.
 */
export async function cloneMirror(
  url: string,
  folder: string,
  options: CloneOptions,
): Promise<void> {
  await asked(options, async (open) => {
    const porcelain = await open({
      progress: ({ stage, processed, total }) => {
        options.progress(`clone: ${stage}`, processed, total);
      },
    });
    await porcelain.clone(url, folder, ["--mirror", "--template="]);
  });
}

/** A digest of the refs that a server has, as of {@link mirrorDigest}. Throws {@link CloneFailure}, or the signal's reason. */
export async function remoteDigest(url: string, options: CloneOptions): Promise<string> {
  return asked(options, async (open) => {
    const porcelain = await open({});
    const listed = await porcelain.raw(["ls-remote", "--symref", "--", url]);
    const lines = listed.split("\n").filter((line) => line !== "" && !line.endsWith("^{}"));
    const head = lines.find((line) => /^ref: .*\tHEAD$/.test(line))?.slice(5, -5);
    const refs = lines
      .filter((line) => !line.startsWith("ref: "))
      .map((line) => line.split("\t"))
      .filter(([, name]) => name !== "HEAD")
      .map(([tip = "", name = ""]) => ({ tip, name }));
    return digestOf(refs, head);
  });
}

type Open = (more: Partial<SimpleGitOptions>) => ReturnType<typeof openPorcelain>;

async function asked<Result>(
  { scratch, patience, signal }: CloneOptions,
  work: (open: Open) => Promise<Result>,
): Promise<Result> {
  return withNetwork(scratch, scratch, async (git: GitContext) => {
    const open: Open = (more) =>
      openPorcelain(git, signal, {
        timeout: { block: patience },
        ...more,
        // Where the user's own ssh is named, and where nobody is asked anything.
        unsafe: {
          allowUnsafeAskPass: true,
          allowUnsafeSshCommand: true,
          allowUnsafeTemplateDir: true,
        },
        config: [
          ...CLONING,
          `http.lowSpeedTime=${Math.ceil(patience / 1000)}`,
          "http.lowSpeedLimit=1",
        ],
      });
    try {
      return await work(open);
    } catch (thrown) {
      signal.throwIfAborted();
      const said = messageOf(thrown);
      const isSlow = /Operation too slow|block timeout reached/.test(said);
      throw new CloneFailure(said, isSlow);
    }
  });
}

/** Bytes of all files below a folder; what vanishes meanwhile counts nothing. */
export async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return bytesIn(path);
      return stat(path).then(
        ({ size }) => size,
        () => 0,
      );
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
