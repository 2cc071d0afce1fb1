/** Whether a history can be rewritten, and where it would be pushed. */
import { UserError } from "../errors.ts";
import type { Repository } from "./repository.ts";
import { gitResult } from "./run.ts";

/** Throws {@link UserError} for a clone that lacks a part of the history: its rewrite could not be pushed. */
export function refuseIncomplete({ shallow, partial }: Repository): void {
  if (shallow)
    throw new UserError(
      "the clone is shallow: it lacks a part of the history",
      "git fetch --unshallow, then try again",
    );
  if (partial)
    throw new UserError(
      "the clone is partial: it lacks objects",
      "make a full clone (git clone --mirror without --filter), then try again",
    );
}

/** The address of origin, if it is a plain one that holds no password; it comes from the repository's own configuration. */
export async function remoteOf(
  { git }: Repository,
  signal: AbortSignal,
): Promise<string | undefined> {
  const asked = ["config", "--local", "--get", "remote.origin.url"];
  const { output, end } = await gitResult(git, asked, { signal });
  const address = output.toString("utf8").trim();
  const isPlain =
    /^(?:https:\/\/[\w.-]+(?::\d+)?\/|ssh:\/\/(?:\w+@)?[\w.-]+(?::\d+)?\/|\w+@[\w.-]+:(?!:)|\/)[\w./~+-]+$/;
  return end.code === 0 && isPlain.test(address) ? address : undefined;
}
