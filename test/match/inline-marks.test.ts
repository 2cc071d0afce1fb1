import { describe, expect, test } from "vitest";
import type { InlineMark } from "../../src/finding.ts";
import { compileMatcher } from "../../src/match/match.ts";
import { loadRules } from "../../src/rules/load.ts";
import { decoded } from "../support/decoding.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const matcher = compileMatcher((await loadRules([])).rules);

/** The marks of every place where a key is, in order. */
function marksIn(content: string | Buffer, path?: string): readonly (readonly InlineMark[])[] {
  return [...decoded(content, path).chunks].flatMap((chunk) =>
    matcher(chunk).map(({ marks }) => marks),
  );
}

const allowed = (reason: string): InlineMark[] => [{ mark: "gemsweep:allow", reason }];

describe("gemsweep:allow", () => {
  test.for<[string, string, string]>([
    ["behind it", `key = "KEY"  # gemsweep:allow a test key`, "a test key"],
    ["on the line before", `// gemsweep:allow a test key\nconst key = "KEY";`, "a test key"],
    ["before it", `/* gemsweep:allow a test key */ const key = "KEY";`, "a test key"],
    ["in a block comment", `const key = "KEY"; /* gemsweep:allow a test key */`, "a test key"],
    ["in HTML", `<i data-key="KEY"></i> <!-- gemsweep:allow a test key -->`, "a test key"],
    ["in SQL", `-- gemsweep:allow a test key\nselect 'KEY';`, "a test key"],
    ["in a batch file", `REM gemsweep:allow a test key\r\nset TOKEN=KEY`, "a test key"],
    ["with a colon", `key = "KEY" # gemsweep:allow: a test key`, "a test key"],
    ["with Windows line ends", `# gemsweep:allow a test key\r\nkey = "KEY"\r\n`, "a test key"],
    ["with old line ends", `# gemsweep:allow a test key\rkey = "KEY"\r`, "a test key"],
    ["in UTF-8", `key = "KEY"  # gemsweep:allow clé d’essai`, "clé d’essai"],
    ["in JSON", `{\n  "//": "gemsweep:allow a test key",\n  "key": "KEY"\n}`, "a test key"],
    ["without a reason", `key = "KEY"  # gemsweep:allow`, ""],
    ["with no more than a comment's end", `key = "KEY" /* gemsweep:allow */`, ""],
  ])("%s", ([, text, reason]) => {
    expect(marksIn(text.replaceAll("KEY", googleApiKey()))).toEqual([allowed(reason)]);
  });

  test.for<[string, string]>([
    ["two lines before", `# gemsweep:allow a test key\n\nkey = "KEY"`],
    ["on the line behind", `key = "KEY"\n# gemsweep:allow a test key`],
    ["misspelt", `key = "KEY" # gemsweep:alow a test key`],
    ["part of a longer word", `key = "KEY" # gemsweep:allowed a test key`],
    ["part of a longer name", `key = "KEY" # x-gemsweep:allow a test key`],
  ])("%s does not count", ([, text]) => {
    expect(marksIn(text.replaceAll("KEY", googleApiKey()))).toEqual([[]]);
  });

  test("behind one key does not speak of the key on the next line", () => {
    const text = `a = "${googleApiKey()}"  # gemsweep:allow one\nb = "${googleApiKey()}"\n`;
    expect(marksIn(text)).toEqual([allowed("one"), []]);
  });

  test("on a line of two keys speaks of both", () => {
    const text = `["${googleApiKey()}", "${googleApiKey()}"]  # gemsweep:allow both are old`;
    expect(marksIn(text)).toEqual([allowed("both are old"), allowed("both are old")]);
  });

  test("keeps no reason that is longer than a line or two", () => {
    const [[mark] = []] = marksIn(`"${googleApiKey()}" # gemsweep:allow ${"why ".repeat(100)}`);
    expect(mark?.reason).toHaveLength(200);
  });

  test("in UTF-16", () => {
    const text = `key = "${googleApiKey()}"  # gemsweep:allow clé\n`;
    const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
    expect(marksIn(bytes)).toContainEqual(allowed("clé"));
  });
});

