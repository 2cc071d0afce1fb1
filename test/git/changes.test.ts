import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { type PathChange, visitChanges } from "../../src/git/changes.ts";
import { openRepository } from "../../src/git/repository.ts";
import { gitEnvironment, looseObject, repository } from "../support/git.ts";

const COMMITS = 2600;

/** A line of commits that edit one of seven files, with a merge in between. */
function history(): string {
  const commits = Array.from({ length: COMMITS }, (_, i) => {
    const content = `line ${i % 40}\n`;
    const parents =
      i === 0 ? "" : `from :${i}\n${i > 9 && i % 50 === 0 ? `merge :${i - 3}\n` : ""}`;
    return `commit refs/heads/main\nmark :${i + 1}\ncommitter A <a@b> ${1e9 + i} +0000\ndata 1\nx\n${parents}M 644 inline d${i % 3}/f${i % 7}\ndata ${content.length}\n${content}\n`;
  });
  return commits.join("");
}

test("several gits at a time tell the same as one, in the same order", async () => {
  const repo = repository();
  const { root, git } = repo;
  execFileSync("git", ["-c", "fastimport.unpackLimit=100000", "fast-import", "--quiet"], {
    cwd: root,
    env: gitEnvironment(),
    input: history(),
  });
  const commits = git("rev-list", "--all").split("\n");
  const objects = new Set(
    git("ls-tree", "-r", "main~1300")
      .split("\n")
      .map((line) => line.split(/\s/)[2] ?? ""),
  );
  // No git gets past commits without their tree; each goes on behind them.
  for (const back of [40, 1500]) rmSync(looseObject(repo, `main~${back}^{tree}`));

  const opened = await openRepository(root);
  const told = async (jobs: number) => {
    const events: unknown[] = [];
    const givenUp = await visitChanges(
      opened.git,
      commits,
      {
        commit: (oid, tree, parents) => void events.push([oid, tree, ...parents]),
        change: (change: PathChange) => void events.push(change),
        unreadable: (oid) => void events.push(oid),
      },
      { objects, trees: false, signal: new AbortController().signal, jobs },
    );
    return { events, givenUp };
  };
  const one = await told(1);
  expect(one.events.length).toBeGreaterThan(COMMITS + 100);
  expect(one.events.filter((event) => typeof event === "string").length).toBeGreaterThan(1);
  for (const jobs of [2, 3, 8]) expect(await told(jobs)).toEqual(one);
});
