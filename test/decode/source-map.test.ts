import { describe, expect, test } from "vitest";
import { originalPosition } from "../../src/decode/source-map.ts";
import { decoded, placeOf, readings } from "../support/decoding.ts";
import { googleApiKey } from "../support/keys.ts";

/** Maps line 1, column 11 to the third line of the second source. */
const mappings = "AAAA,UCEA";
const map = (more: object = {}) => ({
  version: 3,
  file: "app.js",
  sources: ["webpack:///./src/main.ts", "../../src/api.ts"],
  names: ["callGemini"],
  mappings,
  ...more,
});

describe("a source map file", () => {
  test("gives each source under its name, with the line in it", () => {
    const key = googleApiKey();
    const api = `// größe\n\nexport const key = "${key}";\n`;
    const json = JSON.stringify(map({ sourcesContent: ["main()", api] }));
    const result = decoded(json, "dist/assets/app.js.map");
    expect(result).toMatchObject({ kind: "source-map", problem: undefined });
    const [found, ...others] = readings(result, key);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      part: "src/api.ts (from dist/assets/app.js.map)",
      ...placeOf(json, key),
    });
    expect(found?.chunk.bundle).toBe(true);
    expect(found?.chunk.original(found.offset)).toEqual({ source: "src/api.ts", line: 3 });
  });

  test("keeps the original line for what is decoded in a source", () => {
    const key = googleApiKey();
    const api = `\nconst key = atob("${Buffer.from(key).toString("base64")}");\n`;
    const json = JSON.stringify(map({ sourcesContent: [null, api] }));
    const [found] = readings(decoded(json), key);
    expect(found).toMatchObject({ part: "src/api.ts (from a source map)", decodings: ["base64"] });
    expect(found?.chunk.original(found.offset)).toEqual({ source: "src/api.ts", line: 2 });
  });

  test.for<[name: string, make: (key: string) => object]>([
    ["names", (key) => map({ names: [key] })],
    ["the names of sources", (key) => map({ sources: [`src/${key}.ts`], sourcesContent: ["x"] })],
    ["mappings", (key) => map({ mappings: `${key};` })],
    ["a member no map should have", (key) => map({ __proto__x: { [key]: 1 } })],
    ["contents that are no text", (key) => map({ sourcesContent: [{ a: key }] })],
    ["a section's address", (key) => ({ version: 3, sections: [{ offset: {}, url: key }] })],
    [
      "a section within a section",
      (key) => ({ version: 3, sections: [{ map: { version: 3, sections: [key] } }] }),
    ],
  ])("is searched in %s", ([, make]) => {
    const key = googleApiKey();
    const json = JSON.stringify(make(key));
    const result = decoded(json, "app.js.map");
    expect(result.kind).toBe("source-map");
    expect(readings(result, key)).toMatchObject([
      { part: "names (from app.js.map)", ...placeOf(json, key) },
    ]);
  });

  test("in sections gives the sources of each", () => {
    const key = googleApiKey();
    const section = { offset: { line: 0, column: 0 }, map: map({ sourcesContent: ["", key] }) };
    const json = `)]}'\n${JSON.stringify({ version: 3, sections: [section] })}`;
    expect(readings(decoded(json), key)).toMatchObject([
      { part: "src/api.ts (from a source map)", ...placeOf(json, key) },
    ]);
  });

  test("cannot carry a key or an endless name into a part", () => {
    const key = googleApiKey();
    const json = JSON.stringify(
      map({ sources: [key, "a/".repeat(9999)], sourcesContent: ["", key] }),
    );
    for (const { part } of decoded(json).chunks) {
      expect(part).not.toContain(key);
      expect(part?.length).toBeLessThan(200);
    }
  });

  test("that is broken is searched as plain text, and said so", () => {
    const key = googleApiKey();
    const json = `${JSON.stringify(map({ sourcesContent: [key] })).slice(0, -2)}`;
    const result = decoded(json, "app.js.map");
    expect(result.problem).toMatch(/^broken source map \(line 1, /);
    expect(readings(result, key)).toHaveLength(1);
  });
});

describe("the original of a position", () => {
  const ask = (content: unknown, line = 1, column = 11) =>
    originalPosition(Buffer.from(typeof content === "string" ? content : JSON.stringify(content)), {
      line,
      column,
    });

  test("is found in a map, with or without root, mark or guard", () => {
    const expected = { source: "src/api.ts", line: 3 };
    expect(ask(map())).toEqual(expected);
    expect(ask(map(), 1, 500)).toEqual(expected);
    expect(ask(`\ufeff${JSON.stringify(map())}`)).toEqual(expected);
    expect(ask(`)]}'\n${JSON.stringify(map())}`)).toEqual(expected);
    expect(ask(map({ sources: ["a.ts", "api.ts"], sourceRoot: "src" }))).toEqual(expected);
    expect(ask(map(), 1, 1)).toEqual({ source: "src/main.ts", line: 1 });
  });

  test("is found in the section that holds it", () => {
    const sections = [
      { offset: { line: 0, column: 0 }, map: map({ sources: ["a.ts", "b.ts"] }) },
      { offset: { line: 0, column: 20 }, map: map() },
      { offset: { line: 4_000_000_000, column: 0 }, map: map() },
    ];
    expect(ask({ version: 3, sections })).toEqual({ source: "b.ts", line: 3 });
    expect(ask({ version: 3, sections }, 1, 31)).toEqual({ source: "src/api.ts", line: 3 });
  });

  test.for<[name: string, content: unknown]>([
    ["no JSON", "{"],
    ["another version", { ...map(), version: 2 }],
    ["null", null],
    ["a list", []],
    ["sources that are none", map({ sources: [1, { toString: 1 }] })],
    ["sources that are no list", map({ sources: { length: 9 } })],
    ["mappings that are no text", map({ mappings: [[[0]]] })],
    ["mappings of other characters", map({ mappings: "ö€ 😀" })],
    ["an endless number", map({ mappings: "g".repeat(100_000) })],
    ["huge numbers", map({ mappings: "A//////////////////H,gggggggggggggggggggggB" })],
    ["negative numbers", map({ mappings: "ADDDD" })],
    ["millions of lines", map({ mappings: ";".repeat(6_000_000) })],
    ["sections that are none", { version: 3, sections: [1, null, { offset: 1, map: 2 }] }],
    ["a prototype", '{"__proto__":{"version":3,"mappings":"AAAA","sources":["x"]}}'],
  ])("is unknown for %s", ([, content]) => {
    expect(ask(content)).toBeUndefined();
  });

  test("is unknown before the first mapping and behind the last line", () => {
    expect(ask(map({ mappings: "UAAA" }), 1, 5)).toBeUndefined();
    expect(ask(map(), 9, 1)).toBeUndefined();
    expect(ask(map(), 0, 0)).toBeUndefined();
  });
});
