/** Where people can find a hit: a blob in the object store has as many places as it has committed paths. */
import { byKeys } from "./compare.ts";
import type { Origin } from "../document.ts";
import type { Hit, Sighting } from "../finding.ts";
import type { Place, Trace } from "../sources/source.ts";

/** Every place of a hit; one without a path for a blob or tree that nothing names. */
export function sightingsOf({ origin, match }: Hit, traces: readonly Trace[]): Sighting[] {
  const { part, decodings, position, bundle, original, excerpt, marks } = match;
  const at = {
    line: position.line,
    column: position.column,
    part,
    decodings,
    bundle:
      bundle || original
        ? { originalSource: original?.source, originalLine: original?.line }
        : undefined,
    excerpt,
    marks,
  };
  return namesOf(origin, traces).map((name) => ({ ...name, ...at, part: name.part ?? part }));
}

/** In order of what a reader can act on first, without those that another one repeats. */
export function distinctSightings(sightings: readonly Sighting[]): Sighting[] {
  const seen = new Set<string>();
  return [...sightings].sort(byUrgency).filter(({ source, path, line, column, blob }) => {
    const key = JSON.stringify([source, path, line, column, blob]);
    return !seen.has(key) && seen.add(key);
  });
}

const URGENCY: Record<Sighting["source"], number> = {
  worktree: 0,
  index: 1,
  history: 2,
  message: 3,
  name: 4,
  gitdir: 5,
  stdin: 6,
};

const byUrgency = byKeys<Sighting>(
  ({ source }) => URGENCY[source],
  ({ path }) => path === undefined,
  ({ path }) => path,
  ({ line }) => line,
  ({ column }) => column,
  ({ blob }) => blob,
  ({ decodings }) => decodings.length,
  ({ part }) => part,
  ({ decodings }) => decodings.join(),
);

type Name = Pick<Sighting, "source" | "path" | "blob" | "part">;

function namesOf(origin: Origin, traces: readonly Trace[]): readonly Name[] {
  const named = (path?: string, blob?: string): Name[] => [
    { source: origin.source, path, blob, part: undefined },
  ];
  switch (origin.source) {
    case "worktree":
    case "gitdir":
      return named(origin.path);
    case "index":
      return named(origin.path, origin.blob);
    case "message":
      return named(origin.kind, origin.object);
    case "stdin":
      return named();
    case "history": {
      const names = placesOf(origin.blob, traces).map((place) => nameOf(place, origin.blob));
      return names.length > 0 ? names : named(undefined, origin.blob);
    }
    case "name": {
      const { tree } = origin;
      if (tree === undefined) return named(origin.folder);
      const paths = placesOf(tree, traces).flatMap((place) =>
        "path" in place ? [place.path] : [],
      );
      return paths.length > 0 ? paths.flatMap((path) => named(path, tree)) : named(undefined, tree);
    }
  }
}

function placesOf(object: string, traces: readonly Trace[]): readonly Place[] {
  return traces.flatMap((trace) => trace.placesOf(object));
}

function nameOf(place: Place, blob: string): Name {
  if (place.source === "message")
    return { source: "message", path: "note", blob, part: `note on ${place.noteOn}` };
  return { source: place.source, path: place.path, blob, part: undefined };
}
