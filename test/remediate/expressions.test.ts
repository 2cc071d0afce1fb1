import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  expressionFile,
  inOrder,
  isLeftAlone,
  likelyForms,
  replaced,
} from "../../src/remediate/expressions.ts";
import type { Credential, Match, Secret } from "../../src/finding.ts";
import { CREDENTIALS } from "../../src/findings/closed-sets.ts";
import { placeholdersOf } from "../../src/remediate/placeholders.ts";
import { documentOf } from "../support/decoding.ts";
import { installed } from "../support/filter-repo.ts";
import { gitEnvironment, repository } from "../support/git.ts";
import { match, worktree } from "../support/secrets.ts";
import { temporaryFolder } from "../support/tree.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { loadRules } from "../../src/rules/load.ts";
import { startSearch } from "../../src/search.ts";

const ALL_KINDS = Object.keys(CREDENTIALS) as readonly Credential[];
const expression = (raw: string) => ({ raw, placeholder: "REMOVED_GEMINI_KEY_abcd" });

describe("expressions", () => {
  test("are one line each, whatever is in them", () => {
    const all = [
      googleApiKey(),
      "a==>b: $& \\1 [x](y) end of it",
      "two\r\nlines of a long value",
      "short.one",
    ];
    const file = expressionFile(all.map(expression)).toString("latin1");
    expect(file.split("\n")).toEqual([
      `literal:${all[0]}==>REMOVED_GEMINI_KEY_abcd`,
      `literal:${all[1]}==>REMOVED_GEMINI_KEY_abcd`,
      "regex:two\\x0d\\x0alines\\x20of\\x20a\\x20long\\x20value==>REMOVED_GEMINI_KEY_abcd",
      "regex:(?<![0-9A-Za-z_-])short\\x2eone(?![0-9A-Za-z_-])==>REMOVED_GEMINI_KEY_abcd",
      "",
    ]);
  });

  test("of a value are it alone, or the lines of a PEM file", () => {
    const key = googleApiKey();
    expect(likelyForms(key)).toEqual([key]);
    expect(likelyForms("größe and more")).toEqual([]);
    const body = "A1+/".repeat(110);
    const lines = [0, 1, 2, 3, 4, 5, 6].map((line) => body.slice(line * 64, (line + 1) * 64));
    expect(likelyForms(body)).toEqual([
      body,
      lines.join("\n"),
      lines.join("\r\n"),
      lines.join("\\n"),
    ]);
  });

  test.skipIf(!installed)("mean to git-filter-repo what they mean here", () => {
    const key = geminiAuthKey();
    const raws = [
      key,
      `${key}==>`,
      `${key.slice(0, 20)}"\r\n "${key.slice(20)}`,
      "short.one",
      "\u00ff\u0001\u0080 binary or not \\1 [a-z]+ $&",
    ];
    const expressions = inOrder(raws.map(expression));
    const noise = randomBytes(2000).toString("latin1").replaceAll("\0", "0");
    const text = [...raws, "notshort.one short.one", key + key, noise].join("|$&|");

    const { root, git, commit } = repository();
    commit({ "a.txt": Buffer.from(text, "latin1") });
    const file = join(temporaryFolder(), "expressions.txt");
    writeFileSync(file, expressionFile(expressions));
    execFileSync("git-filter-repo", ["--force", "--replace-text", file], {
      cwd: root,
      env: gitEnvironment(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    expect(git("cat-file", "-s", "HEAD:a.txt")).toBe(`${replaced(text, expressions).length}`);
    expect(readFileSync(join(root, "a.txt"), "latin1")).toBe(replaced(text, expressions));
    expect(replaced(text, expressions)).not.toContain(key);
  });

  test("the longest comes first, each once", () => {
    const raws = ["b".repeat(20), "a".repeat(20), "c".repeat(30), "b".repeat(20)];
    expect(inOrder(raws.map(expression)).map(({ raw }) => raw)).toEqual([
      "c".repeat(30),
      "a".repeat(20),
      "b".repeat(20),
    ]);
  });

  test("what is short is replaced only where it stands alone", () => {
    expect(replaced("pass=secret1; secret12 my-secret1 (secret1)", [expression("secret1")])).toBe(
      "pass=REMOVED_GEMINI_KEY_abcd; secret12 my-secret1 (REMOVED_GEMINI_KEY_abcd)",
    );
  });

  test("a zero byte near the beginning makes a file binary, a later one does not", () => {
    expect(isLeftAlone(Buffer.alloc(1))).toBe(true);
    expect(isLeftAlone(Buffer.concat([Buffer.alloc(8191, 1), Buffer.alloc(1)]))).toBe(true);
    expect(isLeftAlone(Buffer.concat([Buffer.alloc(8192, 1), Buffer.alloc(1)]))).toBe(false);
  });
});

describe("placeholders", () => {
  const secret = (value: string, given: Partial<Match> = {}): Secret => {
    const hit = { origin: worktree("a"), match: match({ value, ...given }) };
    return { value, family: "google-api-key", hits: [hit] };
  };

  test("end in the last four characters, or in the fingerprint where those will not do", () => {
    const key = googleApiKey();
    const twin = `${googleApiKey().slice(0, -4)}${key.slice(-4)}`;
    const odd = secret(`${"x7".repeat(12)}$({;`);
    const [first, second, third] = placeholdersOf([secret(key), secret(twin), odd]).values();
    expect(first).toBe(`REMOVED_GOOGLE_KEY_${key.slice(-4)}`);
    expect(second).toMatch(/^REMOVED_GOOGLE_KEY_[0-9a-f]{8}$/);
    expect(third).toMatch(/^REMOVED_GOOGLE_KEY_[0-9a-f]{8}$/);
  });

  test("say what was removed", () => {
    const kindOf = (given: Partial<Match>) =>
      [...placeholdersOf([secret(googleApiKey(), given)]).values()][0]?.replace(/_.{4}$/, "");
    expect([
      kindOf({ usage: "gemini" }),
      kindOf({ usage: "maps" }),
      kindOf({ usage: "unknown" }),
      kindOf({ credential: "gemini-auth-key" }),
      kindOf({ credential: "oauth-refresh-token" }),
      kindOf({ credential: "custom" }),
    ]).toEqual([
      "REMOVED_GEMINI_KEY",
      "REMOVED_GOOGLE_KEY",
      "REMOVED_GOOGLE_KEY",
      "REMOVED_GEMINI_KEY",
      "REMOVED_GOOGLE_TOKEN",
      "REMOVED_SECRET",
    ]);
  });

  test("are taken for a key nowhere", async () => {
    const search = startSearch(await loadRules([]));
    const lines = Array.from({ length: 2000 }, (_, number) => {
      const credential = ALL_KINDS[number % ALL_KINDS.length];
      const [placeholder = ""] = placeholdersOf([
        secret(geminiAuthKey(), { ...(credential && { credential }) }),
      ]).values();
      return `GEMINI_API_KEY="${placeholder}"\nclient = genai.Client(api_key="${placeholder}")\n?key=${placeholder}\n`;
    });
    const { matches } = search.searchDocument(documentOf(lines.join(""), "a.py"));
    expect(matches.map(({ value }) => value)).toEqual([]);
  });
});
