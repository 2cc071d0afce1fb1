/** Names objects that a repository does not hold. */
import type { Skipped } from "../document.ts";

/** More are counted, not named: a partial clone may lack any number. */
const MOST_NAMED = 100;

/** What there is to report of objects that were looked for. */
export function missingParts(missing: readonly string[], why: string): readonly Skipped[] {
  const named = missing.slice(0, MOST_NAMED).map((oid) => ({ what: `object ${oid}`, why }));
  const more = missing.length - named.length;
  return more > 0 ? [...named, { what: `${more} more objects`, why }] : named;
}
