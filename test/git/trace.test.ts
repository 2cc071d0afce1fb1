import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findInHistory, repository } from "../support/git.ts";
import { silentSieve } from "../support/sieve.ts";
import { googleApiKey } from "../support/keys.ts";

const changes = (list: readonly { commit: string; paths: readonly string[] }[] | undefined) =>
  list?.map(({ commit, paths }) => [commit, ...paths]);

describe("who brought and removed a secret", () => {
  test("a commit that changes another part of the file does neither", async () => {
    const { root, commit } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1\n" }, "before");
    const bringing = commit({ "a.txt": `1\n${key}\n` });
    commit({ "a.txt": `2\n${key}\n` });
    commit({ "a.txt": `3\n${key}\n` });
    const removing = commit({ "a.txt": "3\n" });
    commit({ "a.txt": "4\n" });
    const { history, places } = await findInHistory(root, key);
    expect(changes(history?.introducedBy)).toEqual([[bringing, "a.txt"]]);
    expect(changes(history?.removedBy)).toEqual([[removing, "a.txt"]]);
    expect(history).toMatchObject({
      refs: ["refs/heads/main"],
      atHead: false,
      pushed: undefined,
      unreachable: false,
    });
    expect(places).toEqual(Array.from({ length: 3 }, () => ({ source: "history", path: "a.txt" })));
  });

  test("author and author date are told, not the committer's", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": key });
    git(
      "commit",
      "--amend",
      "-qm",
      "x",
      "--author=Zoë Ü <z@example.com>",
      "--date=2020-02-29T23:59:59+05:30",
    );
    git("reflog", "expire", "--expire=now", "--all");
    git("gc", "-q", "--prune=now");
    const { history } = await findInHistory(root, key);
    expect(history?.introducedBy).toMatchObject([
      { author: "Zoë Ü", date: "2020-02-29T23:59:59+05:30", paths: ["a.txt"] },
    ]);
  });

  test("a rename, even an edited one, does neither", async () => {
    const { root, commit } = repository();
    const key = googleApiKey();
    const bringing = commit({ "a.txt": key });
    commit({ "a.txt": undefined, "b/c.txt": `${key}\n` });
    const { history, places } = await findInHistory(root, key);
    expect(changes(history?.introducedBy)).toEqual([[bringing, "a.txt"]]);
    expect(history?.removedBy).toEqual([]);
    expect(history?.atHead).toBe(true);
    expect(places).toEqual([
      { source: "history", path: "a.txt" },
      { source: "history", path: "b/c.txt" },
      { source: "index", path: "b/c.txt" },
    ]);
  });

  test("a type change that drops the file's content removes it", async () => {
    const { root, commit, write, git } = repository();
    const key = googleApiKey();
    const bringing = commit({ "a.txt": key });
    unlinkSync(join(root, "a.txt"));
    write({ "a.txt/b.txt": "1" });
    git("add", "--all");
    git("commit", "-qm", "folder");
    const { history } = await findInHistory(root, key);
    expect(changes(history?.introducedBy)).toEqual([[bringing, "a.txt"]]);
    expect(changes(history?.removedBy)).toEqual([[git("rev-parse", "HEAD"), "a.txt"]]);
  });

  test("merging a branch neither brings nor removes", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    git("checkout", "-qb", "side");
    const bringing = commit({ "b.txt": key });
    git("checkout", "-q", "main");
    commit({ "c.txt": "1" });
    git("merge", "-q", "--no-ff", "-m", "merge", "side");
    git("checkout", "-q", "side");
    const removing = commit({ "b.txt": "clean" });
    git("checkout", "-q", "main");
    commit({ "c.txt": "2" });
    git("merge", "-q", "--no-ff", "-m", "merge again", "side");
    const { history } = await findInHistory(root, key);
    expect(changes(history?.introducedBy)).toEqual([[bringing, "b.txt"]]);
    expect(changes(history?.removedBy)).toEqual([[removing, "b.txt"]]);
    expect(history?.refs).toEqual(["refs/heads/main", "refs/heads/side"]);
  });

  test("an evil merge brings what no parent has, and removes what all parents have", async () => {
    const { root, commit, git, write } = repository();
    const [brought, removed] = [googleApiKey(), googleApiKey()];
    const first = commit({ "old.txt": removed });
    git("checkout", "-qb", "side");
    commit({ "b.txt": "1" });
    git("checkout", "-q", "main");
    commit({ "c.txt": "1" });
    git("merge", "-q", "--no-ff", "--no-commit", "side");
    write({ "new.txt": brought, "old.txt": "clean" });
    git("add", ".");
    git("commit", "-qm", "merge");
    const merge = git("rev-parse", "HEAD");
    expect(changes((await findInHistory(root, brought)).history?.introducedBy)).toEqual([
      [merge, "new.txt"],
    ]);
    const { history } = await findInHistory(root, removed);
    expect(changes(history?.introducedBy)).toEqual([[first, "old.txt"]]);
    expect(changes(history?.removedBy)).toEqual([[merge, "old.txt"]]);
  });

  test("octopus merges", async () => {
    const { root, commit, git, write } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    for (const name of ["x", "y", "z"]) {
      git("checkout", "-qb", name, "main");
      commit({ [`${name}.txt`]: name });
    }
    git("checkout", "-q", "main");
    git("merge", "-q", "--no-ff", "--no-commit", "x", "y", "z");
    write({ "a.txt": key });
    git("add", ".");
    git("commit", "-qm", "octopus");
    const { history } = await findInHistory(root, key);
    expect(git("rev-list", "--parents", "-1", "HEAD").split(" ")).toHaveLength(5);
    expect(changes(history?.introducedBy)).toEqual([[git("rev-parse", "HEAD"), "a.txt"]]);
  });

  test("two branches that brought it each count, and a removal on one does not clear the other", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    git("checkout", "-qb", "one");
    const one = commit({ "b.txt": key });
    const gone = commit({ "b.txt": undefined });
    git("checkout", "-qb", "two", "main");
    const two = commit({ "c.txt": key });
    const { history } = await findInHistory(root, key);
    expect(changes(history?.introducedBy)).toEqual([
      [one, "b.txt"],
      [two, "c.txt"],
    ]);
    expect(changes(history?.removedBy)).toEqual([[gone, "b.txt"]]);
    expect(history?.refs).toEqual(["refs/heads/one", "refs/heads/two"]);
  });

  test("a message is brought by its commit, even one that removes the file's copy", async () => {
    const { root, commit } = repository();
    const key = googleApiKey();
    const bringing = commit({ "a.txt": key });
    const telling = commit({ "a.txt": "clean" }, `remove ${key}`);
    const { history } = await findInHistory(root, key);
    expect(changes(history?.introducedBy)).toEqual([[bringing, "a.txt"], [telling]]);
    expect(changes(history?.removedBy)).toEqual([[telling, "a.txt"]]);
  });

  test("a name, in the root and below it", async () => {
    for (const [path = "", folder = ""] of [
      ["KEY.txt", "./"],
      ["x/y/KEY", "x/y/"],
      ["x/KEY/z.txt", "x/"],
    ]) {
      const { root, commit } = repository();
      const key = googleApiKey();
      commit({ "a.txt": "1" });
      const file = path.replace("KEY", key);
      const bringing = commit({ [file]: "1" });
      commit({ "a.txt": "2" });
      const removing = commit({ [file]: undefined });
      const { history, places } = await findInHistory(root, key);
      expect(changes(history?.introducedBy)).toEqual([[bringing, folder]]);
      expect(changes(history?.removedBy)).toEqual([[removing, folder]]);
      expect(new Set(places.map((place) => JSON.stringify(place)))).toEqual(
        new Set([JSON.stringify({ source: "history", path: folder })]),
      );
    }
  });

  test("a shallow clone's first commit stands for all that came before", async () => {
    const origin = repository();
    const key = googleApiKey();
    origin.commit({ "a.txt": key });
    const boundary = origin.commit({ "b.txt": "1" });
    const clone = repository();
    clone.git(
      "fetch",
      "-q",
      "--depth=1",
      `file://${origin.root}`,
      "main:refs/heads/main",
      "--update-head-ok",
    );
    const { history, skipped } = await findInHistory(clone.root, key);
    expect(changes(history?.introducedBy)).toEqual([[boundary, "a.txt"]]);
    expect(skipped).toEqual([
      {
        what: `history before commit ${boundary}`,
        why: "shallow clone; fetch with `git fetch --unshallow`",
      },
    ]);
  });
});

