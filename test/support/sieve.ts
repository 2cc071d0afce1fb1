/** What sources are handed when nothing but their documents matters. */
import type { Document } from "../../src/document.ts";
import type { Sieve } from "../../src/sources/source.ts";
import { ruleSetOf } from "./rule-set.ts";

/** Lets everything through, finds nothing in it and counts for nobody; `seen` is told of what a source has searched. */
export function silentSieve(seen: (document: Document) => void = () => {}) {
  const nothing = { kind: "text", problem: undefined, unread: [], matches: [] } as const;
  return {
    mayMatch: () => true,
    searchContent: () => nothing,
    searchDocument(document) {
      // The source may use its memory again.
      seen({ ...document, bytes: Buffer.from(document.bytes) });
      return { origin: document.origin, ...nothing };
    },
    ruleSet: ruleSetOf(undefined),
    coverage: { files: 0, blobs: 0, commits: 0, bytes: 0, notebooks: 0, bundles: 0 },
    signal: new AbortController().signal,
    progress: () => {},
  } satisfies Sieve;
}
