/** Finds out which change is to be judged: from flags, from the CI service, and from the repository. */
import { readFileSync, statSync } from "node:fs";
import type { Base, Environment, Provider, ToldChange } from "../ci/provider.ts";
import { providerOf } from "../ci/providers.ts";
import type { CiConfig } from "../config.ts";
import type { Note } from "../document.ts";
import { UserError } from "../errors.ts";
import { type Change, changeOf, HiddenHistory } from "../git/change.ts";
import type { Repository } from "../git/repository.ts";
import { type Revision, revisionAt } from "../git/revision.ts";
import { reasonOf } from "../reason.ts";
import { shellWord } from "../remediate/shell.ts";

/** A change, who told of it, and what there is to say of how it was found. */
export interface FoundChange {
  readonly told: ToldChange;
  readonly change: Change;
  readonly notes: readonly Note[];
}

/** Never finds less than what was told: what a clone hides is an error. Throws {@link UserError}. */
export async function findChange(
  repository: Repository,
  typed: CiConfig,
  environment: Environment,
  signal: AbortSignal,
): Promise<FoundChange> {
  const provider = providerOf(environment);
  const told = toldChange(typed, provider, environment);
  try {
    const head = await headOf(repository, told, typed, signal);
    const { base, why } = await baseOf(repository, told, { head, typed, signal });
    const withCheckedOut = typed.base === undefined && typed.head === undefined;
    const mayBeMerged = typed.base === undefined && told.isRequest === true;
    const compared = { head, base, mayBeMerged, withCheckedOut };
    const change = await changeOf(repository, compared, signal);
    return { told, change, notes: notesOf(repository, told, change, why) };
  } catch (thrown) {
    if (!(thrown instanceof HiddenHistory)) throw thrown;
    throw new UserError(
      "this clone is shallow: it hides where the change begins",
      provider?.wholeHistory ?? "fetch the whole history: git fetch --unshallow",
    );
  }
}

function toldChange(
  { base, head }: CiConfig,
  provider: Provider | undefined,
  environment: Environment,
): ToldChange {
  if (base !== undefined) {
    const from = head === undefined ? "--base" : "--base and --head";
    return { from, base: { is: "revision", revision: base }, head, names: [] };
  }
  if (provider === undefined)
    throw new UserError("no CI service is known here, to say what has changed", NAME_IT);
  const told = provider.change(environment, eventOf(provider, environment));
  if (head === undefined) return told;
  return { ...told, from: `${told.from} with --head`, head, base: sinceHead(told.base, told.head) };
}

/** Where what the service runs for is no change, another head is compared with that, and never with itself. */
function sinceHead(base: Base, told = "HEAD"): Base {
  if (base.is === "head") return { is: "revision", revision: told };
  if (base.is !== "revision" || base.ifGone === undefined) return base;
  return { ...base, ifGone: sinceHead(base.ifGone, told) };
}

/** Bytes; GitHub's own limit for an event is 25 MB. */
const LARGEST_EVENT = 32 * 1024 ** 2;

function eventOf(provider: Provider, environment: Environment): unknown {
  const file = provider.eventFile?.(environment);
  if (file === undefined) return undefined;
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw new Error("it is not a file");
    if (stats.size > LARGEST_EVENT) throw new Error("it is too large");
    const event: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof event === "object" && event !== null && !Array.isArray(event)) return event;
    throw new Error("it is not an object");
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? "it is not JSON" : reasonOf(thrown);
    throw new UserError(
      `${provider.name} says in ${file} what has changed, which cannot be read: ${why}`,
      NAME_IT,
    );
  }
}

const NAME_IT = "name the commit to compare with: --base REV, for example --base origin/main";
const FETCH_IT = "check how it is written, or fetch it before: git fetch --tags origin";

async function headOf(
  repository: Repository,
  { head = "HEAD", from }: ToldChange,
  typed: CiConfig,
  signal: AbortSignal,
): Promise<Revision> {
  const isTyped = head === "HEAD" || typed.head !== undefined || typed.base !== undefined;
  const found = await revisionAt(repository, head, isTyped, signal);
  if (found !== undefined) return found;
  if (repository.shallow) throw new HiddenHistory();
  if (head === "HEAD") throw new UserError("there is no commit yet");
  throw new UserError(
    `this clone does not have ${head}, the head of the change (${from})`,
    typed.head === undefined
      ? "check out the change itself, or name its last commit: --head REV"
      : FETCH_IT,
  );
}

interface Given {
  readonly head: Revision;
  readonly typed: CiConfig;
  readonly signal: AbortSignal;
}

/** The base that there is; `why` says what else counts where it is not the one that was told first. */
async function baseOf(
  repository: Repository,
  { base: first, from }: ToldChange,
  { head, typed, signal }: Given,
): Promise<{ readonly base: string | undefined; readonly why: string | undefined }> {
  let why: string | undefined;
  for (let base = first; ;) {
    switch (base.is) {
      case "nothing":
        return { base: undefined, why: `${base.why}: all that its head leads to counts as new` };
      case "head":
        return {
          base: head.commit,
          why: `${base.why}: what its history has counts as there before`,
        };
      case "untold":
        throw new UserError(`${from} does not tell ${base.why}`, NAME_IT);
      case "revision": {
        const { revision, ifGone } = base;
        const isTyped = typed.base !== undefined;
        const found = await revisionAt(repository, revision, isTyped, signal);
        if (found !== undefined) return { base: found.commit, why };
        if (repository.shallow) throw new HiddenHistory();
        if (ifGone === undefined)
          throw new UserError(
            `this clone does not have ${revision}, which the change is to be compared with (${from})`,
            howToFetch(revision) ?? (isTyped ? FETCH_IT : NAME_IT),
          );
        why = `${revision} is gone, so that the change is compared with ${nameOf(ifGone)}`;
        base = ifGone;
      }
    }
  }
}

function nameOf(base: Base): string {
  return base.is === "revision" ? base.revision : "nothing";
}

/** Undefined for what is no branch of the remote. */
function howToFetch(revision: string): string | undefined {
  const [, branch] = /^(?:refs\/remotes\/)?origin\/(.+)$/.exec(revision) ?? [];
  if (branch === undefined) return undefined;
  const spec = shellWord(`+refs/heads/${branch}:refs/remotes/origin/${branch}`, "BRANCH");
  return `fetch it before: git fetch origin ${spec}`;
}

function notesOf(
  { shallow }: Repository,
  { from }: ToldChange,
  { bases, mergeBases, beyond }: Change,
  why: string | undefined,
): readonly Note[] {
  return [
    ...(why === undefined ? [] : [{ about: from, note: why }]),
    ...(bases.length > 0 && mergeBases.length === 0 ? [{ about: from, note: UNRELATED }] : []),
    ...(beyond === undefined ? [] : [{ about: beyond.tip, note: BEYOND }]),
    ...(shallow ? [{ about: from, note: SHALLOW }] : []),
  ];
}

const UNRELATED =
  "git finds no commit that the two sides have in common, so that all that its head leads to was looked at";
const BEYOND =
  "is checked out, and has commits that neither side of the change has: they were judged, too";
const SHALLOW = "the clone is shallow: what older commits held is not known, and may count as new";
