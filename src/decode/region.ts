/** Regions: pieces of a structured file, named but not yet cut out, so that thousands of them cost little. */
import type { Decoding } from "../document.ts";
import type { JsonReader, Span } from "./json.ts";
import { join } from "./view.ts";
import type { View } from "./view.ts";

export interface Region {
  readonly part: string;
  readonly view: () => View;
  readonly decoding: Decoding | undefined;
}

export function region(part: string, view: () => View, decoding?: Decoding): Region {
  return { part, view, decoding };
}

/** What has no place of its own, in one region; none when there is nothing. */
export function metadataRegion(part: string, json: JsonReader, spans: readonly Span[]): Region[] {
  if (spans.length === 0) return [];
  return [
    region(part, () =>
      join(
        spans.map((span) => json.unescaped(span)),
        "\n",
      ),
    ),
  ];
}
