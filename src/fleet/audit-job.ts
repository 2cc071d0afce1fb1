/** The whole life of one repository in a fleet: cloned if it has to be, audited, gone again. */
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { auditTarget } from "../commands/audit-target.ts";
import { runAudit } from "../commands/audit-run.ts";
import { ownFilesOf } from "../commands/own-files.ts";
import type { FailureStage, RepositoryFailure } from "../fleet.ts";
import { CloneFailure, cloneMirror, remoteDigest } from "../git/clone.ts";
import { mirrorDigest, worktreeDigest } from "../git/refs-digest.ts";
import type { Repository } from "../git/repository.ts";
import { walk } from "../sources/walk.ts";
import type { AuditEnd, Tell } from "./auditors.ts";
import { failureOf, failureOfClone } from "./failures.ts";
import type { FleetJob } from "./job.ts";
import { configOf, type Surroundings } from "./job-config.ts";
import { locationOf } from "./location.ts";
import { checkOf, rulesOf } from "./job-tools.ts";

/** Where one job is done. */
export interface JobGround extends Surroundings {
  /** A folder for this job alone, which need not exist. It is gone afterwards. */
  readonly scratch: string;
  /** Where the clone is put afterwards; undefined to drop it. */
  readonly kept: string | undefined;
  /** Milliseconds that a server may be silent. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly progress: Tell;
  /** Told how many bytes the clone has by now. */
  grown(bytes: number): void;
}

/**
 * Audits a repository. Whatever that does, there is an outcome; throws the signal's reason when that is aborted, which
 * leaves nothing behind.
 */
export async function auditJob(job: FleetJob, ground: JobGround): Promise<AuditEnd> {
  const { repository } = job;
  const fail = (failure: RepositoryFailure): AuditEnd => ({
    outcome: { repository, failure },
    refs: "",
  });
  const location = locationOf(repository.location);
  const isSame = location.kind === repository.kind;
  if (!isSame || (location.kind === "url" && location.location !== repository.location))
    return fail({ stage: "clone", why: "is no address that is cloned", remedy: undefined });
  if (repository.kind === "path") return audited(job, repository.location, ground, fail);

  const folder = join(ground.scratch, "repository.git");
  await rm(ground.scratch, { recursive: true, force: true });
  try {
    await mkdir(ground.scratch, { recursive: true, mode: 0o700 });
    const failure = await clone(job, folder, ground);
    if (failure !== undefined) return fail(failure);
    const end = await audited(job, folder, ground, fail);
    if (ground.kept !== undefined) await keep(folder, ground.kept);
    return end;
  } catch (thrown) {
    ground.signal.throwIfAborted();
    return fail(failureOf(thrown, "clone", ground.scratch, repository.location));
  } finally {
    await rm(ground.scratch, { recursive: true, force: true });
  }
}

/** The state of a repository as {@link AuditEnd} has it; empty where it cannot be told. */
export async function stateOf(
  { repository: { kind, location } }: FleetJob,
  { scratch, patience, signal, progress }: JobGround,
): Promise<string> {
  try {
    if (kind === "path")
      return await pathState((await auditTarget(location, signal)).repository, signal);
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    return await remoteDigest(location, { scratch, patience, signal, progress });
  } catch {
    signal.throwIfAborted();
    return "";
  } finally {
    if (kind === "url") await rm(scratch, { recursive: true, force: true });
  }
}

type Fail = (failure: RepositoryFailure) => AuditEnd;

/** Clones the repository; the failure if that cannot be done. */
async function clone(
  { repository: { location } }: FleetJob,
  folder: string,
  { scratch, patience, signal, progress, grown }: JobGround,
): Promise<RepositoryFailure | undefined> {
  try {
    await cloneMirror(location, folder, { scratch, patience, signal, progress }, grown);
    return undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    return failureOfClone(thrown instanceof CloneFailure ? thrown : undefined, location, patience);
  }
}

/** Audits what is in a folder, in the name of the repository's location. */
async function audited(
  job: FleetJob,
  folder: string,
  ground: JobGround,
  fail: Fail,
): Promise<AuditEnd> {
  const { repository, settings } = job;
  const { signal, progress } = ground;
  let stage: FailureStage = "read";
  try {
    const target = await auditTarget(folder, signal);
    const refs = await stateNow(target.repository, repository.kind, signal);
    const files = ownFilesOf(target.repository);
    const config = await configOf(settings, files, ground);
    const rules = await rulesOf(config);
    const check = await checkOf(config, ground);
    stage = "audit";
    const report = await runAudit({
      targets: [{ ...target, path: repository.location }],
      target: {
        command: "audit",
        paths: [repository.location],
        head: target.repository.head,
      },
      files,
      config,
      rules,
      check,
      signal,
      progress,
    });
    signal.throwIfAborted();
    return { outcome: { repository, report }, refs };
  } catch (thrown) {
    signal.throwIfAborted();
    return fail(failureOf(thrown, stage, folder, repository.location));
  }
}

async function stateNow(
  repository: Repository,
  kind: "path" | "url",
  signal: AbortSignal,
): Promise<string> {
  return kind === "url" ? mirrorDigest(repository, signal) : pathState(repository, signal);
}

/** Where people work, files change without any ref. */
async function pathState(repository: Repository, signal: AbortSignal): Promise<string> {
  const files: string[] = [];
  const { worktreeRoot } = repository;
  if (worktreeRoot !== undefined)
    walk(
      { location: worktreeRoot, shown: "" },
      {
        entry: (kind, path) => {
          if (kind !== "folder") files.push(join(worktreeRoot, path));
        },
        skipped: () => {},
        note: () => {},
      },
    );
  return worktreeDigest(repository, files, signal);
}

async function keep(folder: string, kept: string): Promise<void> {
  await rm(kept, { recursive: true, force: true });
  await rename(folder, kept);
}
