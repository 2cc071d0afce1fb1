/** Documents that a caller of the library has or makes; no disk involved. */
import { messageOf, UserError } from "../errors.ts";
import type { NamedDocument } from "./named-document.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";
import { streamDocuments } from "./stdin.ts";
import { untilAborted } from "./until-aborted.ts";

/** One document after the other. What came before they broke off is searched too. */
export function documentsSource(
  documents: Iterable<NamedDocument> | AsyncIterable<NamedDocument>,
): Source {
  return {
    async *documents(sieve) {
      let done = 0;
      const coming = untilAborted(documents, sieve.signal);
      for (;;) {
        const next = await coming.next().catch((thrown: unknown) => ({ thrown }));
        if ("thrown" in next) {
          if (!sieve.signal.aborted)
            yield { skipped: { what: "the documents that follow", why: messageOf(next.thrown) } };
          return;
        }
        if (next.done === true) return;
        yield* contentOf(next.value, done + 1, sieve);
        sieve.progress("files", (done += 1), undefined);
      }
    },
  };
}

function contentOf(
  document: NamedDocument,
  number: number,
  sieve: Sieve,
): AsyncIterable<SourceItem> {
  const { name, content } = document ?? {};
  const isReadable =
    typeof content === "string" || (typeof content === "object" && content !== null);
  if (typeof name !== "string" || name === "" || !isReadable)
    throw new UserError(`document ${number} has no name or no content`, "give each of them both");
  return streamDocuments(
    { source: "worktree", path: name },
    piecesOf(content, name, sieve.signal),
    name,
    sieve,
  );
}

async function* piecesOf(
  content: NamedDocument["content"],
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  if (typeof content === "string") yield Buffer.from(content);
  else if (content instanceof Uint8Array) yield bufferOf(content, name);
  else for await (const piece of untilAborted(content, signal)) yield bufferOf(piece, name);
}

function bufferOf(bytes: Uint8Array, name: string): Buffer {
  if (bytes instanceof Uint8Array)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw new UserError(`${name} holds what is neither text nor bytes`);
}
