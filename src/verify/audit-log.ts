/** The trail of what was sent: one line of JSON for each request, and never a key. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { Outcome } from "./outcome.ts";
import type { Failure } from "./reply.ts";

export interface AuditEntry {
  /** ISO 8601, UTC; when the answer was there. */
  readonly time: string;
  readonly keyId: string | null;
  readonly fingerprint: string;
  /** Method, origin and path: `GET https://generativelanguage.googleapis.com/v1beta/models`. */
  readonly request: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** Why none came; null when one did. */
  readonly failure: Failure | null;
  readonly verdict: Outcome;
}

export interface AuditLog {
  /** Rejects when the entry cannot be written; no more requests are made then. */
  readonly write: (entry: AuditEntry) => Promise<void>;
  /** Throws {@link UserError} when an entry could not be written. */
  close(): Promise<void>;
}

/** Opens a log to append to, for its owner's eyes alone if it is new; throws {@link UserError} before anything was sent. */
export async function openAuditLog(file: string): Promise<AuditLog> {
  const failure = (why: string): UserError =>
    new UserError(`cannot write --audit-log ${file}: ${why}`, "name a file that you can write to");
  const handle = await openFile(file).catch((thrown: unknown) => {
    throw failure(reasonOf(thrown));
  });
  if (!(await handle.stat()).isFile()) {
    await handle.close();
    throw failure("it is not a file");
  }

  let failed: UserError | undefined;
  return {
    async write(entry) {
      try {
        await handle.appendFile(`${JSON.stringify(entry)}\n`);
      } catch (thrown) {
        failed ??= failure(reasonOf(thrown));
        throw failed;
      }
    },
    async close() {
      await handle.close();
      if (failed) throw failed;
    },
  };
}

/** Neither follows a link nor waits for somebody to read from a pipe. */
async function openFile(file: string): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
  return open(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
}