describe("on a long line, as of a minified bundle, a mark speaks", () => {
  const filler = `function(){return ${"a+".repeat(400)}b},`;

  test("of the key directly before it alone", () => {
    const [one, two, three] = [googleApiKey(), googleApiKey(), googleApiKey()];
    const text = `x={a:"${one}",${filler}b:"${two}"/*! gemsweep:allow ours */,c:"${three}"}`;
    expect(marksIn(text, "dist/app.js")).toEqual([[], allowed("ours"), []]);
  });

  test("of none when it is the comment at the end", () => {
    const text = `x={a:"${googleApiKey()}",${filler}} // gemsweep:allow all`;
    expect(marksIn(text, "dist/app.js")).toEqual([[]]);
  });

  test("of none when it is on the line before", () => {
    const text = `/*! gemsweep:allow all */\nx={a:"${googleApiKey()}",${filler}}`;
    expect(marksIn(text, "dist/app.js")).toEqual([[]]);
  });

  test("of no other key than the last before it", () => {
    const text = `${filler}["${googleApiKey()}","${googleApiKey()}"/* gemsweep:allow one */]`;
    expect(marksIn(text, "dist/app.js")).toEqual([[], allowed("one")]);
  });
});

describe("in other kinds of content", () => {
  test("a mark in the source of a notebook's cell counts, whatever else its file has in that line", () => {
    const cells = [
      ["# gemsweep:allow a test key\n", `a = "${googleApiKey()}"\n`],
      [`b = "${googleApiKey()}"\n`],
    ].map((source) => ({ cell_type: "code", metadata: {}, source, outputs: [] }));
    const notebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
    expect(marksIn(notebook, "a.ipynb")).toEqual([allowed("a test key"), []]);
  });

  test("an encoded key is marked where it stands encoded", () => {
    const encoded = Buffer.from(`GEMINI_API_KEY=${googleApiKey()}`).toString("base64");
    const beside = marksIn(`data: ${encoded}  # gemsweep:allow a test key\n`);
    expect(beside).toEqual(beside.map(() => allowed("a test key")));
    expect(beside).not.toEqual([]);
    const elsewhere = marksIn(`data: ${encoded}\nother: 1  # gemsweep:allow a test key\n`);
    expect(elsewhere.flat()).toEqual([]);
  });

  test("a key in two pieces is marked on its line", () => {
    const key = geminiAuthKey();
    const text = `k = "${key.slice(0, 20)}" + "${key.slice(20)}"  # gemsweep:allow a test key\n`;
    expect(marksIn(text).flat()).toContainEqual(allowed("a test key")[0]);
  });
});

describe("the marks of others are known by their names", () => {
  test.for<[string, string]>([
    [`"KEY" # gitleaks:allow`, "gitleaks:allow"],
    [`"KEY" # betterleaks:allow`, "betterleaks:allow"],
    [`"KEY" # trufflehog:ignore`, "trufflehog:ignore"],
    [`"KEY" # kingfisher:ignore`, "kingfisher:ignore"],
    [`"KEY" # pragma: allowlist secret`, "pragma: allowlist secret"],
    [`"KEY" # pragma: whitelist secret`, "pragma: allowlist secret"],
    [`# pragma: allowlist nextline secret\n"KEY"`, "pragma: allowlist secret"],
    [`"KEY" // secretlint-disable-line`, "secretlint-disable-line"],
    [`// secretlint-disable-next-line\n"KEY"`, "secretlint-disable-line"],
    [`"KEY" # ggignore`, "ggignore"],
  ])("%s", ([text, mark]) => {
    expect(marksIn(text.replace("KEY", googleApiKey()))).toEqual([[{ mark, reason: "" }]]);
  });

  test.for([
    `# gitleaks:allow\n"KEY"`,
    `# ggignore\n"KEY"`,
    `"KEY" // secretlint-disable-next-line`,
    `"KEY" # pragma: allowlist nextline secret`,
  ])("%j is none of them", (text) => {
    expect(marksIn(text.replace("KEY", googleApiKey()))).toEqual([[]]);
  });
});
