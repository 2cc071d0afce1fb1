/** Tells several repositories of one run apart by what stands before their paths. */
import { posix } from "node:path";
import type { Origin } from "../document.ts";
import type { SecretHistory } from "../finding.ts";
import type { Place, Source, SourceItem } from "./source.ts";

/** The same source, with the folder `prefix` before every path of a file. */
export function prefixedSource(source: Source, prefix: string): Source {
  const under = (path: string): string => posix.join(prefix, path);
  const trace = source.trace?.bind(source);
  return {
    async *documents(sieve) {
      for await (const item of source.documents(sieve)) yield prefixedItem(item, under);
    },
    ...(trace && {
      trace: async (secrets, sieve) => {
        const { placesOf, historyOf, skipped } = await trace(secrets, sieve);
        return {
          placesOf: (object) => placesOf(object).map((place) => prefixedPlace(place, under)),
          historyOf: (secret) => prefixedHistory(historyOf(secret), under),
          skipped: skipped.map(({ what, why }) => ({ what: `${prefix}: ${what}`, why })),
        };
      },
    }),
    async beside(sighting, name) {
      if (sighting.path === undefined) return undefined;
      const path = posix.relative(prefix, sighting.path);
      if (path.startsWith("../")) return undefined;
      return source.beside?.({ ...sighting, path }, name);
    },
  };
}

type Under = (path: string) => string;

function prefixedItem(item: SourceItem, under: Under): SourceItem {
  if ("note" in item) return { note: { ...item.note, about: under(item.note.about) } };
  if ("skipped" in item) return { skipped: { ...item.skipped, what: under(item.skipped.what) } };
  if ("searched" in item)
    return { searched: { ...item.searched, origin: prefixedOrigin(item.searched.origin, under) } };
  const origin = prefixedOrigin(item.document.origin, under);
  return { document: { ...item.document, origin } };
}

function prefixedOrigin(origin: Origin, under: Under): Origin {
  if ("path" in origin) return { ...origin, path: under(origin.path) };
  if ("folder" in origin) return { ...origin, folder: under(origin.folder ?? "") };
  return origin;
}

function prefixedPlace(place: Place, under: Under): Place {
  return "path" in place ? { ...place, path: under(place.path) } : place;
}

function prefixedHistory(
  history: SecretHistory | undefined,
  under: Under,
): SecretHistory | undefined {
  if (!history) return undefined;
  const changes = (list: SecretHistory["introducedBy"]) =>
    list.map((change) => ({ ...change, paths: change.paths.map(under) }));
  return {
    ...history,
    introducedBy: changes(history.introducedBy),
    removedBy: changes(history.removedBy),
  };
}
