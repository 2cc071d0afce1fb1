/** What came of a job, on its way through Redis: compressed, because reports repeat themselves, and of bounded size. */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { ShapeError } from "../../report/shape.ts";
import type { Tool } from "../../report/json.ts";
import type { AuditEnd } from "../auditors.ts";
import { outcomeJson, parseOutcome } from "../outcome.ts";

/** Bytes of a report, and of what is made of it; a thousand times what a repository with a hundred findings takes. */
const MOST = 256 * 1024 ** 2;
const MOST_PACKED = 64 * 1024 ** 2;

const DIGITS = 64;

/** Undefined when it is too large to be sent. */
export async function packed({ outcome, refs }: AuditEnd, tool: Tool): Promise<Buffer | undefined> {
  const json = Buffer.from(refs.padEnd(DIGITS) + outcomeJson(outcome, tool));
  if (json.length > MOST) return undefined;
  const parcel = await promisify(gzip)(json);
  return parcel.length > MOST_PACKED ? undefined : parcel;
}

/** What was packed. Throws {@link ShapeError} for all that was not. */
export async function unpacked(parcel: Buffer): Promise<AuditEnd> {
  if (parcel.length > MOST_PACKED) throw new ShapeError("it is too large");
  const json = await promisify(gunzip)(parcel, { maxOutputLength: MOST }).catch(() => {
    throw new ShapeError("it cannot be unpacked");
  });
  const refs = json.toString("latin1", 0, DIGITS).trimEnd();
  if (!/^(?:[0-9a-f]{64})?$/.test(refs))
    throw new ShapeError("it does not say of which refs it is");
  return { outcome: parseOutcome(json.toString("utf8", DIGITS)), refs };
}
