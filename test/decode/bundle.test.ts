import { describe, expect, test } from "vitest";
import { decoded, readings } from "../support/decoding.ts";
import { googleApiKey } from "../support/keys.ts";

const minified = (key: string) =>
  `!function(e,t){var n=t(1);${"return e=>{const r=n(e);return r}};".repeat(300)}k="${key}"`;

describe("a built frontend file", () => {
  test.for<[path: string | undefined, content: string, bundle: boolean]>([
    ["dist/assets/index-a1.js", "x", true],
    ["web/build/static/js/main.js", "x", true],
    ["out/app.js", "x", true],
    [".next/static/chunks/1.js", "x", true],
    [".output/public/a.mjs", "x", true],
    ["public/sw.js", "x", true],
    ["public/index.html", "<html>", true],
    ["lib/jquery.min.js", "x", true],
    ["web/main.dart.js", "x", true],
    ["src/main.ts", "x", false],
    ["src/main.js", "const x = 1;\n", false],
    ["distribution/main.js", "x", false],
    ["dist/data.json", "{}", false],
    ["dist/tool.py", "x", false],
    [".next/server/app.js", "x", false],
    ["node_modules/a/dist/a.js", "x", false],
    ["app.js", minified(""), true],
    ["README.md", minified(""), false],
    [undefined, minified(""), true],
    [undefined, "var a;__webpack_require__(1)\n", true],
    [undefined, "const a=1;\n//# sourceMappingURL=a.js.map\n", true],
    [undefined, "/* a */\n.a{}/*# sourceMappingURL=a.css.map */", true],
    [undefined, "how to write sourceMappingURL=x", false],
    [undefined, `{"a":"${"=> ".repeat(9999)}"}`, false],
    [undefined, "1,2,3,".repeat(9999), false],
    [undefined, "plain text", false],
  ])("%s: %#", ([path, content, bundle]) => {
    const [chunk] = [...decoded(content, path).chunks];
    expect(chunk?.bundle).toBe(bundle);
  });

  test.for([
    "__webpack_require__.r(e)",
    "self.webpackChunk=[]",
    "webpackJsonp([0])",
    "__vite__mapDeps([0])",
    "__vitePreload(()=>x)",
    'l.rel="modulepreload"',
    "parcelRequire=x",
    'id="__NEXT_DATA__"',
    "self.__next_f.push([])",
    "window.__NUXT__={}",
    "globalThis.TURBOPACK=[]",
    "__BUNDLE_START_TIME__=1",
    "__d(function(g,r){})",
  ])("is told by %s at either end", (mark) => {
    const isBundle = (text: string) => [...decoded(text).chunks][0]?.bundle;
    const filler = "plain text\n".repeat(60_000);
    expect(isBundle(`a;${mark}\n${filler}`)).toBe(true);
    expect(isBundle(`${filler}a;${mark}\n`)).toBe(true);
    expect(isBundle(`${filler}a;${mark}\n${filler}`)).toBe(false);
  });

  test("a long line counts wherever it begins, and short ones never", () => {
    const isBundle = (text: string) => [...decoded(text).chunks][0]?.bundle;
    const code = "return e=>{const r=n(e)};";
    for (const before of [0, 1, 4999, 5000, 5001, 12_000]) {
      const lines = `${"-".repeat(before)}\n`;
      expect(isBundle(`${lines}${code.repeat(201)}\nend`)).toBe(true);
      expect(isBundle(`${lines}${code.repeat(199)}\nend`)).toBe(false);
      expect(isBundle(`${lines}${code.repeat(199)}\n`.repeat(9))).toBe(false);
    }
  });

  test("is told from HTML, which may be built too", () => {
    const plain = "<!DOCTYPE html>\n<script>x</script>";
    const built = `${plain}<script id="__NEXT_DATA__"></script>`;
    const outcome = (content: string, path?: string) => {
      const result = decoded(content, path);
      return [result.kind, [...result.chunks][0]?.bundle];
    };
    expect(outcome(plain)).toEqual(["html", false]);
    expect(outcome(plain, "index.html")).toEqual(["html", false]);
    expect(outcome(plain, "dist/index.html")).toEqual(["html", true]);
    expect(outcome(built)).toEqual(["html", true]);
    expect(outcome("x", "dist/a.js")).toEqual(["bundle", true]);
  });
});

