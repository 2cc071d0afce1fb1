/** What comes in on a stream, be it standard input or a pipe with a name. */
import type { Origin } from "../document.ts";
import { sift } from "./read.ts";
import { reasonOf } from "../reason.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";
import { windowed } from "./windows.ts";

/** Standard input, or another stream in its place. */
export function stdinSource(stream: AsyncIterable<Buffer>): Source {
  return {
    documents: (sieve) => streamDocuments({ source: "stdin" }, stream, "standard input", sieve),
  };
}

/** One document, or windows. What came before a stream broke off or was aborted is searched too. */
export async function* streamDocuments(
  origin: Origin,
  stream: AsyncIterable<Buffer>,
  name: string,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  let failure: unknown;
  const untilBroken = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const piece of stream) {
        sieve.coverage.bytes += piece.length;
        yield piece;
      }
    } catch (thrown) {
      failure = thrown;
    }
  };
  sieve.coverage.files += 1;
  yield* sift(windowed(origin, untilBroken()), sieve);
  if (failure !== undefined && !sieve.signal.aborted)
    yield { skipped: { what: name, why: reasonOf(failure) } };
}
