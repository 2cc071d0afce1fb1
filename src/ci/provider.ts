/** The axis of CI services: what each says of the change that it runs for. Nothing here looks at a repository. */
import { jsonAt } from "./event.ts";

/** Names and values of the environment. Branch names and titles among them are whatever somebody typed. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a change is to be compared with. */
export type Base =
  /** A commit id or the full name of a ref; `ifGone` is what counts where a complete clone does not have it. */
  | { readonly is: "revision"; readonly revision: string; readonly ifGone?: Base | undefined }
  /** Nothing was there before: all that head leads to is new. */
  | { readonly is: "nothing"; readonly why: string }
  /** No commit is new: the tree and what was built from it are judged against the history that is there. */
  | { readonly is: "head"; readonly why: string }
  /** The service does not say; a person has to. */
  | { readonly is: "untold"; readonly why: string };

/** A change as it was told, by a service or by flags. */
export interface ToldChange {
  /** Who said so, for people: `GitHub pull_request`. */
  readonly from: string;
  readonly base: Base;
  /** A commit id or the full name of a ref; undefined for what is checked out. */
  readonly head: string | undefined;
  /** Names of refs that the change makes or moves. */
  readonly names: readonly string[];
  /** Whether it is asked to be merged, so that a service may have checked out the merge of it. */
  readonly isRequest?: boolean;
}

/** One service. */
export interface Provider {
  readonly name: string;
  isRunning(environment: Environment): boolean;
  /** The file that describes what started the run, for services that write one. */
  eventFile?(environment: Environment): string | undefined;
  /** `event` is what the file holds. */
  change(environment: Environment, event: unknown): ToldChange;
  /** What makes the next run clone the whole history. */
  readonly wholeHistory: string;
}

/** A commit id, abbreviated or not; undefined for anything else, and for git's way to say that there is none. */
export function commitId(value: string | undefined): string | undefined {
  return value !== undefined && /^[0-9a-f]{7,64}$/i.test(value) && !/^0+$/.test(value)
    ? value.toLowerCase()
    : undefined;
}

/** The ref at which a clone keeps a branch of its remote; undefined for what is no name of a branch. */
export function trackingRef(branch: string | undefined): string | undefined {
  const name = branchName(branch);
  return name === undefined ? undefined : `refs/remotes/origin/${name}`;
}

/** A branch's name without `refs/heads/`; undefined for what git would not take for one. */
function branchName(branch: string | undefined): string | undefined {
  const name = branch?.replace(/^refs\/heads\//, "") ?? "";
  const isName = /^[^\0-\x20\x7f~^:?*[\\]+$/.test(name) && !/\.\.|@\{|\/\/|^\/|\/$|\.$/.test(name);
  return isName && name.length <= LONGEST_NAME ? name : undefined;
}

const LONGEST_NAME = 1024;

/** What somebody named a ref; such names are looked at for keys, whatever they are. */
export function refNamed(kind: "heads" | "tags", name: string | undefined): readonly string[] {
  if (name === undefined || name === "") return [];
  return [name.startsWith("refs/") ? name : `refs/${kind}/${name}`];
}

/** A revision, or else another base. */
export function revisionOr(revision: string | undefined, otherwise: Base): Base {
  return revision === undefined ? otherwise : { is: "revision", revision };
}

/** The history of a branch compared with that of the default branch, for runs of which no earlier state is told. */
export function sinceDefaultBranch(
  branch: string | undefined,
  defaultBranch: string | undefined,
  ofDefault: Base,
): Base {
  const name = branchName(defaultBranch);
  if (name !== undefined && branchName(branch) === name) return ofDefault;
  return revisionOr(trackingRef(defaultBranch), {
    is: "untold",
    why: "which branch is the default one",
  });
}

/** A text in an event; undefined where there is none. */
export function textAt(event: unknown, ...path: readonly string[]): string | undefined {
  const value = jsonAt(event, path);
  return typeof value === "string" && value !== "" ? value : undefined;
}
