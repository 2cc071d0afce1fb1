/** One document on its way from bytes to matches. */
import { decode } from "./decode/decode.ts";
import type { Content, Decoded, Document, Origin } from "./document.ts";
import type { Match } from "./finding.ts";
import { startPrefilter } from "./kernel/prefilter.ts";
import type { Anchors } from "./match/anchors.ts";
import { compileMatcher, type Matcher } from "./match/match.ts";
import type { RuleSet } from "./rules/rule-set.ts";

/** What a document was read as, and what is in it. Plain data. */
export interface Searched extends Pick<Decoded, "kind" | "problem" | "unread"> {
  readonly matches: readonly Match[];
}

/** Whether there is more to say of a document than that it was searched. */
export function isWorthTelling({ kind, problem, unread, matches }: Searched): boolean {
  return (
    matches.length > 0 ||
    unread.length > 0 ||
    problem !== undefined ||
    kind === "notebook" ||
    kind === "bundle"
  );
}

/** Rules at work. */
export interface Search {
  mayMatch(bytes: Uint8Array): boolean;
  /** Decodes and matches. `path` helps to tell what the content is. */
  searchContent(content: Content, path?: string): Searched;
  searchDocument(document: Document): SearchedDocument;
}

/** What is in a document, and where that is from. */
export interface SearchedDocument extends Searched {
  readonly origin: Origin;
}

interface Exact {
  readonly anchors: Anchors;
  readonly matcher: Matcher;
}

/** Starts a search with some rules. */
export function startSearch(ruleSet: RuleSet): Search {
  const { mayMatch, startExact } = startPrefilter(ruleSet.prefilter, ruleSet.kernel);
  let exact: Exact | undefined;

  function started(): Exact {
    const { rules } = ruleSet;
    const { anchors, marks } = startExact(rules);
    return { anchors, matcher: compileMatcher(rules, marks, ruleSet.excerpts) };
  }

  function searchContent(content: Content, path?: string): Searched {
    const { anchors, matcher } = (exact ??= started());
    const matches: Match[] = [];
    // A mistake of ours that one document lays bare must not cost the report of all others.
    try {
      const { kind, chunks, problem, unread } = decode(content, path, anchors);
      for (const chunk of chunks) for (const match of matcher(chunk)) matches.push(match);
      return { kind, problem, unread, matches };
    } catch (thrown) {
      const name = thrown instanceof Error ? thrown.name : "error";
      const failure = `gemsweep failed on its content (${name}): please report this`;
      return { kind: "text", problem: undefined, unread: [failure], matches };
    }
  }

  return {
    mayMatch,
    searchContent,
    searchDocument({ origin, ...content }) {
      return { origin, ...searchContent(content, "path" in origin ? origin.path : undefined) };
    },
  };
}
