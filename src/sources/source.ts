/** The axis of inputs: a source yields documents; whoever wants another input writes one of these. */
import type { Document, Note, Skipped } from "../document.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { Threads } from "../crew/crew.ts";
import type { Search, SearchedDocument } from "../search.ts";
import type { Coverage, Secret, SecretHistory, Sighting } from "../finding.ts";

/**
 * What a source is handed: how to tell documents worth decoding, and where to count. Sources yield only documents that
 * `mayMatch` lets pass, but count all. What they hold for a moment only they search themselves.
 */
export interface Sieve extends Search {
  /** What the search was started with. */
  readonly ruleSet: RuleSet;
  /** Workers that search with the same rules; undefined where everything is read on one thread. */
  readonly threads?: Threads | undefined;
  readonly coverage: Coverage;
  readonly signal: AbortSignal;
  /** Tells how far the work is, for the progress line. `total` is undefined while unknown. */
  progress(
    what: "files" | "objects" | "commits" | "keys",
    done: number,
    total: number | undefined,
  ): void;
}

export type SourceItem =
  | { readonly document: Document }
  /** A document that has been searched already. */
  | { readonly searched: SearchedDocument }
  | { readonly skipped: Skipped }
  | { readonly note: Note };

/** Somewhere documents come from. */
export interface Source {
  documents(sieve: Sieve): AsyncIterable<SourceItem>;
  /** Asks what only hits are worth asking: under which paths and in which commits they are. */
  trace?(secrets: readonly Secret[], sieve: Sieve): Promise<Trace>;
  /** The bytes of a file that lies beside a sighting, such as a bundle's source map; undefined when there is none. */
  beside?(sighting: Sighting, name: string): Promise<Buffer | undefined>;
}

/** Answers of {@link Source.trace}. */
export interface Trace {
  /** Where a blob or tree was ever committed or is staged; empty for one that nothing names. Sorted. */
  placesOf(object: string): readonly Place[];
  historyOf(secret: Secret): SecretHistory | undefined;
  readonly skipped: readonly Skipped[];
}

/** One name of an object: a committed path, a path in the index, or the commit a note is on. */
export type Place =
  | { readonly source: "history"; readonly path: string }
  | { readonly source: "index"; readonly path: string }
  | { readonly source: "message"; readonly noteOn: string };
