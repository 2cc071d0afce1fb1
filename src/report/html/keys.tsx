/** The list of all credentials. */
import type { ComponentChildren } from "preact";
import { sortedUnique } from "../../findings/compare.ts";
import { Card, type CardBesides } from "./card.tsx";
import { type Choices, Controls } from "./controls.tsx";
import type { Entry } from "./entry.ts";
import { spanOf } from "./life.ts";

/** Nobody looks for one of more people than this in a list. */
const MOST_NAMES = 500;

/** Controls, what they left, and a card for each. */
export function Keys({
  entries,
  lead,
  choices = [],
  orders = [],
  besides,
}: {
  readonly entries: readonly Entry[];
  readonly lead?: ComponentChildren;
  /** What the list can be narrowed and sorted by besides. */
  readonly choices?: readonly Choices[];
  readonly orders?: Choices["options"];
  /** What the card of an entry says besides. */
  readonly besides?: (entry: Entry) => CardBesides;
}) {
  if (entries.length === 0) return null;
  const authors = numbersOf(entries.flatMap((entry) => entry.authors));
  const last = spanOf(entries.flatMap(({ life }) => life ?? []))?.last ?? 0;
  return (
    <section id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">All credentials</h2>
      {lead}
      <Controls entries={entries} authors={authors} more={choices} orders={orders} />
      <p id="cards-shown" class="lead" role="status" />
      <ol class="cards" id="cards">
        {entries.map((entry, index) => (
          <Card
            key={entry.id}
            entry={entry}
            index={index}
            authors={authors}
            last={last}
            besides={besides?.(entry)}
          />
        ))}
      </ol>
    </section>
  );
}

/** A number for each of the names, in their order. */
export function numbersOf(names: Iterable<string>): ReadonlyMap<string, number> {
  return new Map(
    sortedUnique(names)
      .slice(0, MOST_NAMES)
      .map((name, index) => [name, index]),
  );
}
