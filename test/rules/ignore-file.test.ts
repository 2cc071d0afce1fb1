import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Decision } from "../../src/command-line/decision.ts";
import { LARGEST_OWN_FILE } from "../../src/own-files.ts";
import { readIgnoreFile, withEntries } from "../../src/rules/ignore-file.ts";
import { worktreeFiles } from "../../src/sources/worktree-files.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

const FILE = ".gemsweep-ignore.yaml";
const [A, B, C] = ["a".repeat(64), "b".repeat(64), "c".repeat(64)] as const;

const schema = JSON.parse(
  readFileSync(new URL("../../schema/ignore.schema.json", import.meta.url), "utf8"),
) as object;
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

async function readFrom(text: string | Buffer) {
  return await readIgnoreFile(worktreeFiles(temporaryFolder({ [FILE]: text })));
}

function decision(given: Partial<Decision> = {}): Decision {
  return { reason: "a test key", who: undefined, expires: undefined, paths: [], ...given };
}

test("a file that is not there ignores nothing", async () => {
  const { ignoreFile, notes } = await readIgnoreFile(worktreeFiles(temporaryFolder()));
  expect([ignoreFile, notes]).toEqual([{ file: FILE, entries: new Map() }, []]);
});

test("entries are read with all they say", async () => {
  const text = `# ours
${A}:
  reason: a test key
${B}: { reason: "old", by: Ada, expires: 2027-01-31, path: test }
"${C}":
  reason: two places
  path: [test, "**/*.md"]
`;
  const { ignoreFile, notes } = await readFrom(text);
  expect(notes).toEqual([]);
  expect(
    [...ignoreFile.entries].map(([name, { paths, ...entry }]) => [
      name,
      { ...entry, paths: paths.map(({ pattern }) => pattern) },
    ]),
  ).toEqual([
    [A, { reason: "a test key", who: undefined, expires: undefined, paths: [] }],
    [B, { reason: "old", who: "Ada", expires: "2027-01-31", paths: ["test"] }],
    [C, { reason: "two places", who: undefined, expires: undefined, paths: ["test", "**/*.md"] }],
  ]);
  expect(isValid(parse(text))).toBe(true);
});

test("a fingerprint that looks like a number is none", async () => {
  const digits = "1".repeat(64);
  const exponent = `${"1".repeat(32)}e${"2".repeat(31)}`;
  const { ignoreFile } = await readFrom(`${digits}: {reason: a}\n${exponent}: {reason: b}\n`);
  expect([...ignoreFile.entries.keys()]).toEqual([digits, exponent]);
});

describe("a file with a mistake ignores nothing, and says where it is", () => {
  const key = googleApiKey();
  test.for<[string, string | Buffer, string]>([
    [
      "no reason",
      `${A}:\n  by: Ada\n`,
      `${FILE}:2:3: "reason" of an entry: expected text, but the field is missing`,
    ],
    [
      "an empty reason",
      `${A}:\n  reason: ""\n`,
      `${FILE}:2:11: "reason" of an entry: expected text`,
    ],
    ["nothing at all", `${A}:\n`, `expected an entry: a mapping with reason, by, expires, path`],
    ["a misspelt field", `${A}:\n  reson: x\n`, `${FILE}:2:3: an entry has no field "reson"`],
    [
      "a prototype's name",
      `${A}:\n  __proto__: x\n  reason: y\n`,
      `${FILE}:2:3: an entry has no field "__proto__"`,
    ],
    [
      "a day that is none",
      `${A}: {reason: x, expires: 2026-02-30}`,
      `"expires" of an entry: expected a day such as 2027-01-31`,
    ],
    [
      "a time",
      `${A}: {reason: x, expires: 2026-02-20T10:00:00Z}`,
      `"expires" of an entry: expected a day such as 2027-01-31`,
    ],
    [
      "the same entry twice",
      `${A}: {reason: x}\n${A}: {reason: y}\n`,
      `${FILE}:2:1: ${"a".repeat(60)}… stands there twice`,
    ],
    [
      "a short fingerprint",
      `${A.slice(1)}: {reason: x}`,
      `${FILE}:1:1: expected the fingerprint of a credential`,
    ],
    [
      "a prototype's name for a fingerprint",
      `constructor: {reason: x}`,
      `${FILE}:1:1: expected the fingerprint of a credential`,
    ],
    [
      "a key for a fingerprint",
      `${key}: {reason: x}`,
      `${FILE}:1:1: expected the fingerprint of a credential`,
    ],
    ["a list", `- ${A}`, `${FILE}:1:1: expected fingerprints, each with a reason`],
    ["an alias", `${A}: &a {reason: x}\n${B}: *a\n`, `${FILE}:2:67: expected an entry`],
    [
      "a merge",
      `${A}: &a {reason: x}\n${B}:\n  <<: *a\n`,
      `${FILE}:3:3: an entry has no field "<<"`,
    ],
    [
      "two documents",
      `${A}: {reason: x}\n---\n${B}: {reason: y}\n`,
      `not valid YAML (MULTIPLE_DOCS)`,
    ],
    ["broken YAML", `${A}: {reason: "x}`, `not valid YAML (MISSING_CHAR)`],
    ["another encoding", Buffer.from(`${A}: {reason: clé}`, "latin1"), `${FILE}: not UTF-8`],
    ["UTF-16", Buffer.from(`\ufeff${A}: {reason: x}`, "utf16le"), `${FILE}: not UTF-8`],
    ["too much", "#".repeat(10 * 1024 ** 2), `${FILE} is not read: it is larger than 2 MiB`],
  ])("%s", async ([, text, expected]) => {
    const { ignoreFile, notes } = await readFrom(text);
    expect(ignoreFile.entries.size).toBe(0);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.about).toBe(FILE);
    expect(notes[0]?.note).toContain(`nothing in it counts: `);
    expect(notes[0]?.note).toContain(expected);
    expect(notes[0]?.note).not.toContain(key);
  });
});

