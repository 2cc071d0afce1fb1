/** Verdicts of earlier runs, in a file that the user asked for. It holds fingerprints and what will not change. */
import { lstat, readFile } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import { replaceFile } from "../replace-file.ts";
import type { Verdict } from "../verdict.ts";
import { fieldsOf, parsed } from "./error-body.ts";
import { outcomeOf, verdictOf } from "./outcome.ts";

export interface VerdictCache {
  /** The verdict of an earlier run; undefined when the key must be asked about. */
  get(fingerprint: string): Verdict | undefined;
  /** Keeps a verdict if it is final. */
  set(fingerprint: string, verdict: Verdict): void;
  /** Writes what is new; throws {@link UserError} when that cannot be done. */
  save(): Promise<void>;
}

/**
 * A key that Google calls invalid, or has blocked as leaked, stays so. All else can change by the next run, and a live key
 * is asked about again in any case: whether it was revoked meanwhile is what one wants to know.
 */
const FINAL: ReadonlySet<Verdict["status"]> = new Set(["dead", "blocked-leaked"]);

const FORMAT = "gemsweep verdicts 1";

/** Opens the verdicts that `endpoint` gave; a file that is not there yet is empty. Throws {@link UserError} for any other file. */
export async function openCache(file: string, endpoint: string): Promise<VerdictCache> {
  const verdicts = await readVerdicts(file, endpoint);
  let isNew = false;
  return {
    get: (fingerprint) => verdicts.get(fingerprint),
    set(fingerprint, { status, reason, project }) {
      const outcome = FINAL.has(status) ? outcomeOf(status, reason) : undefined;
      if (!outcome || verdicts.has(fingerprint)) return;
      verdicts.set(fingerprint, verdictOf(outcome, { project, cached: true }));
      isNew = true;
    },
    async save() {
      if (!isNew) return;
      const sorted = [...verdicts].sort(([one], [other]) => (one < other ? -1 : 1));
      const entries = sorted.map(([fingerprint, { status, reason, project = null }]) => [
        fingerprint,
        { status, reason, project },
      ]);
      const content = {
        format: FORMAT,
        endpoint,
        verdicts: Object.fromEntries(entries) as unknown,
      };
      try {
        await replaceFile(file, `${JSON.stringify(content, undefined, 2)}\n`, 0o600);
      } catch (thrown) {
        throw failure(file, `cannot be written: ${reasonOf(thrown)}`);
      }
      isNew = false;
    },
  };
}

async function readVerdicts(file: string, endpoint: string): Promise<Map<string, Verdict>> {
  const stats = await lstat(file).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw failure(file, reasonOf(thrown));
  });
  if (!stats) return new Map();
  if (!stats.isFile()) throw failure(file, "is not a file");
  // Whoever can write it can have a live key pass for dead, and so can a repository that has one to clone: git makes
  // files that others can read.
  const isOwn = process.getuid === undefined || stats.uid === process.getuid();
  if (!isOwn || (stats.mode & 0o077) !== 0) throw failure(file, "is not for its owner alone");

  const text = await readFile(file, "utf8").catch((thrown: unknown) => {
    throw failure(file, reasonOf(thrown));
  });
  const content = fieldsOf(parsed(text));
  if (content.format !== FORMAT) throw failure(file, "does not hold verdicts of gemsweep");
  if (content.endpoint !== endpoint) throw failure(file, "holds verdicts of another endpoint");
  return new Map(
    Object.entries(fieldsOf(content.verdicts)).map(([fingerprint, value]) => {
      const { status, reason, project } = fieldsOf(value);
      const outcome = outcomeOf(status, reason);
      const isWhole =
        outcome &&
        /^[0-9a-f]{64}$/.test(fingerprint) &&
        /^(?:null|\d{1,15})$/.test(String(project));
      if (!isWhole) throw failure(file, "is damaged");
      const known = { project: typeof project === "string" ? project : undefined, cached: true };
      const verdict = verdictOf(outcome, known);
      if (!FINAL.has(verdict.status)) throw failure(file, "is damaged");
      return [fingerprint, verdict];
    }),
  );
}

function failure(file: string, why: string): UserError {
  return new UserError(
    `the file of earlier verdicts ${file} ${why}`,
    "name another file; one that does not exist yet is begun anew",
  );
}
