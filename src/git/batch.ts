/** Reads what `git cat-file --batch` prints, in bounded memory whatever the objects' sizes. */
import type { ObjectType, StoredObject } from "./object-reader.ts";
import { WHOLE_LIMIT, windowed } from "../sources/windows.ts";

export type BatchItem =
  /** An object that was wanted, or one wanted window of a very large one. */
  | { readonly object: StoredObject }
  /** git does not have it, or cannot even tell its type. */
  | { readonly missing: string }
  /** The output ended inside this object: git gave up on it. What could be read has been yielded if wanted. */
  | { readonly cut: string; readonly type: ObjectType };

export interface BatchReader {
  /** Whether the bytes are worth yielding; called on many objects at once first. */
  wants(bytes: Buffer): boolean;
  /** Called once for each complete or missing object, in the order of the output. */
  done(oid: string, type: ObjectType | undefined, size: number): void;
}

/** Bytes that are judged together: most blocks hold nothing, and one look at a block is cheaper than one at each object. */
const BLOCK = 1024 * 1024;

/** Longest header: a SHA-256 id, a type and a 64-bit size, or the id and "missing". */
const LONGEST_HEADER = 128;

export async function* readBatch(
  output: AsyncIterable<Buffer>,
  reader: BatchReader,
): AsyncGenerator<BatchItem> {
  const input = unread(output);
  while (await input.fill(1)) {
    await input.fill(BLOCK);
    const { records, length } = recordsIn(input.bytes());
    if (records.length > 0) {
      yield* judge(input.bytes().subarray(0, length), records, reader);
      input.skip(length);
      continue;
    }
    const header = headerAt(input.bytes(), 0);
    // The output ended inside a header; the exit code tells why.
    if (header === undefined) return;
    if (header.size > WHOLE_LIMIT) yield* largeObject(input, header, reader);
    else if (!(await input.fill(header.length + header.size + 1)))
      yield* cutObject(input, header, reader);
  }
}

interface Header {
  readonly oid: string;
  /** Undefined when the object is missing; then nothing follows the header. */
  readonly type: ObjectType | undefined;
  readonly size: number;
  /** Bytes of the header itself, line end included. */
  readonly length: number;
}

/** One object and where its content begins in the block. */
interface Entry extends Header {
  readonly start: number;
}

function headerAt(block: Buffer, start: number): Header | undefined {
  const lineEnd = block.subarray(start, start + LONGEST_HEADER).indexOf("\n");
  if (lineEnd === -1) return undefined;
  const [oid = "", type, size] = block.toString("latin1", start, start + lineEnd).split(" ");
  return {
    oid,
    type: isObjectType(type) ? type : undefined,
    size: Number(size ?? 0),
    length: lineEnd + 1,
  };
}

function isObjectType(type: string | undefined): type is ObjectType {
  return type === "blob" || type === "tree" || type === "commit" || type === "tag";
}

/** The records that are complete in a block, and the bytes they take. */
function recordsIn(block: Buffer): { records: Entry[]; length: number } {
  const records: Entry[] = [];
  let length = 0;
  for (;;) {
    const header = headerAt(block, length);
    if (header === undefined) break;
    const start = length + header.length;
    const end = header.type === undefined ? start : start + header.size + 1;
    if (end > block.length) break;
    records.push({ ...header, start });
    length = end;
  }
  return { records, length };
}

function* judge(
  block: Buffer,
  records: readonly Entry[],
  reader: BatchReader,
): Generator<BatchItem> {
  const judgeEach = records.length === 1 || reader.wants(block);
  for (const { oid, type, size, start } of records) {
    reader.done(oid, type, size);
    if (type === undefined) {
      yield { missing: oid };
      continue;
    }
    const bytes = block.subarray(start, start + size);
    // A copy, because the block is overwritten by the next one.
    if (judgeEach && reader.wants(bytes)) yield { object: whole(oid, type, Buffer.from(bytes)) };
  }
}

async function* largeObject(
  input: Unread,
  header: Header,
  reader: BatchReader,
): AsyncGenerator<BatchItem> {
  const { oid, type = "blob", size } = header;
  input.skip(header.length);
  let left = size;
  async function* content(): AsyncGenerator<Buffer> {
    while (left > 0 && (await input.fill(1))) {
      const piece = Buffer.from(input.bytes().subarray(0, left));
      input.skip(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
  for await (const { bytes, start } of windowed({ source: "history", blob: oid }, content()))
    if (reader.wants(bytes)) yield { object: { oid, type, bytes, start, whole: false } };

  if (left > 0 || !(await input.fill(1))) {
    yield { cut: oid, type };
    return;
  }
  input.skip(1);
  reader.done(oid, type, size);
}

function* cutObject(input: Unread, header: Header, reader: BatchReader): Generator<BatchItem> {
  const { oid, type = "blob" } = header;
  const bytes = Buffer.from(input.bytes().subarray(header.length));
  input.skip(input.bytes().length);
  if (reader.wants(bytes)) yield { object: { ...whole(oid, type, bytes), whole: false } };
  yield { cut: oid, type };
}

function whole(oid: string, type: ObjectType, bytes: Buffer): StoredObject {
  return { oid, type, bytes, start: { line: 1, column: 1 }, whole: true };
}

/** The part of a stream that was received but not used yet, in one buffer that is used over and over. */
interface Unread {
  bytes(): Buffer;
  skip(count: number): void;
  /** Receives until `size` bytes are unread; false when the stream ends before. Bytes seen earlier move. */
  fill(size: number): Promise<boolean>;
}

function unread(stream: AsyncIterable<Buffer>): Unread {
  const chunks = stream[Symbol.asyncIterator]();
  let buffer = Buffer.allocUnsafe(2 * BLOCK);
  let start = 0;
  let end = 0;

  function makeRoom(count: number): void {
    if (end + count <= buffer.length) return;
    const held = end - start;
    const target = held + count > buffer.length ? Buffer.allocUnsafe(2 * (held + count)) : buffer;
    buffer.copy(target, 0, start, end);
    [buffer, start, end] = [target, 0, held];
  }

  return {
    bytes: () => buffer.subarray(start, end),
    skip: (count) => {
      start += count;
    },
    fill: async (size) => {
      while (end - start < size) {
        const next = await chunks.next();
        if (next.done === true) return false;
        makeRoom(next.value.length);
        end += next.value.copy(buffer, end);
      }
      return true;
    },
  };
}