describe("what still leads to a secret", () => {
  test("branches, tags of tags, remote-tracking refs, pull requests and detached HEADs", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    git("branch", "clean");
    const bringing = commit({ "a.txt": key });
    git("tag", "light");
    git("tag", "-a", "heavy", "-m", "heavy");
    git("tag", "-a", "heavier", "-m", "heavier", "heavy");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    git("update-ref", "refs/remotes/origin/clean", "clean");
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    git("update-ref", "refs/pull/1/head", "HEAD");
    git("worktree", "add", "-q", "--detach", join(root, "linked"), "HEAD");
    git("checkout", "-q", "--detach");
    const { history } = await findInHistory(root, key);
    expect(history).toMatchObject({ pushed: true, atHead: true, unreachable: false });
    expect(history?.refs).toEqual([
      "HEAD",
      "refs/heads/main",
      "refs/pull/1/head",
      "refs/remotes/origin/main",
      "refs/tags/heavier",
      "refs/tags/heavy",
      "refs/tags/light",
      "worktrees/linked/HEAD",
    ]);
    git("update-ref", "-d", "refs/remotes/origin/main", bringing);
    expect((await findInHistory(root, key)).history?.pushed).toBe(true);
    git("update-ref", "-d", "refs/pull/1/head", bringing);
    expect((await findInHistory(root, key)).history?.pushed).toBe(false);
    git("clone", "-q", "--mirror", ".", "mirror.git");
    expect((await findInHistory(join(root, "mirror.git"), key)).history?.pushed).toBeUndefined();
  });

  test("a stash is a ref, its older entries are not", async () => {
    const { root, commit, git, write } = repository();
    const [older, newer] = [googleApiKey(), googleApiKey()];
    commit({ "a.txt": "1" });
    for (const key of [older, newer]) {
      write({ "a.txt": key });
      git("stash", "-q");
    }
    expect((await findInHistory(root, older)).history).toMatchObject({
      refs: [],
      unreachable: true,
    });
    expect((await findInHistory(root, newer)).history).toMatchObject({
      refs: ["refs/stash"],
      unreachable: false,
    });
  });

  test("a tag of a blob, of a tree, and a secret in a tag itself", async () => {
    const { root, commit, git, gitWith } = repository();
    const [inBlob, inTree, inTag] = [googleApiKey(), googleApiKey(), googleApiKey()];
    commit({ "a.txt": "1" });
    git("tag", "-a", "blob", "-m", "x", gitWith(inBlob, "hash-object", "-w", "--stdin"));
    const blob = gitWith(inTree, "hash-object", "-w", "--stdin");
    git("tag", "tree", gitWith(`100644 blob ${blob}\tsub.txt\n`, "mktree"));
    git("tag", "-a", "told", "-m", inTag);
    git("tag", "-a", "outer", "-m", "x", "told");
    expect((await findInHistory(root, inBlob)).history).toMatchObject({
      refs: ["refs/tags/blob"],
      introducedBy: [],
    });
    const tree = await findInHistory(root, inTree);
    expect(tree.history?.refs).toEqual(["refs/tags/tree"]);
    expect(tree.places).toEqual([{ source: "history", path: "sub.txt" }]);
    expect((await findInHistory(root, inTag)).history?.refs).toEqual([
      "refs/tags/outer",
      "refs/tags/told",
    ]);
  });

  test("a ref's own name", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    git("branch", `feature/${key}`);
    expect((await findInHistory(root, key)).history).toMatchObject({
      refs: [`refs/heads/feature/${key}`],
      unreachable: false,
      introducedBy: [],
    });
  });

  test("a note is told with its commit", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    const on = commit({ "a.txt": "1" });
    git("notes", "add", "-m", key);
    const { history, places } = await findInHistory(root, key);
    expect(places).toEqual([{ source: "message", noteOn: on }]);
    expect(history?.refs).toEqual(["refs/notes/commits"]);
    git("update-ref", "-d", "refs/notes/commits");
    expect((await findInHistory(root, key)).places).toEqual([{ source: "message", noteOn: on }]);
  });

  test("what is only staged, here or in a linked worktree", async () => {
    const { root, commit, git, write } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    git("worktree", "add", "-q", join(root, "linked"));
    write({ "linked/b.txt": key });
    git("-C", "linked", "add", "b.txt");
    const { history, places, origins } = await findInHistory(root, key);
    expect(origins).toEqual(["history"]);
    expect(places).toEqual([{ source: "index", path: "b.txt" }]);
    expect(history).toMatchObject({ refs: [], introducedBy: [], unreachable: true });
  });
});

