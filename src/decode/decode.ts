/** From a document to the chunks that are matched. */
import type { Chunk, Content, Decoded } from "../document.ts";
import type { Anchors } from "../match/anchors.ts";
import type { Occurrence } from "../match/finder.ts";
import { archiveChunks } from "./archive-chunks.ts";
import { archiveKind, fullAllowance } from "./archive.ts";
import { isBarren } from "./barren.ts";
import { inlineSourceMap, isBundle, sourceMapComment, sourceMapName } from "./bundle.ts";
import { wholeChunk } from "./chunk.ts";
import { readBytes, readText } from "./document-text.ts";
import type { DocumentText } from "./document-text.ts";
import { valueDecoders } from "./encoded-forms.ts";
import { hiddenValues, nestedBudget } from "./hidden-values.ts";
import { JsonProblem } from "./json.ts";
import { readNotebook } from "./notebook.ts";
import { readSourceMapFile } from "./source-map-file.ts";
import type { MayHold, Structure, StructureReader } from "./structure.ts";
import { utf16 } from "./utf-16.ts";

/** How many archives may lie in one another. */
const DEEPEST_ARCHIVE = 3;

/** Reads content as what it is, `path` telling more where there is one, and uncovers encoded values and packed members in it. */
export function decode(
  content: Content,
  path: string | undefined,
  anchors: Anchors,
  depth = 0,
  allowance = fullAllowance(),
): Decoded {
  const unread: string[] = [];
  const isWorthReading = (member: Buffer, occurrences: readonly Occurrence[]): boolean =>
    archiveKind(member) !== undefined || !isBarren(member, anchors, occurrences);
  const packed = (): Generator<Chunk> =>
    archiveChunks(content, {
      allowance,
      mayMatch: (bytes) => anchors.mayMatch(bytes),
      inflate: (deflated, size) => anchors.inflate?.(deflated, size, isWorthReading),
      decode: (member, name) =>
        depth < DEEPEST_ARCHIVE ? decode(member, name, anchors, depth + 1, allowance) : undefined,
      unread: (what) => unread.push(what),
    });
  // Members were asked about when they were unpacked.
  if (depth === 0 && isBarren(content.bytes, anchors))
    return { kind: "binary", chunks: { [Symbol.iterator]: packed }, problem: undefined, unread };

  const source = readText(content);
  const mayHold = marksOf(source.text, anchors);
  const { structure, problem } = readStructure(source, path, content.whole, mayHold);
  const budget = nestedBudget(source.text.length);

  function* chunks(): Generator<Chunk> {
    for (const chunk of structure.chunks()) {
      yield chunk;
      yield* hiddenValues(chunk, anchors, budget);
    }
    if (source.decodings.includes("utf-16")) yield* bytesAmongUtf16(content, anchors);
    if (budget.spent) unread.push("encodings within encodings were not all followed");
    yield* packed();
  }

  return {
    kind: structure.kind,
    chunks: { [Symbol.iterator]: chunks },
    problem,
    unread,
  };
}

const readers: readonly { name: string; read: StructureReader }[] = [
  { name: "notebook", read: readNotebook },
  { name: "source map", read: readSourceMapFile },
];

/** Looks for marks only when somebody asks. */
function marksOf(text: string, anchors: Anchors): MayHold {
  let found: ReadonlySet<string> | undefined;
  return (mark) => (found ??= anchors.structureMarks(text)).has(mark);
}

function readStructure(
  source: DocumentText,
  path: string | undefined,
  whole: boolean,
  mayHold: MayHold,
): { structure: Structure; problem: string | undefined } {
  for (const { name, read } of whole && !source.binary ? readers : []) {
    try {
      const structure = read(source, path, mayHold);
      if (structure !== undefined) return { structure, problem: undefined };
    } catch (thrown) {
      if (!(thrown instanceof JsonProblem)) throw thrown;
      const { line, column } = source.locate(thrown.offset);
      const problem = `broken ${name} (line ${line}, column ${column}: ${thrown.message}), searched as plain text`;
      return { structure: plainStructure(source, path, mayHold), problem };
    }
  }
  return { structure: plainStructure(source, path, mayHold), problem: undefined };
}

function plainStructure(
  source: DocumentText,
  path: string | undefined,
  mayHold: MayHold,
): Structure {
  const { text } = source;
  if (source.binary) return { kind: "binary", chunks: () => [wholeChunk(source)] };
  const bundle = isBundle(text, path, mayHold);
  const isHtml =
    path === undefined ? /^\s*<(?:!doctype html|html)\b/i.test(text) : /\.html?$/i.test(path);
  const kind = isHtml ? "html" : bundle ? "bundle" : "text";
  return { kind, chunks: () => [wholeChunk(source, { bundle, ...mapOf(source, bundle) })] };
}

function mapOf(source: DocumentText, bundle: boolean) {
  const url = bundle ? sourceMapComment(source.text) : undefined;
  if (url === undefined) return {};
  const lookup = inlineSourceMap(url);
  if (lookup === undefined) return { sourceMapUrl: sourceMapName(url) };
  return { original: (offset: number) => lookup(source.locate(offset)) };
}

/** Programs append plain text to UTF-16 files (`echo KEY >> file` in another shell), where it decodes to nonsense. */
function* bytesAmongUtf16(content: Content, anchors: Anchors): Generator<Chunk> {
  const text = content.bytes.toString("latin1");
  for (const hit of anchors.hits(text)) {
    if (hit.decoder === utf16) continue;
    const chunk = wholeChunk(readBytes(content));
    yield chunk;
    const others = valueDecoders.filter((decoder) => decoder !== utf16);
    yield* hiddenValues(chunk, anchors, nestedBudget(text.length), others);
    return;
  }
}
