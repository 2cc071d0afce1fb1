/** Temporary folders for tests, and reading sources without the rest of the program. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Document, Note, Skipped } from "../../src/document.ts";
import type { Coverage } from "../../src/finding.ts";
import type { Sieve, Source } from "../../src/sources/source.ts";
import { ruleSetOf } from "./rule-set.ts";
import { silentSieve } from "./sieve.ts";
import { onTestFinished } from "vitest";

/** A folder with these files, removed when the test is over. */
export function temporaryFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "gemsweep-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Everything a source yielded. */
export interface Collected {
  readonly documents: Document[];
  readonly skipped: Skipped[];
  readonly notes: Note[];
  readonly coverage: Coverage;
}

/** Runs a source with a sieve that lets `needle` through, or everything. */
export async function collect(source: Source, needle?: string): Promise<Collected> {
  const documents: Document[] = [];
  const silent = silentSieve((document) => documents.push(document));
  const all: Collected = { documents, skipped: [], notes: [], coverage: silent.coverage };
  const sieve: Sieve = {
    ...silent,
    mayMatch: (bytes: Buffer) => needle === undefined || bytes.includes(needle),
    ruleSet: ruleSetOf(
      needle === undefined
        ? undefined
        : [{ text: Buffer.from(needle).toString("latin1"), ignoreCase: false }],
    ),
  };
  for await (const item of source.documents(sieve)) {
    if ("document" in item) all.documents.push(item.document);
    else if ("skipped" in item) all.skipped.push(item.skipped);
    else if ("note" in item) all.notes.push(item.note);
  }
  return all;
}

/** `path: content` of the files among documents. */
export function filesIn({ documents }: Collected): readonly string[] {
  return documents.flatMap(({ origin, bytes }) =>
    origin.source === "worktree" ? [`${origin.path}: ${bytes.toString()}`] : [],
  );
}
