/** What a run learns on its way. Holds raw values. */
import type { Note, Origin, Skipped } from "../document.ts";
import type { Coverage } from "../finding.ts";
import type { SearchedDocument } from "../search.ts";
import { Secrets } from "./secrets.ts";

/** Grows while a run goes on. */
export interface Gathered {
  readonly coverage: Coverage;
  readonly secrets: Secrets;
  readonly skipped: Skipped[];
  readonly notes: Note[];
  /** Takes in what a search found in one document. */
  add(found: SearchedDocument): void;
}

/** Nothing so far. */
export function startGathering(): Gathered {
  const coverage: Coverage = { files: 0, blobs: 0, commits: 0, bytes: 0, notebooks: 0, bundles: 0 };
  const secrets = new Secrets();
  const skipped: Skipped[] = [];
  const notes: Note[] = [];
  return {
    coverage,
    secrets,
    skipped,
    notes,
    add({ origin, kind, matches, problem, unread }) {
      if (kind === "notebook") coverage.notebooks += 1;
      if (kind === "bundle") coverage.bundles += 1;
      if (problem) notes.push({ about: describeOrigin(origin), note: problem });
      for (const why of unread) skipped.push({ what: describeOrigin(origin), why });
      for (const match of matches) secrets.add(origin, match);
    },
  };
}

/** What a note calls a place whose document could not be read as it should. */
function describeOrigin(origin: Origin): string {
  switch (origin.source) {
    case "worktree":
    case "index":
    case "gitdir":
      return origin.path;
    case "history":
      return `blob ${origin.blob}`;
    case "message":
      return `${origin.kind} ${origin.object}`;
    case "name":
      return `a ${origin.kind} name`;
    case "stdin":
      return "standard input";
  }
}
