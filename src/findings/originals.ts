/** Looks up the source maps that lie beside bundles, to tell from which original file a secret came. */
import { originalPosition } from "../decode/source-map.ts";
import type { OriginalPosition } from "../document.ts";
import type { Hit, Secret, Sighting } from "../finding.ts";
import { sightingsOf } from "./sightings.ts";
import type { Source, Trace } from "../sources/source.ts";

/** The same secrets, with the original position of every hit whose source map some source can hand out. */
export async function withOriginals(
  secrets: readonly Secret[],
  sources: readonly Source[],
  traces: readonly Trace[],
): Promise<readonly Secret[]> {
  const lookUp = mapLookup(sources);
  const resolve = async (hit: Hit): Promise<Hit> => {
    const { match } = hit;
    const name = match.sourceMapUrl && besideName(match.sourceMapUrl);
    if (!name || match.original) return hit;
    for (const sighting of sightingsOf(hit, traces)) {
      const map = await lookUp(sighting, name);
      const original: OriginalPosition | undefined = map && originalPosition(map, match.position);
      if (original) return { ...hit, match: { ...match, original } };
    }
    return hit;
  };

  const resolved: Secret[] = [];
  for (const secret of secrets) {
    const hits: Hit[] = [];
    for (const hit of secret.hits) hits.push(await resolve(hit));
    resolved.push({ ...secret, hits });
  }
  return resolved;
}

/** Asks each source in turn, once per bundle. */
function mapLookup(sources: readonly Source[]) {
  const known = new Map<string, Buffer | undefined>();
  return async (sighting: Sighting, name: string): Promise<Buffer | undefined> => {
    const bundle = JSON.stringify([sighting.source, sighting.path, sighting.blob, name]);
    if (known.has(bundle)) return known.get(bundle);
    let map: Buffer | undefined;
    for (const source of sources) map ??= await source.beside?.(sighting, name);
    known.set(bundle, map);
    return map;
  };
}

/** The file to look for: a map at a full address usually lies beside the bundle under its last name. */
function besideName(sourceMapUrl: string): string | undefined {
  if (sourceMapUrl.startsWith("data:")) return undefined;
  const [path = ""] = sourceMapUrl.split(/[?#]/, 1);
  const name = /^([a-z][a-z0-9+.-]*:)?\/\//i.test(path)
    ? path.slice(path.lastIndexOf("/") + 1)
    : path;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
