/** One document on its way from bytes to matches. */
import { decode } from "./decode/decode.ts";
import type { Decoded, Document } from "./document.ts";
import type { Match } from "./finding.ts";
import type { Anchors } from "./match/anchors.ts";
import type { Matcher } from "./match/match.ts";

/** What a document was read as, and what is in it. */
export interface Searched extends Pick<Decoded, "kind" | "problem" | "unread"> {
  readonly matches: readonly Match[];
}

/** Decodes and matches. A mistake of ours that one document lays bare must not cost the report of all others. */
export function search(document: Document, anchors: Anchors, matcher: Matcher): Searched {
  const matches: Match[] = [];
  try {
    const { kind, chunks, problem, unread } = decode(document, anchors);
    for (const chunk of chunks) for (const match of matcher(chunk)) matches.push(match);
    return { kind, problem, unread, matches };
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : "error";
    const failure = `gemsweep failed on its content (${name}): please report this`;
    return { kind: "text", problem: undefined, unread: [failure], matches };
  }
}
