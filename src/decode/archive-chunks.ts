/** The members of an archive as chunks: each is decoded like a document of its own. */
import type { Chunk, Content, Decoded } from "../document.ts";
import { archiveKind, archiveMembers } from "./archive.ts";
import type { Allowance, ArchiveInflate } from "./archive.ts";
import { partName } from "./part-name.ts";

/** What decoding a member needs from the decoder that met the archive. */
export interface MemberReading {
  readonly allowance: Allowance;
  /** Could these bytes hold a match? Members that cannot are not decoded. */
  mayMatch(bytes: Buffer): boolean;
  readonly inflate: ArchiveInflate | undefined;
  /** Undefined when archives are nested too deep to go on. */
  decode(member: Content, name: string): Decoded | undefined;
  /** Takes what could not be looked at. */
  unread(what: string): void;
}

/** Chunks of all members; line and column count inside the member, which the part names. */
export function* archiveChunks(content: Content, reading: MemberReading): Generator<Chunk> {
  const kind = archiveKind(content.bytes);
  if (kind === undefined) return;
  if (!content.whole) reading.unread("an archive this large is not unpacked");

  for (const member of content.whole
    ? archiveMembers(content.bytes, kind, reading.allowance, reading.inflate)
    : []) {
    const part = member.name === undefined ? "unpacked" : `member ${partName(member.name)}`;
    if ("unread" in member) reading.unread(`${part}: ${member.unread}`);
    else if (member.searched ? member.bytes.length > 0 : reading.mayMatch(member.bytes)) {
      const { bytes, name = "" } = member;
      const inner = reading.decode({ bytes, start: { line: 1, column: 1 }, whole: true }, name);
      if (inner === undefined) reading.unread(`${part}: archives are nested too deep`);
      for (const chunk of inner?.chunks ?? []) yield memberChunk(chunk, part, kind);
      for (const what of inner?.unread ?? []) reading.unread(`${part}: ${what}`);
    }
  }
}

/** A source map cannot lie beside a member, so that its name is of no use. */
function memberChunk(chunk: Chunk, part: string, kind: "zip" | "gzip"): Chunk {
  return {
    ...chunk,
    part: chunk.part === undefined ? part : `${part}, ${chunk.part}`,
    decodings: [kind, ...chunk.decodings],
    sourceMapUrl: undefined,
    bytesOf: () => undefined,
  };
}
