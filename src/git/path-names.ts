/** File and folder names as documents of their own, as the working tree yields them. */
import type { Document } from "../document.ts";
import type { Sieve } from "../sources/source.ts";

/** The distinct names in some paths that pass the sieve. */
export function* pathNames(paths: Iterable<string>, sieve: Sieve): Generator<Document> {
  const names = new Set([...paths].flatMap((path) => path.split("/")));
  // One look at all, because hardly ever is there anything in any.
  if (!sieve.mayMatch(Buffer.from([...names].join("\n")))) return;
  for (const name of names) {
    const bytes = Buffer.from(name);
    const origin = { source: "name", kind: "path", tree: undefined } as const;
    if (sieve.mayMatch(bytes)) yield { origin, bytes, start: { line: 1, column: 1 }, whole: true };
  }
}
