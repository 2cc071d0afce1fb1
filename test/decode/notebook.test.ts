import { describe, expect, test } from "vitest";
import { decoded, placeOf, readings } from "../support/decoding.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const notebook = (cells: unknown[], more: object = {}) => ({
  cells,
  metadata: { kernelspec: { name: "python3" } },
  nbformat: 4,
  nbformat_minor: 5,
  ...more,
});
const output = (body: object) => ({
  cell_type: "code",
  execution_count: 12,
  source: [],
  outputs: [body],
});
const data = (type: string, value: unknown) =>
  output({ output_type: "display_data", data: { [type]: value }, metadata: {} });

type Place = [part: string, make: (key: string) => object, decodings?: string[]];

const places: Place[] = [
  ["cell 1, source", (key) => notebook([{ cell_type: "markdown", source: `say "${key}"` }])],
  [
    "cell 2 [7], source",
    (key) =>
      notebook([
        {},
        { cell_type: "code", execution_count: 7, source: ["import os\n", `k = "${key}"\n`, "x"] },
      ]),
  ],
  [
    "cell 1, source",
    (key) => notebook([{ source: ["a = '", key.slice(0, 3), key.slice(3), "'"] }]),
  ],
  [
    "cell 1 [12], output 1 (stream)",
    (key) =>
      notebook([output({ output_type: "stream", name: "stdout", text: [`env: K=${key}\n`] })]),
  ],
  ["cell 1 [12], output 1 (text/plain)", (key) => notebook([data("text/plain", [`'${key}'`])])],
  ["cell 1 [12], output 1 (text/html)", (key) => notebook([data("text/html", `<b>${key}</b>`)])],
  [
    "cell 1 [12], output 1 (image/svg+xml)",
    (key) => notebook([data("image/svg+xml", `<svg>${key}`)]),
  ],
  ["cell 1 [12], output 1 (image/png)", (key) => notebook([data("image/png", `not png: ${key}`)])],
  [
    "cell 1 [12], output 1 (application/json)",
    (key) => notebook([data("application/json", { deep: [{ key }] })]),
  ],
  [
    "cell 1 [12], output 1 (widget view)",
    (key) => notebook([data("application/vnd.jupyter.widget-view+json", { model_id: key })]),
  ],
  ["cell 1 [12], output 1 (data)", (key) => notebook([data(`x ${key}`, "")])],
  [
    "cell 1 [12], output 1 (error value)",
    (key) => notebook([output({ output_type: "error", ename: "E", evalue: `400 ?key=${key}&x` })]),
  ],
  [
    "cell 1 [12], output 1 (traceback)",
    (key) => notebook([output({ output_type: "error", traceback: ["line", `key=${key}`, "end"] })]),
  ],
  [
    "cell 1 [12], output 1 (traceback)",
    (key) =>
      notebook([
        output({
          output_type: "error",
          traceback: [
            "\u001b[0;31m---",
            `\u001b[32m${key.slice(0, 9)}\u001b[0m${key.slice(9)}\u001b[0m`,
          ],
        }),
      ]),
    ["ansi"],
  ],
  [
    "cell 1 [12], output 1 (stream)",
    (key) =>
      notebook([
        output({ output_type: "stream", text: `${key.slice(0, 2)}\u001b[1m${key.slice(2)}` }),
      ]),
    ["ansi"],
  ],
  [
    "cell 1 [12], output 1 (metadata)",
    (key) => notebook([output({ output_type: "stream", text: "", metadata: { key } })]),
  ],
  ["cell 1 [12], output 1 (metadata)", (key) => notebook([output([key])])],
  [
    "cell 1, attachment note.txt",
    (key) => notebook([{ attachments: { "note.txt": { "text/plain": key } } }]),
  ],
  [
    "cell 1, metadata",
    (key) => notebook([{ metadata: { collapsed: true, [key]: {} }, source: "" }]),
  ],
  ["cell 1, metadata", (key) => notebook([{ unknown: [{ a: [key] }] }])],
  ["cell 1, metadata", (key) => notebook([key])],
  ["cell 1, metadata", (key) => notebook([{ outputs: key }])],
  ["notebook metadata", (key) => notebook([], { custom: { a: [1, key] } })],
  ["notebook metadata", (key) => notebook([], { metadata: { colab: { name: key } } })],
  ["notebook metadata", (key) => notebook([], { metadata: [key] })],
  [
    "notebook metadata (widget state)",
    (key) =>
      notebook([], {
        metadata: {
          widgets: {
            "application/vnd.jupyter.widget-state+json": { state: { a: { value: key } } },
          },
        },
      }),
  ],
  [
    "cell 3 [5], source",
    (key) => ({
      nbformat: 3,
      worksheets: [{ cells: [{}, {}] }, { cells: [{ input: [`k='${key}'`], prompt_number: 5 }] }],
    }),
  ],
  [
    "cell 1, output 1 (text/html)",
    (key) => ({
      nbformat: 3,
      worksheets: [
        { cells: [{ outputs: [{ output_type: "pyout", html: [`<i>${key}`], png: "iVBORw0K" }] }] },
      ],
    }),
  ],
];

describe.for([0, 1, 2])("with indent %i", (indent) => {
  test.for(places)("a key in %s", ([part, make, decodings = []]) => {
    for (const key of [googleApiKey(), geminiAuthKey()]) {
      const json = JSON.stringify(make(key), undefined, indent);
      const result = decoded(json);
      expect(result).toMatchObject({ kind: "notebook", problem: undefined });
      // A split key is found by where its beginning stands.
      const start = json.includes(key) ? key : key.slice(0, decodings.length > 0 ? 2 : 3);
      expect(readings(result, key)).toMatchObject([{ part, decodings, ...placeOf(json, start) }]);
    }
  });
});

