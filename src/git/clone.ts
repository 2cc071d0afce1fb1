/** Clones repositories of servers, and asks those what they have. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SimpleGit } from "simple-git";
import { messageOf } from "../errors.ts";
import { withNetwork } from "./network.ts";
import { openPorcelain } from "./porcelain.ts";
import { digestOf } from "./refs-digest.ts";

/** What git asks of servers besides what it always is told. */
const CLONING: readonly string[] = [
  "credential.interactive=false",
  "fetch.fsckObjects=false",
  // A pack is stored as it comes; object by object, git would keep each in memory, however large it is.
  "fetch.unpackLimit=1",
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

/** How often is looked at how large a clone has become, in milliseconds. */
const GLANCE = 200;

/**
 * Clones all refs of a server's repository into `folder`, which does not exist, and tells how many bytes it has grown to.
 * No hooks, no templates, no submodules, no files: nothing that it holds is run. Throws {@link CloneFailure}, or the
 * signal's reason.
 */
export async function cloneMirror(
  url: string,
  folder: string,
  options: CloneOptions,
  grown: (bytes: number) => void,
): Promise<void> {
  const silence = new AbortController();
  let heard = performance.now();
  let bytes = 0;
  const glance = async (): Promise<void> => {
    const now = await bytesIn(folder);
    if (now !== bytes) heard = performance.now();
    bytes = now;
    grown(bytes);
    if (performance.now() - heard > options.patience) silence.abort();
  };
  const watch = setInterval(() => void glance(), GLANCE);
  try {
    await asked(options, silence.signal, async (porcelain) => {
      porcelain.outputHandler((_command, _stdout, stderr) => {
        stderr.on("data", () => (heard = performance.now()));
      });
      await porcelain.clone(url, folder, ["--mirror", "--template="]);
    });
    await glance();
  } finally {
    clearInterval(watch);
  }
}

/** A digest of the refs that a server has, as of {@link mirrorDigest}. Throws {@link CloneFailure}, or the signal's reason. */
export async function remoteDigest(url: string, options: CloneOptions): Promise<string> {
  const silence = AbortSignal.timeout(options.patience);
  return asked(options, silence, async (porcelain) => {
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

/** Does `work` with a git that may ask servers, until the user or the server's silence ends it. */
async function asked<Result>(
  { scratch, patience, signal, progress }: CloneOptions,
  silence: AbortSignal,
  work: (porcelain: SimpleGit) => Promise<Result>,
): Promise<Result> {
  return withNetwork(scratch, scratch, async (git) => {
    const slowness = [`http.lowSpeedTime=${Math.ceil(patience / 1000)}`, "http.lowSpeedLimit=1"];
    const porcelain = await openPorcelain(git, AbortSignal.any([signal, silence]), {
      progress: ({ stage, processed, total }) => progress(`clone: ${stage}`, processed, total),
      // Where the user's own ssh is named, and where nobody is asked anything.
      unsafe: {
        allowUnsafeAskPass: true,
        allowUnsafeSshCommand: true,
        allowUnsafeTemplateDir: true,
      },
      config: [...CLONING, ...slowness],
    });
    try {
      return await work(porcelain);
    } catch (thrown) {
      signal.throwIfAborted();
      const said = messageOf(thrown);
      throw new CloneFailure(said, silence.aborted || /Operation too slow/.test(said));
    }
  });
}

/** Bytes of all files below a folder; what vanishes meanwhile counts nothing. */
async function bytesIn(folder: string): Promise<number> {
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
