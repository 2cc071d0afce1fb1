/** The list of all credentials. */
import { sortedUnique } from "../../findings/compare.ts";
import { Card } from "./card.tsx";
import { Controls } from "./controls.tsx";
import type { Entry } from "./entry.ts";
import { spanOf } from "./life.ts";

/** Nobody looks for one of more people than this in a list. */
const MOST_AUTHORS = 500;

/** Controls, what they left, and a card for each. */
export function Keys({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  const names = sortedUnique(entries.flatMap((entry) => entry.authors)).slice(0, MOST_AUTHORS);
  const authors = new Map(names.map((name, index) => [name, index]));
  const last = spanOf(entries.flatMap(({ life }) => life ?? []))?.last ?? 0;
  return (
    <section id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">All credentials</h2>
      <Controls entries={entries} authors={authors} />
      <p id="shown" class="lead" role="status" />
      <ol class="cards" id="cards">
        {entries.map((entry, index) => (
          <Card key={entry.id} entry={entry} index={index} authors={authors} last={last} />
        ))}
      </ol>
    </section>
  );
}