test("escapes, wide characters and line endings before a key do not move it", () => {
  const key = googleApiKey();
  const source = `größe = "😀\\t\u2028"\n# \u0001 "quoted" \\ \n\tk = "${key}"`;
  const cell = { cell_type: "code", source, metadata: { ü: 1 } };
  for (const json of [
    JSON.stringify(notebook([cell])),
    JSON.stringify(notebook([cell]), undefined, 1).replaceAll("\n", "\r\n"),
    JSON.stringify(notebook([cell]))
      .replaceAll("ö", "\\u00f6")
      .replaceAll("😀", "\\ud83d\\ude00"),
  ]) {
    expect(readings(decoded(json), key)).toMatchObject([
      { part: "cell 1, source", ...placeOf(json, key) },
    ]);
  }
});

test("a key written with JSON escapes is read in its cell", () => {
  const key = googleApiKey();
  const json = JSON.stringify(notebook([{ source: `?a=1&key=${key}` }]))
    .replace("&", "\\u0026")
    .replace(key, `\\u0041${key.slice(1)}`);
  expect(readings(decoded(json), key)).toMatchObject([
    { part: "cell 1, source", decodings: [], ...placeOf(json, "\\u0041") },
  ]);
});

test("a byte order mark changes nothing, and is no column", () => {
  const key = googleApiKey();
  const json = JSON.stringify(notebook([{ source: key }]));
  expect(readings(decoded(`\ufeff${json}`), key)).toMatchObject([
    { part: "cell 1, source", ...placeOf(json, key) },
  ]);
});

test("a notebook in UTF-16 is read too", () => {
  const key = googleApiKey();
  const json = JSON.stringify(notebook([{ source: key }]), undefined, 1);
  const [found] = readings(decoded(Buffer.from(`\ufeff${json}`, "utf16le")), key);
  expect(found).toMatchObject({
    part: "cell 1, source",
    decodings: ["utf-16"],
    ...placeOf(json, key),
  });
});

test("image data is left out, the rest of its output is not", () => {
  const key = googleApiKey();
  const image = Buffer.from(key).toString("base64");
  const json = JSON.stringify(notebook([data("image/png", [`${image}\n`, `${image}\n`])]));
  expect(readings(decoded(json), key)).toEqual([]);
});

test("names that come from the notebook cannot carry a key into a part", () => {
  const key = googleApiKey();
  const json = JSON.stringify(notebook([{ attachments: { [key]: { "text/plain": "" } } }]));
  const [found] = readings(decoded(json), key);
  expect(found?.part).toBe(`cell 1, attachment ${key.slice(0, 6)}…${key.slice(-4)}`);
});

describe("what is no notebook after all", () => {
  test.for<
    [name: string, path: string | undefined, change: (json: string) => string, problem: RegExp]
  >([
    ["cut off", undefined, (json) => json.slice(0, -3), /^broken notebook \(line 1, column 1: /],
    [
      "merge conflict",
      "a.ipynb",
      (json) => json.replace("\n ", "\n<<<<<<< HEAD\n "),
      /^broken notebook \(line 2, /,
    ],
    ["missing comma", "a.ipynb", (json) => json.replace("],\n", "]\n"), /expected a comma/],
    [
      "missing comma between lines",
      undefined,
      (json) => json.replace(/"source": (".*")/, '"source": ["a" $1]'),
      /expected a comma/,
    ],
    ["not JSON", "a.ipynb", () => "# print", /expected a value/],
    ["no cells", "a.ipynb", () => '{"nbformat":4}', /has no cells/],
  ])("%s: searched as plain text, and said so", ([, path, change, problem]) => {
    const key = googleApiKey();
    const json = change(JSON.stringify(notebook([{ source: key }]), undefined, 1));
    const result = decoded(json, path);
    expect(result.kind).toBe("text");
    expect(result.problem).toMatch(problem);
    expect([...result.chunks]).toMatchObject([{ text: json, part: undefined }]);
  });

  test("is told by its format wherever that stands", () => {
    const cells = [{ cell_type: "markdown", metadata: {}, source: ["x".repeat(1000)] }];
    expect(decoded(JSON.stringify({ nbformat: 4, cells })).kind).toBe("notebook");
    expect(decoded(JSON.stringify({ cells, nbformat: 4 })).kind).toBe("notebook");
    expect(decoded(JSON.stringify({ format: 4, cells })).kind).toBe("text");
  });

  test("JSON that only talks of notebooks is no problem", () => {
    const result = decoded('{"words": ["nbformat", "cells"]}');
    expect(result).toMatchObject({ kind: "text", problem: undefined });
  });
});

test("ten thousand cells", () => {
  const key = googleApiKey();
  const cells = Array.from({ length: 10_000 }, (_, i) => ({
    cell_type: "code",
    execution_count: i,
    source: ["import x\n", "y = x.z()\n"],
    outputs: [{ output_type: "stream", name: "stdout", text: [`${i}\n`, i % 100 ? "" : key] }],
    metadata: {},
  }));
  const found = readings(decoded(JSON.stringify(notebook(cells), undefined, 1)), key);
  expect(found).toHaveLength(100);
  expect(found[99]?.part).toBe("cell 9901 [9900], output 1 (stream)");
});