test("secrets of another repository are not this one's", async () => {
  const [here, there] = [repository(), repository()];
  const key = googleApiKey();
  here.commit({ "a.txt": "1" });
  there.commit({ "a.txt": key });
  const { source } = await findInHistory(here.root, key);
  const { secret } = await findInHistory(there.root, key);
  const trace = await source.trace?.([secret], silentSieve());
  expect(trace?.historyOf(secret)).toBeUndefined();
});

test("the same trace twice is the same, and order is by date", async () => {
  const { root, commit, git } = repository();
  const key = googleApiKey();
  for (const name of ["c", "a", "b"]) {
    git("checkout", "-q", "--orphan", name);
    commit({ [`${name}.txt`]: key });
  }
  const [once, again] = [await findInHistory(root, key), await findInHistory(root, key)];
  expect(once.history).toEqual(again.history);
  expect(once.history?.introducedBy.map(({ paths }) => paths)).toEqual([
    ["c.txt"],
    ["a.txt", "c.txt"],
    ["a.txt", "b.txt", "c.txt"],
  ]);
});

describe("hostile names", () => {
  test.for([
    ["line end", "a\nb"],
    ["escape", "a\u001b[2Jb"],
    ["colon first", ":a"],
    ["dash first", "-rf"],
    ["at and hex", "@0123456789 abc"],
    ["tab and quote", 'a\t"b'],
  ])("%s in a path", async ([, name = ""]) => {
    const { root, commit } = repository();
    const key = googleApiKey();
    const bringing = commit({ [`${name}/${name}`]: key });
    const { history, places, skipped } = await findInHistory(root, key);
    expect(skipped).toEqual([]);
    expect(changes(history?.introducedBy)).toEqual([[bringing, `${name}/${name}`]]);
    expect(places).toContainEqual({ source: "history", path: `${name}/${name}` });
  });

  test("bytes that are not UTF-8 in a path and an author", async () => {
    const { root, git, gitWith } = repository();
    const key = googleApiKey();
    const blob = gitWith(key, "hash-object", "-w", "--stdin");
    const entry = Buffer.concat([
      Buffer.from(`100644 blob ${blob}\t`),
      Buffer.from([0x66, 0xff, 0xfe]),
      Buffer.from("\0"),
    ]);
    const tree = gitWith(entry, "mktree", "-z");
    const commit = gitWith(
      Buffer.concat([
        Buffer.from(`tree ${tree}\nauthor `),
        Buffer.from([0xe9, 0x1b, 0x5b]),
        Buffer.from(
          ` <a@x> 1700000000 +0000\ncommitter x <x> 99999999999999999999 +9999\n\nmessage\n`,
        ),
      ]),
      "hash-object",
      "-w",
      "-t",
      "commit",
      "--literally",
      "--stdin",
    );
    git("update-ref", "refs/heads/main", commit);
    const { history, places, skipped } = await findInHistory(root, key);
    expect(skipped).toEqual([]);
    expect(changes(history?.introducedBy)).toEqual([[commit, "f\ufffd\ufffd"]]);
    expect(history?.introducedBy[0]?.date).toBe("2023-11-14T22:13:20+00:00");
    expect(places).toEqual([{ source: "history", path: "f\ufffd\ufffd" }]);
  });
});
