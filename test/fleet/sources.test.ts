import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Wanted } from "../../src/config.ts";
import { locationOf, withoutCredentials } from "../../src/fleet/location.ts";
import { readSources } from "../../src/fleet/sources.ts";
import { repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

interface Options {
  readonly archived?: Wanted;
  readonly forks?: Wanted;
  readonly input?: string;
}

async function read(operands: readonly string[], options: Options = {}) {
  const { archived = "yes", forks = "yes", input = "" } = options;
  const fleet = await readSources(operands, {
    archived,
    forks,
    input: Readable.from([Buffer.from(input)]),
  });
  const locations = fleet.targets.map(({ repository }) => repository.location);
  return { ...fleet, ...fleet.sources, locations };
}

describe("an address", () => {
  test.for([
    ["https://github.com/acme/demo", "https://github.com/acme/demo", "github.com/acme/demo"],
    [
      "https://GitHub.com/acme/demo.git/",
      "https://github.com/acme/demo.git/",
      "github.com/acme/demo",
    ],
    [
      "https://git.acme.example:8443/a/b/c",
      "https://git.acme.example:8443/a/b/c",
      "git.acme.example:8443/a/b/c",
    ],
    [
      "https://user:secret@github.com/acme/demo",
      "https://github.com/acme/demo",
      "github.com/acme/demo",
    ],
    [
      "https://t0ken@github.com/acme/demo?t=1#x",
      "https://github.com/acme/demo",
      "github.com/acme/demo",
    ],
    ["https://a@b:c@github.com/acme/demo", "https://github.com/acme/demo", "github.com/acme/demo"],
    [
      "ssh://git@github.com:22/acme/demo.git",
      "ssh://git@github.com/acme/demo.git",
      "github.com/acme/demo",
    ],
    ["ssh://git:secret@host.example/x", "ssh://git@host.example/x", "host.example/x"],
    ["git@github.com:acme/demo.git", "git@github.com:acme/demo.git", "github.com/acme/demo"],
  ])("%s", ([text = "", location, name]) => {
    expect(locationOf(text)).toMatchObject({ kind: "url", location, name });
  });

  test.for([
    "http://github.com/acme/demo",
    "git://github.com/acme/demo",
    "file:///etc/passwd",
    "ext::sh -c touch% /tmp/x",
    "fd::17",
    "ftp://host.example/x",
    "--upload-pack=touch /tmp/x",
    "-oProxyCommand=x",
    "ssh://-oProxyCommand=x/y",
    "ssh://git@-host/y",
    "-x@host.example:y",
    "git@-host:y",
    "git@host.example:-y",
    "https://",
    "https://host.example",
    "https://host.example/",
    "https://host.example/a b",
    "https://host.example/a/../../b",
    "git@host.example:./b",
    "me:hunter2@host.example/acme/demo",
    "https://host.example/a\u202eb",
    "https://ho st/a",
    "a\0b",
    `https://host.example/${"a".repeat(5000)}`,
  ])("is not %j", (text) => {
    expect(locationOf(text).kind).toBe("neither");
  });
});

test.for([
  ["fatal: https://me:pw@host/x: no", "fatal: https://host/x: no"],
  ["remote: Invalid token ghp_abcdefghijklmnop", "remote: Invalid token ghp_…"],
  ["https://me:p/w@host/x", "https://host/x"],
  ["//me:pw@host/x", "//host/x"],
  ["me:pw@host:x", "host:x"],
  ["http://host/x?private_token=pw#pw", "http://host/x"],
  ["fatal: 'https://host/x?t=pw': no", "fatal: 'https://host/x': no"],
  ["Authorization: Basic Zm9vOmJhcmZvbw==aaaaaaa", "Authorization: …"],
])("%s says no credential", ([text = "", shown]) => {
  expect(withoutCredentials(text)).toBe(shown);
});

describe("a list", () => {
  test("names repositories, one a line, each once", async () => {
    const { root } = repository();
    const list = [
      "# ours",
      "",
      "https://github.com/acme/one  # the first",
      "  git@github.com:Acme/One.git",
      "https://github.com/acme/two\r",
      root,
      `${root}/`,
      "http://github.com/acme/three",
      "nothing here",
    ].join("\n");
    const fleet = await read(["-"], { input: list });
    expect(fleet.locations).toEqual([
      "https://github.com/acme/one",
      "https://github.com/acme/two",
      root,
    ]);
    expect(fleet).toMatchObject({ asked: 7, duplicates: 2, leftOut: 0 });
    expect(fleet.rejected).toEqual([
      {
        list: "standard input",
        line: 8,
        text: "http://github.com/acme/three",
        why: "is not encrypted: write https://",
      },
      {
        list: "standard input",
        line: 9,
        text: "nothing here",
        why: "there is no such folder, and it is no address",
      },
    ]);
  });

  test("of ten thousand lines with duplicates and nonsense is read to its end", async () => {
    const key = googleApiKey();
    const lines = Array.from({ length: 10_000 }, (_, index) => {
      if (index % 10 === 7) return `https://host.example/team/app-${index - 7}.git`;
      if (index % 10 === 8) return `\u001b[2J${"x".repeat(index % 500)} ${key}`;
      if (index % 10 === 9) return `https://user:pass-${index}@host.example/team/app-${index}`;
      return `https://host.example/team/app-${index}`;
    });
    const fleet = await read([join(temporaryFolder({ list: lines.join("\n") }), "list")]);
    expect(fleet).toMatchObject({ asked: 10_000, duplicates: 1000, stripped: 1000 });
    expect(fleet.targets).toHaveLength(8000);
    expect(fleet.rejected).toHaveLength(1000);
    expect(new Set(fleet.targets.map(({ id }) => id)).size).toBe(8000);
    const told = JSON.stringify(fleet);
    expect(told).not.toContain("pass-");
    expect(told).not.toContain(key);
    expect(told).not.toContain("\\u001b");
  });

  test("of gh tells what is archived, a fork or public", async () => {
    const gh = [
      {
        url: "https://github.com/acme/one",
        nameWithOwner: "acme/one",
        isArchived: true,
        isFork: false,
        visibility: "PUBLIC",
      },
      { sshUrl: "git@github.com:acme/two.git", isArchived: false, isFork: true, isPrivate: true },
      { nameWithOwner: "acme/three" },
    ];
    const input = JSON.stringify(gh);
    const all = await read(["-"], { input });
    expect(all.targets.map(({ repository }) => repository)).toEqual([
      {
        name: "github.com/acme/one",
        location: "https://github.com/acme/one",
        kind: "url",
        owner: "acme",
        archived: true,
        fork: false,
        visibility: "public",
      },
      {
        name: "github.com/acme/two",
        location: "git@github.com:acme/two.git",
        kind: "url",
        owner: "acme",
        archived: false,
        fork: true,
        visibility: "private",
      },
    ]);
    expect(all.rejected.map(({ text }) => text)).toEqual(["acme/three"]);
    expect((await read(["-"], { input, archived: "no" })).locations).toHaveLength(1);
    expect((await read(["-"], { input, archived: "only" })).leftOut).toBe(1);
    expect((await read(["-"], { input, forks: "only" })).locations).toEqual([
      "git@github.com:acme/two.git",
    ]);
  });

  test("of glab does, too, page after page", async () => {
    const project = (name: string, more: object) => ({
      http_url_to_repo: `https://gitlab.com/acme/tools/${name}.git`,
      path_with_namespace: `acme/tools/${name}`,
      archived: false,
      visibility: "internal",
      ...more,
    });
    const pages = [[project("one", {})], [project("two", { forked_from_project: { id: 1 } })]];
    const fleet = await read(["-"], {
      input: pages.map((page) => JSON.stringify(page)).join("\n"),
    });
    expect(fleet.targets.map(({ repository }) => repository)).toMatchObject([
      { name: "gitlab.com/acme/tools/one", owner: "acme/tools", fork: false, archived: false },
      { name: "gitlab.com/acme/tools/two", fork: true, visibility: "internal" },
    ]);
  });

  test.for(["[", '{"url":', "[1, null, {}]", '{"url":7}', "\u0000\u0001", "[]", ""])(
    "may be %j",
    async (input) => {
      expect((await read(["-"], { input })).targets).toEqual([]);
    },
  );
});

test("an address that git knows no scheme of is refused by words", () => {
  for (const scheme of ["constructor", "ftp", "http"])
    expect(locationOf(`${scheme}://host.example/x`)).toHaveProperty("why", expect.any(String));
});

test("homes of several people are not taken for one repository", async () => {
  const input = ["ann", "ben", "git", "ben"].map((user) => `${user}@host.example:x`).join("\n");
  const { locations, duplicates } = await read(["-"], {
    input: `${input}\nhttps://host.example/x\n`,
  });
  expect(locations).toEqual(["ann", "ben", "git"].map((user) => `${user}@host.example:x`));
  expect(duplicates).toBe(2);
});

test("a list that names nothing is told, also beside another", async () => {
  const { root } = repository();
  for (const input of ["", "# nothing\n", "[]"]) {
    const { locations, rejected } = await read([root, "-"], { input });
    expect(locations).toEqual([root]);
    expect(rejected).toEqual([
      { list: "standard input", line: undefined, text: "-", why: "names no repository" },
    ]);
  }
});

test("a name that holds a key is no repository's, so that no report holds it", async () => {
  const key = googleApiKey();
  const folder = temporaryFolder();
  mkdirSync(join(folder, key, ".git"), { recursive: true });
  const input = `https://host.example/${key}/x\n${join(folder, key)}\n`;
  const fleet = await read([folder, "-"], { input });
  expect(fleet.targets).toEqual([]);
  expect(fleet.rejected).toHaveLength(3);
  expect(JSON.stringify(fleet)).not.toContain(key);
});

test("a list in UTF-16 is read", async () => {
  const file = join(temporaryFolder(), "list");
  writeFileSync(file, Buffer.from("\ufeffhttps://host.example/x\n", "utf16le"));
  expect((await read([file])).locations).toEqual(["https://host.example/x"]);
});

test("a folder of clones tells where it did not look", async () => {
  const folder = temporaryFolder();
  const deep = join(folder, "a/b/c/d/e/f/demo");
  mkdirSync(join(deep, ".git"), { recursive: true });
  symlinkSync(deep, join(folder, "link"));
  symlinkSync(folder, join(folder, "round"));
  mkdirSync(Buffer.concat([Buffer.from(join(folder, "b")), Buffer.from([0xff])]));
  const { asked, locations, rejected } = await read([folder]);
  expect(locations).toEqual([deep]);
  expect(asked).toBe(3);
  expect(rejected.map(({ text, why }) => `${text} ${why}`)).toEqual([
    expect.stringMatching(/\/b\ufffd cannot be looked through: /),
    expect.stringMatching(/\/link is a link to a repository/),
  ]);
});

test("a folder of clones stands for all of them, and nothing in them", async () => {
  const { root } = repository();
  const folder = temporaryFolder();
  for (const path of ["acme/one/.git", "acme/one/vendor/x/.git", "two/objects", "two/refs", "none"])
    mkdirSync(join(folder, path), { recursive: true });
  mkdirSync(join(folder, "two/HEAD"));
  const fleet = await read([folder, root, join(folder, "none"), join(folder, "missing")]);
  expect(fleet.locations).toEqual([join(folder, "acme/one"), join(folder, "two"), root]);
  expect(fleet.rejected.map(({ why }) => why)).toEqual([
    "is no repository, and holds none",
    "there is no such folder, and it is no address",
  ]);
});