describe("a file that is made to take long or much is answered", () => {
  const bomb = Array.from(
    { length: 40 },
    (_, at) =>
      `k${at}: &k${at} [${Array(9)
        .fill(at === 0 ? "x" : `*k${at - 1}`)
        .join(",")}]`,
  ).join("\n");
  test.for<[string, string]>([
    ["aliases of aliases", bomb],
    ["deep lists", "[".repeat(LARGEST_OWN_FILE)],
    ["deep mappings", "{a: ".repeat(LARGEST_OWN_FILE / 4)],
    ["deep indents", Array.from({ length: 1900 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
    ["deep keys", "? ".repeat(LARGEST_OWN_FILE / 2)],
    ["many keys", Array.from({ length: 30_000 }, (_, at) => `k${at}:`).join("\n")],
    ["many anchors", "&a ".repeat(LARGEST_OWN_FILE / 3)],
    ["many brackets", "[]".repeat(LARGEST_OWN_FILE / 2)],
    ["tags", "!!js/function x".repeat(1000)],
    ["a long name", "x".repeat(LARGEST_OWN_FILE - 10)],
  ])("%s", async ([, text]) => {
    const { ignoreFile, notes } = await readFrom(text);
    expect(ignoreFile.entries.size).toBe(0);
    expect(notes[0]?.note.length).toBeLessThan(300);
  });
});

describe("a file that is no file is not opened", () => {
  test.for<[string, (folder: string) => void, string]>([
    [
      "a link out of the repository",
      (folder) => symlinkSync("/etc/passwd", join(folder, FILE)),
      "it is a symbolic link",
    ],
    [
      "a link to another file",
      (folder) => symlinkSync("a.yaml", join(folder, FILE)),
      "it is a symbolic link",
    ],
    ["a pipe", (folder) => execFileSync("mkfifo", [join(folder, FILE)]), "it is no regular file"],
  ])("%s", async ([, make, why]) => {
    const folder = temporaryFolder({ "a.yaml": `${A}: {reason: x}` });
    make(folder);
    const { ignoreFile, notes } = await readIgnoreFile(worktreeFiles(folder));
    expect(ignoreFile.entries.size).toBe(0);
    expect(notes[0]?.note).toContain(why);
  });
});

describe("writing", () => {
  test("sorts, keeps the file's own comment on top, and is the same whatever came first", () => {
    const one = withEntries("", FILE, [B, A], decision());
    const other = withEntries(withEntries("", FILE, [A], decision()), FILE, [B], decision());
    expect(one).toBe(other);
    expect(one)
      .toBe(`# What gemsweep finds and is not to report, by fingerprint. See docs/ignores.md.

${A}:
  reason: a test key
${B}:
  reason: a test key
`);
    expect(isValid(parse(one))).toBe(true);
  });

  test("has all that was decided, and takes it back as it was", async () => {
    const all = decision({
      reason: `it's "ours": # no secret`,
      who: "Ada <ada@example.com>",
      expires: "2027-01-31",
      paths: ["test", "**/*.md"],
    });
    const text = withEntries("", FILE, [A], all);
    const entry = (await readFrom(text)).ignoreFile.entries.get(A);
    expect({ ...entry, paths: entry?.paths.map(({ pattern }) => pattern) }).toEqual(all);
    expect(isValid(parse(text))).toBe(true);
  });

  test("keeps comments, and the way that entries were written", () => {
    const text = `# Ask the security team
# before you add to this.

# from the old prototype
${B}: { reason: "old", by: Ada } # see the wiki
# the last one
${C}:
  # not ours
  reason: 'theirs'
`;
    expect(withEntries(text, FILE, [A], decision())).toBe(`# Ask the security team
# before you add to this.

${A}:
  reason: a test key
# from the old prototype
${B}: { reason: "old", by: Ada } # see the wiki
# the last one
${C}:
  # not ours
  reason: 'theirs'
`);
  });

  test("replaces an entry", () => {
    const text = withEntries("", FILE, [A, B], decision());
    const changed = withEntries(text, FILE, [A], decision({ reason: "new" }));
    expect(changed).toBe(text.replace("a test key", "new"));
  });

  test("makes no file that could not be read", () => {
    const reason = "long ".repeat(20_000);
    const text = withEntries("", FILE, [A], decision({ reason }));
    const many = Array.from({ length: 30 }, (_, at) => String(at).padStart(64, "0"));
    expect(() => withEntries(text, FILE, many, decision({ reason }))).toThrow(
      /would become larger/,
    );
  });

  test("does not touch a file with a mistake", () => {
    expect(() => withEntries(`${A}: {}\n`, FILE, [B], decision())).toThrow(/"reason" of an entry/);
  });
});
