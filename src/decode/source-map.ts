/** Asks source maps where a position of a bundle comes from. */
import { traceSegment, TraceMap } from "@jridgewell/trace-mapping";
import type { OriginalPosition, Position } from "../document.ts";
import { sourceName } from "./part-name.ts";

/** A map is held against exhausting memory: mappings are decoded to some hundred bytes for each few characters. */
const LONGEST_MAPPINGS = 32 * 1024 * 1024;
const MOST_LINES = 5_000_000;

/** Finds the original of a position; undefined when the map does not tell or is no source map. */
export function originalPosition(map: Buffer, position: Position): OriginalPosition | undefined {
  let lookup = lookups.get(map);
  if (lookup === undefined) {
    lookup = lookupOf(parse(map));
    lookups.set(map, lookup);
  }
  return lookup(position.line - 1, position.column - 1);
}

/** Line and column count from 0. */
type Lookup = (line: number, column: number) => OriginalPosition | undefined;

/** Decoding a large map takes a second, so it is done once however many hits a bundle has. */
const lookups = new WeakMap<Buffer, Lookup>();

const nothing: Lookup = () => undefined;

function parse(map: Buffer): unknown {
  // A byte order mark, or the line that keeps browsers from running a map as a script.
  const text = map.toString("utf8").replace(/^(?:\ufeff|\)\]\}'[^\n]*\n)/, "");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lookupOf(map: unknown): Lookup {
  if (!isRecord(map) || map["version"] !== 3) return nothing;
  return Array.isArray(map["sections"]) ? sectionLookup(map["sections"]) : plainLookup(map);
}

function plainLookup(map: Record<string, unknown>): Lookup {
  const { mappings, sources } = map;
  if (
    typeof mappings !== "string" ||
    !Array.isArray(sources) ||
    isExcessive(mappings) ||
    !/^[A-Za-z0-9+/,;]*$/.test(mappings)
  ) {
    return nothing;
  }
  const names: readonly unknown[] = sources;
  const root = typeof map["sourceRoot"] === "string" ? `${map["sourceRoot"]}/` : "";
  try {
    const trace = new TraceMap({ version: 3, names: [], sources: [], mappings });
    return (line, column) => {
      const [, source, originalLine] = safeSegment(trace, line, column);
      const name = source === undefined ? undefined : names[source];
      if (typeof name !== "string" || originalLine === undefined) return undefined;
      if (!Number.isSafeInteger(originalLine) || originalLine < 0) return undefined;
      return { source: sourceName(root + name), line: originalLine + 1 };
    };
  } catch {
    return nothing;
  }
}

function safeSegment(trace: TraceMap, line: number, column: number): readonly number[] {
  try {
    return traceSegment(trace, line, column) ?? [];
  } catch {
    return [];
  }
}

/**
 * A map in sections is never flattened, since a section may claim to begin at line 4,000,000,000: the section that
 * holds the position is asked.
 */
function sectionLookup(sections: readonly unknown[]): Lookup {
  const parts = sections.flatMap((section) => {
    if (!isRecord(section) || !isRecord(section["offset"]) || !isRecord(section["map"])) return [];
    const { line, column } = section["offset"];
    if (typeof line !== "number" || typeof column !== "number") return [];
    return [{ line, column, lookup: plainLookup(section["map"]) }];
  });
  return (line, column) => {
    const part = parts.findLast(
      (one) => one.line < line || (one.line === line && one.column <= column),
    );
    if (part === undefined) return undefined;
    return part.lookup(line - part.line, line === part.line ? column - part.column : column);
  };
}

function isExcessive(mappings: string): boolean {
  if (mappings.length > LONGEST_MAPPINGS) return true;
  let lines = 0;
  for (let at = mappings.indexOf(";"); at >= 0; at = mappings.indexOf(";", at + 1)) lines++;
  return lines > MOST_LINES;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
