/** Source map files: the original sources they carry, each under its own name. https://tc39.es/ecma426/ */
import { partChunk } from "./chunk.ts";
import { beginsAsObject, readJson } from "./json.ts";
import type { JsonReader, Span } from "./json.ts";
import { partName, sourceName } from "./part-name.ts";
import { textPositions } from "./positions.ts";
import type { MayHold, StructureReader } from "./structure.ts";
import { join } from "./view.ts";

/** One of these stands in every source map. */
export const sourceMapMarks: readonly string[] = ['"mappings"', '"sections"'];

export const readSourceMapFile: StructureReader = (document, path, mayHold) => {
  const { text } = document;
  if (!looksLikeSourceMap(text, mayHold)) return undefined;
  const json = readJson(text);
  const map = readMap(json, json.root());
  if (map === undefined) return undefined;
  const file = path === undefined ? "a source map" : partName(path);

  return {
    kind: "source-map",
    *chunks() {
      for (const { name, content } of map.sources) {
        const view = json.string(content);
        const source = name === undefined ? "unnamed source" : sourceName(json.plain(name));
        const place = textPositions(view.text, { line: 1, column: 1 });
        yield partChunk(document, view, {
          part: `${source} (from ${file})`,
          bundle: true,
          original: (offset) => ({ source, line: place(offset).line }),
        });
      }
      const rest = map.rest.map((span) => json.unescaped(span));
      yield partChunk(document, join(rest, "\n"), { part: `names (from ${file})`, bundle: true });
    },
  };
};

function looksLikeSourceMap(text: string, mayHold: MayHold): boolean {
  return (
    beginsAsObject(text) &&
    sourceMapMarks.some((mark) => mayHold(mark) && text.includes(mark)) &&
    text.includes('"version"')
  );
}

interface SourceMapSpans {
  readonly sources: { name: Span | undefined; content: Span }[];
  /** All that is not the text of a source. */
  readonly rest: Span[];
}

/** Undefined when the object is no source map. A map in sections holds maps, but those hold no sections again. */
function readMap(json: JsonReader, root: Span, isSection = false): SourceMapSpans | undefined {
  if (!json.isObject(root)) return undefined;
  const names: Span[] = [];
  const contents: Span[] = [];
  const map: SourceMapSpans = { sources: [], rest: [] };
  let isVersion3 = false;
  let hasMappings = false;

  for (const { key, value, whole } of json.members(root)) {
    const name = json.plain(key);
    if (name === "version") isVersion3 = json.plain(value) === "3";
    if (name === "mappings") hasMappings = json.isString(value);
    if (name === "sourcesContent" && json.isArray(value)) {
      for (const content of json.items(value)) contents.push(content);
    } else if (name === "sections" && json.isArray(value) && !isSection) {
      hasMappings = true;
      for (const section of json.items(value)) readSection(json, section, map);
    } else {
      if (name === "sources" && json.isArray(value)) {
        for (const source of json.items(value)) names.push(source);
      }
      map.rest.push(whole);
    }
  }
  contents.forEach((content, i) => {
    const name = names[i];
    if (!json.isString(content)) map.rest.push(content);
    else map.sources.push({ name: name && json.isString(name) ? name : undefined, content });
  });
  return isVersion3 && hasMappings ? map : undefined;
}

function readSection(json: JsonReader, section: Span, into: SourceMapSpans): void {
  if (!json.isObject(section)) {
    into.rest.push(section);
    return;
  }
  for (const { key, value, whole } of json.members(section)) {
    const map = json.plain(key) === "map" ? readMap(json, value, true) : undefined;
    if (map === undefined) into.rest.push(whole);
    else {
      for (const source of map.sources) into.sources.push(source);
      for (const span of map.rest) into.rest.push(span);
    }
  }
}
