/** Which repositories and folders an audit's paths stand for. */
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Note } from "../../src/document.ts";
import type { Finding, Sighting } from "../../src/finding.ts";
import { runCli } from "../support/cli.ts";
import { at, repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

interface Json {
  readonly target: { readonly head?: string };
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly scrub: { readonly files: readonly string[] };
}

function audited(cwd: string, ...args: readonly string[]): Json {
  return JSON.parse(runCli({ cwd, args: ["audit", "--format", "json", ...args] }).stdout) as Json;
}

/** `source path` of every sighting, without repeats. */
function placesIn({ findings }: Json): readonly string[] {
  const places = findings.flatMap(({ sightings }) =>
    sightings.map(({ source, path }: Sighting) => `${source} ${path}`),
  );
  return [...new Set(places)].toSorted();
}

const code = (): string => `genai.configure(api_key="${googleApiKey()}")\n`;

/** Two repositories side by side, each with one key that is committed and one that is not. */
function twoRepositories(): string {
  const folder = temporaryFolder();
  for (const name of ["one", "two"]) {
    mkdirSync(join(folder, name));
    const repo = at(join(folder, name));
    repo.git("init", "--quiet", "--initial-branch=main");
    repo.commit({ "src/a.py": code(), ".gitignore": ".env\n" });
    repo.write({ ".env": `GEMINI_API_KEY=${googleApiKey()}\n` });
    chmodSync(join(folder, name, ".env"), 0o600);
  }
  return folder;
}

test("paths of one repository are seen from its root, wherever it is audited from", () => {
  const cwd = twoRepositories();
  const expected = ["history src/a.py", "index src/a.py", "worktree .env", "worktree src/a.py"];
  expect(placesIn(audited(cwd, "one"))).toEqual(expected);
  expect(placesIn(audited(join(cwd, "one")))).toEqual(expected);
  expect(audited(cwd, "one").target.head).toMatch(/^[0-9a-f]{40}$/);
});

test("a subfolder: the working tree below it, the whole history, and a note that says so", () => {
  const report = audited(join(twoRepositories(), "one/src"));
  expect(placesIn(report)).toEqual(["history src/a.py", "index src/a.py", "worktree src/a.py"]);
  expect(report.notes.map(({ about }) => about)).toEqual(["."]);
});

test("several repositories are one report, told apart by their folders", () => {
  const report = audited(twoRepositories(), "one", "two/src", "./two");
  expect(placesIn(report)).toEqual([
    "history one/src/a.py",
    "history two/src/a.py",
    "index one/src/a.py",
    "index two/src/a.py",
    "worktree one/.env",
    "worktree one/src/a.py",
    "worktree two/.env",
    "worktree two/src/a.py",
  ]);
  expect(report.findings).toHaveLength(4);
  expect(report.scrub.files).toEqual(["one/.env", "one/src/a.py", "two/.env", "two/src/a.py"]);
  expect(report.target.head).toBeUndefined();
});

test("a folder reached through a link is the repository that it is in", () => {
  const cwd = twoRepositories();
  symlinkSync("one", join(cwd, "link"));
  expect(placesIn(audited(cwd, "link"))).toContain("worktree .env");
});

test("a `.env` file with a key is said to be open to others, or tracked, if it is", () => {
  const repo = repository();
  repo.commit({ ".env": `GEMINI_API_KEY=${googleApiKey()}\n`, "sub/.env.local": "x" });
  chmodSync(join(repo.root, ".env"), 0o640);
  chmodSync(join(repo.root, "sub/.env.local"), 0o777);
  const tracked = "is tracked by git: git rm --cached, and add it to .gitignore";
  expect(audited(repo.root).notes).toEqual([
    { about: ".env", note: "can be read by other users of this machine: chmod 600" },
    { about: ".env", note: tracked },
  ]);
  chmodSync(join(repo.root, ".env"), 0o600);
  expect(audited(repo.root).notes).toEqual([{ about: ".env", note: tracked }]);
});

test("a source map beside a bundle tells the original, in the working tree and in history", () => {
  const repo = repository();
  const map = { version: 3, sources: ["../src/api.ts"], names: [], mappings: "AAEA" };
  repo.commit({
    "dist/app.js": `const c=new GoogleGenAI({apiKey:"${googleApiKey()}"});\n//# sourceMappingURL=app.js.map\n`,
    "dist/app.js.map": JSON.stringify(map),
  });
  const [finding] = audited(repo.root).findings;
  const originals = finding?.sightings.map(({ source, bundle }) => [source, bundle?.originalLine]);
  expect(originals).toEqual([
    ["worktree", 3],
    ["index", 3],
    ["history", 3],
  ]);
});
