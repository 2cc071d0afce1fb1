/**
 * What is on disk of a run, so that the same command can go on: one line for each outcome and for each verdict. A line is
 * whole or it does not count: it begins with a digest of the rest.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { RepositoryOutcome } from "../fleet.ts";
import { reasonOf } from "../reason.ts";
import { verdict as readVerdict } from "../report/parse-json.ts";
import { fields, like, optional, ShapeError, text } from "../report/shape.ts";
import type { Verdict } from "../verdict.ts";
import { parseOutcome } from "./outcome.ts";

/** What is known of a repository that is done, but for the outcome itself. */
export interface Done {
  /** What the audit depended on besides the repository: settings and program. */
  readonly key: string;
  /** The state of the repository, as auditors tell it; empty when nobody could. */
  readonly refs: string;
}

export interface Journal {
  /** By id of the job. */
  readonly done: ReadonlyMap<string, Done>;
  /** By value-only fingerprint. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Lines that were not whole. */
  readonly lost: number;
  /** Throws {@link UserError} when it cannot be written. `json` is the outcome. */
  write(id: string, done: Done, json: string): Promise<void>;
  writeVerdict(key: string, verdict: Verdict): Promise<void>;
  /** Read from disk; undefined for what was not written by this version. */
  outcome(id: string): Promise<RepositoryOutcome | undefined>;
  close(): Promise<void>;
}

const FILE = "journal.jsonl";

/** Where a line is. */
interface Place extends Done {
  readonly from: number;
  readonly bytes: number;
}

/** Opens the journal of a work folder, which may be new, cut off or damaged. Throws {@link UserError}. */
export async function openJournal(folder: string): Promise<Journal> {
  const file = join(folder, FILE);
  const failure = (thrown: unknown): UserError =>
    new UserError(
      `cannot write ${file}: ${reasonOf(thrown)}`,
      "make room, and give the same command once more: it goes on where it was",
    );
  const handle = await open(file, "a+", 0o600).catch((thrown: unknown) => {
    throw failure(thrown);
  });
  const places = new Map<string, Place>();
  const verdicts = new Map<string, Verdict>();
  let lost = 0;
  let end = 0;
  for await (const { line, isWhole } of linesOf(file)) {
    const from = end;
    end += line.length + (isWhole ? 1 : 0);
    const entry = isWhole ? entryIn(line.toString("utf8")) : undefined;
    if (entry === undefined) lost += 1;
    else if (entry.verdict === undefined)
      places.set(entry.id, { key: entry.key, refs: entry.refs, from, bytes: line.length });
    else verdicts.set(entry.key, entry.verdict);
    if (isWhole) continue;
    // What is written from now on begins a line of its own.
    await handle.truncate(from).catch((thrown: unknown) => {
      throw failure(thrown);
    });
    end = from;
  }
  let writing: Promise<void> = Promise.resolve();

  /** One after the other, so that it is known where each line is. */
  function write(line: string, written: (from: number, bytes: number) => void): Promise<void> {
    const whole = `${digestOf(line)} ${line}\n`;
    writing = writing.then(async () => {
      const bytes = Buffer.byteLength(whole);
      await append(handle, whole).catch((thrown: unknown) => {
        throw failure(thrown);
      });
      written(end, bytes - 1);
      end += bytes;
    });
    return writing;
  }

  return {
    done: places,
    verdicts,
    lost,
    write: (id, { key, refs }, json) =>
      write(`${JSON.stringify({ id, key, refs })} ${json}`, (from, bytes) =>
        places.set(id, { key, refs, from, bytes }),
      ),
    writeVerdict: (key, verdict) =>
      write(JSON.stringify({ id: "verdict", key, refs: "", verdict }), () =>
        verdicts.set(key, verdict),
      ),
    async outcome(id) {
      const { from, bytes } = places.get(id) ?? { from: 0, bytes: 0 };
      const line = Buffer.alloc(bytes);
      await handle.read(line, 0, bytes, from);
      try {
        return parseOutcome(partsOf(line.toString("utf8")).outcome);
      } catch (thrown) {
        if (!(thrown instanceof ShapeError)) throw thrown;
        return undefined;
      }
    },
    async close() {
      await writing.catch(() => {});
      await handle.close();
    },
  };
}

/** The lines of a file; the last one may have been cut off. */
async function* linesOf(
  file: string,
): AsyncIterable<{ readonly line: Buffer; readonly isWhole: boolean }> {
  let begun: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield { line: Buffer.concat([...begun, chunk.subarray(from, at)]), isWhole: true };
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield { line: Buffer.concat(begun), isWhole: false };
}

/** On the disk, and not only on the way there, before anybody counts on it. */
async function append(handle: FileHandle, text: string): Promise<void> {
  await handle.appendFile(text);
  await handle.datasync();
}

interface Entry extends Done {
  readonly id: string;
  readonly verdict: Verdict | undefined;
}

/** A line is the digest, what it is about, and the outcome. */
function partsOf(line: string) {
  const [, digest = "", rest = "", about = "", outcome = ""] =
    /^([0-9a-f]{16}) (({.*?})(?: (.*))?)$/s.exec(line) ?? [];
  return { digest, rest, about, outcome };
}

const about = fields<Entry>({
  id: like(/^(?:[0-9a-f]{32}|verdict)$/),
  key: text,
  refs: text,
  verdict: optional(readVerdict),
});

/** What a line says; undefined when it is not as it was written. The outcome itself is read when it is needed. */
function entryIn(line: string): Entry | undefined {
  const { digest, rest, about: told } = partsOf(line);
  if (digest === "" || digestOf(rest) !== digest) return undefined;
  try {
    return about(JSON.parse(told), "");
  } catch {
    return undefined;
  }
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