describe("the source map a bundle names", () => {
  test.for<[url: string, name: string | undefined]>([
    ["app.js.map", "app.js.map"],
    ["maps/app.js.map", "maps/app.js.map"],
    ["./app.js.map?v=1", "./app.js.map"],
    ["../app.js.map", undefined],
    ["maps/../../app.js.map", undefined],
    ["/etc/passwd", undefined],
    ["//host/app.js.map", undefined],
    ["https://host/app.js.map", undefined],
    ["file:app.js.map", undefined],
    ["C:app.js.map", undefined],
    ["..\\app.js.map", undefined],
    ["%2e%2e/app.js.map", undefined],
    ["a\u0000b", undefined],
    ["a".repeat(999), undefined],
    ["", undefined],
  ])("%s", ([url, name]) => {
    const [chunk] = [...decoded(`var x;\n//# sourceMappingURL=${url}\n`, "dist/a.js").chunks];
    expect(chunk?.sourceMapUrl).toBe(name);
  });

  test("is the last one", () => {
    const text = "//# sourceMappingURL=a.map\n//@ sourceMappingURL=b.map";
    expect([...decoded(text).chunks][0]?.sourceMapUrl).toBe("b.map");
  });
});

describe("an inlined source map", () => {
  const map = { version: 3, sources: ["src/api.ts"], names: [], mappings: "AAAA,UAEA" };
  const json = JSON.stringify(map);

  test.for<[name: string, url: string]>([
    ["base64", `data:application/json;base64,${Buffer.from(json).toString("base64")}`],
    [
      "a character set",
      `data:application/json;charset=utf-8;base64,${Buffer.from(json).toString("base64")}`,
    ],
    ["percent-encoding", `data:application/json,${encodeURIComponent(json)}`],
  ])("in %s tells the original", ([, url]) => {
    const key = googleApiKey();
    const result = decoded(`var key = "${key}";\n//# sourceMappingURL=${url}\n`);
    const [found] = readings(result, key);
    expect(found?.chunk.sourceMapUrl).toBeUndefined();
    expect(found?.chunk.original(found.offset)).toEqual({ source: "src/api.ts", line: 3 });
  });

  test("that is broken tells nothing", () => {
    const key = googleApiKey();
    for (const url of [
      "data:application/json;base64,????",
      "data:application/json,%zz",
      "data:,x",
    ]) {
      const [found] = readings(decoded(`key="${key}"\n//# sourceMappingURL=${url}`), key);
      expect(found?.chunk.original(found.offset)).toBeUndefined();
    }
  });
});

test("a bundle of 30 MB on one line, with its source map inlined", () => {
  const key = googleApiKey();
  const filler = "e.exports=function(t){return t.größe};".repeat(380_000);
  const code = `${filler}k="${key}";${filler}`;
  const map = Buffer.from(
    JSON.stringify({
      version: 3,
      sources: ["a.ts"],
      names: [],
      mappings: `AAAA${",CAAA".repeat(500_000)}`,
    }),
  );
  const url = `data:application/json;base64,${map.toString("base64")}`;
  const result = decoded(`${code}\n//# sourceMappingURL=${url}\n`);
  expect(result.kind).toBe("bundle");
  const [found] = readings(result, key);
  expect(found).toMatchObject({ line: 1, column: filler.length + 4 });
  expect(found?.chunk.original(found.offset)).toEqual({ source: "a.ts", line: 1 });
});
