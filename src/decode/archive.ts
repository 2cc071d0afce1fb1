/**
 * Compressed members of archives: zip (also jar, apk, docx, whl …) and gzip, with tar inside.
 *
 * Nothing an archive says about itself is trusted. Zip members are found by their local headers, not by the central
 * directory, and a deflate stream tells its own end, so that lying sizes, hidden members and cut-off files change
 * nothing. Members that are stored without compression stand in the archive's own bytes, which are searched anyway.
 */
import { constants, gunzipSync, inflateRawSync } from "node:zlib";
import type { ZlibOptions } from "node:zlib";

/** A member with its unpacked bytes, or why it could not be unpacked. `name` is undefined for a lone gzipped file. */
export type Member =
  | {
      readonly name: string | undefined;
      readonly bytes: Buffer;
      /** Whether it was searched as it was unpacked; then it has no bytes unless there is something in it. */
      readonly searched?: true;
    }
  | { readonly name: string | undefined; readonly unread: string };

/** How many more bytes may be unpacked: one for a document and all that is packed in it, so that a bomb ends. */
export interface Allowance {
  left: number;
}

export function fullAllowance(): Allowance {
  return { left: ALLOWANCE };
}

const ALLOWANCE = 256 * 1024 * 1024;

/**
 * Inflates a raw deflate stream of `size` bytes. Gives no bytes of one that holds nothing to look for, and undefined when there
 * is no such stream.
 */
export type ArchiveInflate = (deflated: Uint8Array, size: number) => Buffer | undefined;

/** What a damaged member is charged, since how far it unpacked is not known: many of them must end too. */
const COST_OF_DAMAGE = 16 * 1024 * 1024;

const DAMAGED = "damaged";

const STORED = 0;
const DEFLATED = 8;
const ZIP_MEMBER = Buffer.from("PK\x03\x04", "latin1");
const ZIP_HEADER_BYTES = 30;
const TAR_BLOCK = 512;

const GZIP = Buffer.from([0x1f, 0x8b, DEFLATED]);

/** Literals, one of which stands in everything that {@link archiveKind} recognises. */
export const archiveSignatures: readonly string[] = [ZIP_MEMBER, GZIP].map((signature) =>
  signature.toString("latin1"),
);

/** What kind of archive a document is; a zip may have anything before its first member. */
export function archiveKind(bytes: Buffer): "zip" | "gzip" | undefined {
  if (bytes.subarray(0, GZIP.length).equals(GZIP)) return "gzip";
  return bytes.includes(ZIP_MEMBER) ? "zip" : undefined;
}

/** The compressed members of a document, in order. */
export function archiveMembers(
  bytes: Buffer,
  kind: "zip" | "gzip",
  allowance: Allowance,
  inflate?: ArchiveInflate,
): Generator<Member> {
  return kind === "zip" ? zipMembers(bytes, allowance, inflate) : gzipMembers(bytes, allowance);
}

function* zipMembers(
  bytes: Buffer,
  allowance: Allowance,
  inflate: ArchiveInflate | undefined,
): Generator<Member> {
  for (let at = bytes.indexOf(ZIP_MEMBER); at >= 0; at = bytes.indexOf(ZIP_MEMBER, at + 4)) {
    if (at + ZIP_HEADER_BYTES > bytes.length) return;
    const flags = bytes.readUInt16LE(at + 6);
    const method = bytes.readUInt16LE(at + 8);
    const nameEnd = at + ZIP_HEADER_BYTES + bytes.readUInt16LE(at + 26);
    const name = bytes.toString("utf8", at + ZIP_HEADER_BYTES, nameEnd);
    if (method === STORED || !isMemberHeader(bytes, at, name)) continue;
    if (flags & 1) yield { name, unread: "encrypted" };
    else if (method !== DEFLATED)
      yield { name, unread: `compression method ${method} is not supported` };
    else {
      const start = nameEnd + bytes.readUInt16LE(at + 28);
      const content = believed(bytes, at, start, allowance, inflate);
      // One header that lies is enough: trying the others would only cost time.
      if (content === undefined) inflate = undefined;
      yield content === undefined
        ? unpack(name, allowance, (maxOutputLength) =>
            inflateRawSync(bytes.subarray(start), lenient(maxOutputLength)),
          )
        : { name, bytes: content, searched: true };
    }
  }
}

/** What a member holds if its header tells the truth about both sizes; undefined if it does not. */
function believed(
  bytes: Buffer,
  header: number,
  start: number,
  allowance: Allowance,
  inflate: ArchiveInflate | undefined,
): Buffer | undefined {
  const packed = bytes.readUInt32LE(header + 18);
  const size = bytes.readUInt32LE(header + 22);
  if (packed === 0 || size > allowance.left) return undefined;
  const content = inflate?.(bytes.subarray(start, start + packed), size);
  if (content !== undefined) allowance.left -= size;
  return content;
}

/** Compression methods that APPNOTE.TXT of PKWARE (4.4.5) and WinZip (AE-x encryption is 99) know. */
const METHODS = new Set([
  0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 16, 18, 19, 20, 93, 94, 95, 96, 97, 98, 99,
]);

/** Whether a signature is followed by what headers hold, and not met by chance in other data. */
function isMemberHeader(bytes: Buffer, at: number, name: string): boolean {
  const newestVersion = 63;
  const version = bytes.readUInt16LE(at + 4) & 0xff;
  const isName = name !== "" && name.length <= 4096 && !/[\0-\x1f\x7f]/.test(name);
  return version <= newestVersion && METHODS.has(bytes.readUInt16LE(at + 8)) && isName;
}

function* gzipMembers(bytes: Buffer, allowance: Allowance): Generator<Member> {
  const member = unpack(undefined, allowance, (maxOutputLength) =>
    gunzipSync(bytes, lenient(maxOutputLength)),
  );
  if ("bytes" in member && isTar(member.bytes)) yield* tarMembers(member.bytes);
  else yield member;
  if ("unread" in member && member.unread === DAMAGED) yield* firstStream(bytes, allowance);
}

/** What a gzipped file begins with, whatever its checksum says and whatever was appended to it. */
function* firstStream(bytes: Buffer, allowance: Allowance): Generator<Member> {
  const member = unpack(undefined, allowance, (maxOutputLength) =>
    inflateRawSync(bytes.subarray(gzipHeaderBytes(bytes)), lenient(maxOutputLength)),
  );
  if ("bytes" in member) yield member;
}

const GZIP_HEADER_BYTES = 10;

/** RFC 1952, section 2.3: what the flags say follows the fixed header. */
function gzipHeaderBytes(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let end = GZIP_HEADER_BYTES;
  if (flags & 4) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0);
  // The name, then the comment: texts that end with NUL.
  for (const flag of [8, 16]) if (flags & flag) end = bytes.indexOf(0, end) + 1;
  return flags & 2 ? end + 2 : end;
}

/** A stream that is cut off gives what it holds up to there. */
function lenient(maxOutputLength: number): ZlibOptions {
  return { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength };
}

function unpack(
  name: string | undefined,
  allowance: Allowance,
  inflate: (maxOutputLength: number) => Buffer,
): Member {
  const tooMuch = `unpacks to more than ${ALLOWANCE / 1024 / 1024} MiB`;
  if (allowance.left <= 0) return { name, unread: tooMuch };
  try {
    const bytes = inflate(allowance.left);
    allowance.left -= bytes.length;
    return { name, bytes };
  } catch (thrown) {
    allowance.left -= COST_OF_DAMAGE;
    return { name, unread: thrown instanceof RangeError ? tooMuch : DAMAGED };
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
