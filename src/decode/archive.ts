/**
 * Compressed members of archives: zip (also jar, apk, docx, whl …) and gzip, with tar inside.
 *
 * Nothing an archive says about itself is trusted. Zip members are found by their local headers, not by the central
 * directory, and a deflate stream tells its own end, so that lying sizes, hidden members and cut-off files change
 * nothing. Members that are stored without compression stand in the archive's own bytes, which are searched anyway.
 */
import { constants, gunzipSync, inflateRawSync } from "node:zlib";

/** A member with its unpacked bytes, or why it could not be unpacked. */
export type Member =
  | { readonly name: string; readonly bytes: Buffer }
  | { readonly name: string; readonly unread: string };

/** Bytes that one archive may unpack to, in all its members together: a zip bomb ends here. */
const BUDGET = 256 * 1024 * 1024;

/** What a damaged member is charged, since how far it unpacked is not known: many of them must end too. */
const COST_OF_DAMAGE = 16 * 1024 * 1024;

const ZIP_MEMBER = Buffer.from("PK\x03\x04", "latin1");
const ZIP_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const TAR_BLOCK = 512;

/** Byte sequences that mark the beginning of something compressed; a document without them is no archive. */
export const archiveSignatures: readonly Buffer[] = [ZIP_MEMBER, Buffer.from([0x1f, 0x8b, 0x08])];

/** The compressed members of a document, in order; empty when it is no archive. */
export function* archiveMembers(bytes: Buffer): Generator<Member> {
  if (bytes.readUInt16BE(0) === 0x1f8b) yield* gzipMembers(bytes);
  else yield* zipMembers(bytes);
}

/** Whether a document looks like an archive that {@link archiveMembers} can open. */
export function isArchive(bytes: Buffer): boolean {
  if (bytes.length < ZIP_HEADER_BYTES) return false;
  const isGzip = bytes.readUInt16BE(0) === 0x1f8b && bytes[2] === 8;
  return isGzip || bytes.includes(ZIP_MEMBER);
}

function* zipMembers(bytes: Buffer): Generator<Member> {
  let left = BUDGET;
  for (let at = bytes.indexOf(ZIP_MEMBER); at >= 0; at = bytes.indexOf(ZIP_MEMBER, at + 4)) {
    if (at + ZIP_HEADER_BYTES > bytes.length) return;
    const flags = bytes.readUInt16LE(at + 6);
    const method = bytes.readUInt16LE(at + 8);
    const nameEnd = at + ZIP_HEADER_BYTES + bytes.readUInt16LE(at + 26);
    const name = bytes.toString("utf8", at + ZIP_HEADER_BYTES, nameEnd);
    if (method === STORED || !isMemberHeader(bytes, at)) continue;
    if (flags & 1) yield { name, unread: "encrypted" };
    else if (method !== DEFLATED)
      yield { name, unread: `compression method ${method} is not supported` };
    else {
      const member = unpack(name, left, (maxOutputLength) =>
        inflateRawSync(bytes.subarray(nameEnd + bytes.readUInt16LE(at + 28)), {
          ...lenient,
          maxOutputLength,
        }),
      );
      left -= "bytes" in member ? member.bytes.length : COST_OF_DAMAGE;
      yield member;
    }
  }
}

/** Whether a signature is followed by what headers hold, and not met by chance in other data. */
function isMemberHeader(bytes: Buffer, at: number): boolean {
  const newestVersion = 63;
  const version = bytes.readUInt16LE(at + 4) & 0xff;
  const nameLength = bytes.readUInt16LE(at + 26);
  return version <= newestVersion && nameLength > 0 && nameLength <= 4096;
}

function* gzipMembers(bytes: Buffer): Generator<Member> {
  const member = unpack("content", BUDGET, (maxOutputLength) =>
    gunzipSync(bytes, { ...lenient, maxOutputLength }),
  );
  if ("bytes" in member && isTar(member.bytes)) yield* tarMembers(member.bytes);
  else yield member;
}

/** A stream that is cut off gives what it holds up to there. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH } as const;

function unpack(
  name: string,
  budget: number,
  inflate: (maxOutputLength: number) => Buffer,
): Member {
  if (budget <= 0)
    return { name, unread: `the archive unpacks to more than ${BUDGET / 1024 / 1024} MiB` };
  try {
    return { name, bytes: inflate(budget) };
  } catch (thrown) {
    const tooLarge = thrown instanceof RangeError;
    return {
      name,
      unread: tooLarge ? `unpacks to more than ${Math.ceil(budget / 1024 / 1024)} MiB` : "damaged",
    };
  }
}

function isTar(bytes: Buffer): boolean {
  return bytes.length > TAR_BLOCK && bytes.toString("latin1", 257, 262) === "ustar";
}

/** Members of a tar by their headers; what does not parse is given as one last member, so that nothing is lost. */
function* tarMembers(bytes: Buffer): Generator<Member> {
  let at = 0;
  while (at + TAR_BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + TAR_BLOCK);
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (!isTar(Buffer.concat([header, Buffer.alloc(1)])) || !(size >= 0)) break;
    const prefix = text(header, 345, 155);
    const name = (prefix && `${prefix}/`) + text(header, 0, 100);
    const start = at + TAR_BLOCK;
    yield { name, bytes: bytes.subarray(start, start + size) };
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  const rest = bytes.subarray(at);
  if (rest.some((byte) => byte !== 0)) yield { name: "rest of the archive", bytes: rest };
}

/** A NUL-terminated field of a tar header. */
function text(header: Buffer, start: number, length: number): string {
  return header.toString("utf8", start, start + length).split("\0", 1)[0] ?? "";
}
