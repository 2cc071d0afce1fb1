import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  readConfigFile,
  readOwnConfig,
  SETTING_NAMES,
  type Written,
} from "../../src/command-line/config-file.ts";
import { FLAG_NAMES, flagOf } from "../../src/command-line/flags.ts";
import { UserError } from "../../src/errors.ts";
import { worktreeFiles } from "../../src/sources/worktree-files.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

const FINGERPRINT = "a".repeat(64);

type Files = Readonly<Record<string, string | Buffer>>;

/** What a repository's own settings come to. */
async function own(files: Files): Promise<Written | undefined> {
  return await readOwnConfig(worktreeFiles(temporaryFolder(files)));
}

/** What a file that the user names comes to. */
async function named(files: Files, file = "gemsweep.yaml"): Promise<Written> {
  return await readConfigFile(join(temporaryFolder(files), file));
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => "nothing was refused",
    (error: unknown) => error,
  );
  if (!(thrown instanceof UserError)) throw thrown;
  return `${thrown.message} | ${thrown.remedy ?? ""}`.replaceAll(
    /\/\S*gemsweep-test-[^/\s]*\//g,
    "",
  );
}

function patterns(written: Written | undefined, name: "include" | "exclude"): readonly string[] {
  return written?.statements[name].map(({ pattern, file }) => `${pattern} (${file})`) ?? [];
}

const schema = JSON.parse(
  readFileSync(new URL("../../schema/config.schema.json", import.meta.url), "utf8"),
) as { properties: Readonly<Record<string, unknown>> };
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const FULL = `# yaml-language-server: $schema=node_modules/gemsweep/schema/config.schema.json
fail-on: high
include: src
exclude: [vendor, "**/*.md"]
rules: tools/rules.yaml
max-file-size: 10M
foreign-marks: true
usage-hints:
  - path: apps/maps
    usage: maps
public-keys:
  ${FINGERPRINT}: our web client
`;

describe("a repository's own settings", () => {
  test("are none where there is no file, and nothing where it is empty", async () => {
    expect(await own({})).toBeUndefined();
    expect((await own({ ".gemsweep.yaml": "# nothing yet\n" }))?.settings.size).toBe(0);
  });

  test("are all that is about the repository", async () => {
    const written = await own({ ".gemsweep.yaml": FULL, "tools/rules.yaml": "id: mine" });
    expect([...(written?.settings ?? [])]).toEqual([
      ["fail-on", { values: ["high"], where: ".gemsweep.yaml:2:1: fail-on" }],
      ["max-file-size", { values: ["10M"], where: ".gemsweep.yaml:6:1: max-file-size" }],
      ["foreign-marks", { values: ["true"], where: ".gemsweep.yaml:7:1: foreign-marks" }],
    ]);
    expect(patterns(written, "include")).toEqual(["src (.gemsweep.yaml)"]);
    expect(patterns(written, "exclude")).toEqual([
      "vendor (.gemsweep.yaml)",
      "**/*.md (.gemsweep.yaml)",
    ]);
    expect(written?.statements.usageHints).toMatchObject([{ pattern: "apps/maps", usage: "maps" }]);
    expect([...(written?.statements.publicKeys ?? [])]).toEqual([
      [FINGERPRINT, "our web client (public, says .gemsweep.yaml)"],
    ]);
    expect(written?.rules).toEqual([
      { file: "tools/rules.yaml", text: "id: mine", ofRepository: true },
    ]);
    expect(written?.own).toEqual({
      file: ".gemsweep.yaml",
      settings: [
        { name: "fail-on", values: ["high"] },
        { name: "usage-hints", values: [] },
        { name: "public-keys", values: [] },
      ],
    });
    expect(isValid(parse(FULL))).toBe(true);
  });

  test.for(FLAG_NAMES.filter((name) => !flagOf(name).typedOnly && !flagOf(name).inRepository))(
    "do not have %s, which reaches beyond it",
    async (name) => {
      expect(await refusal(own({ ".gemsweep.yaml": `\n${name}: x` }))).toBe(
        `.gemsweep.yaml:2:1: ${name} is nothing that a repository decides about itself | type --${name}, or name a config file of yours with --config; or go on without it: --no-ignore`,
      );
    },
  );

  test("are only what must be about keys, files and severity", () => {
    expect(FLAG_NAMES.filter((name) => flagOf(name).inRepository)).toEqual([
      "fail-on",
      "rules",
      "foreign-marks",
      "max-file-size",
    ]);
  });

  test.for<[string, string]>([
    [
      "extends: /etc/gemsweep.yaml",
      ".gemsweep.yaml:1:1: extends /etc/gemsweep.yaml: it is outside",
    ],
    ["extends: ../shared.yaml", ".gemsweep.yaml:1:1: extends ../shared.yaml: it is outside"],
    ["extends: ./a/../../shared.yaml", ": it is outside of the repository"],
    ["extends: ./..\\shared.yaml", ": it is outside of the repository"],
    ["rules: ../rules.yaml", ".gemsweep.yaml:1:1: rules ../rules.yaml: it is outside"],
    ["rules: /etc/passwd", ".gemsweep.yaml:1:1: rules /etc/passwd: it is outside"],
    ["extends: './a\\0b.yaml'".replaceAll("'", '"'), ": it is outside of the repository"],
    ["rules: none.yaml", "cannot read .gemsweep.yaml:1:1: rules none.yaml: it is not in the repo"],
    ["rules: link.yaml", "link.yaml is not read: it is a symbolic link"],
    ["rules: out/rules.yaml", "out/rules.yaml is not read: it is behind a link that leads out"],
    ["rules: pipe", "pipe is not read: it is no regular file"],
    ["rules: folder", "folder is not read: it is no regular file"],
    ["extends: ./link.yaml", "link.yaml is not read: it is a symbolic link"],
  ])("%s does not lead anywhere else", async ([yaml, expected]) => {
    const elsewhere = temporaryFolder({ "rules.yaml": "id: mine" });
    const folder = temporaryFolder({ ".gemsweep.yaml": yaml });
    symlinkSync(join(elsewhere, "rules.yaml"), join(folder, "link.yaml"));
    symlinkSync(elsewhere, join(folder, "out"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    mkdirSync(join(folder, "folder"));
    const refused = await refusal(readOwnConfig(worktreeFiles(folder)));
    expect(refused).toContain(expected);
  });

  test("that are a link are not read", async () => {
    const folder = temporaryFolder({ "a.yaml": "fail-on: critical" });
    symlinkSync("a.yaml", join(folder, ".gemsweep.yaml"));
    expect(await refusal(readOwnConfig(worktreeFiles(folder)))).toBe(
      ".gemsweep.yaml is not read: it is a symbolic link | put it right, or go on without it: --no-ignore",
    );
  });
});

describe("extends", () => {
  test("names files and packages; what the file says itself wins, lists are joined", async () => {
    const written = await own({
      ".gemsweep.yaml":
        "extends: [./shared/base.yaml, '@acme/gemsweep-config', '@acme/x/sub/strict.yaml']\nfail-on: high\nexclude: mine",
      "shared/base.yaml": "extends: ./deeper.yaml\nfail-on: low\nexclude: base",
      "shared/deeper.yaml": "foreign-marks: true\nexclude: deeper\nrules: ./deep-rules.yaml",
      "shared/deep-rules.yaml": "id: deep",
      "node_modules/@acme/gemsweep-config/gemsweep.yaml": "exclude: package\nmax-file-size: 1M",
      "node_modules/@acme/x/sub/strict.yaml": "exclude: strict\nmax-file-size: 2M",
    });
    expect(patterns(written, "exclude")).toEqual([
      "mine (.gemsweep.yaml)",
      "base (shared/base.yaml)",
      "deeper (shared/deeper.yaml)",
      "package (node_modules/@acme/gemsweep-config/gemsweep.yaml)",
      "strict (node_modules/@acme/x/sub/strict.yaml)",
    ]);
    const values = [...(written?.settings ?? [])].map(([name, setting]) => [name, setting.values]);
    expect(Object.fromEntries(values)).toEqual({
      "fail-on": ["high"],
      "foreign-marks": ["true"],
      "max-file-size": ["1M"],
    });
    expect(written?.rules.map(({ file }) => file)).toEqual(["shared/deep-rules.yaml"]);
  });

  test("of a package is data: nothing of it is run", async () => {
    const ran = "globalThis.ranFromPackage = true; throw new Error('run');";
    const files = {
      ".gemsweep.yaml": "extends: evil",
      "node_modules/evil/package.json": `{"name": "evil", "main": "index.js"}`,
      "node_modules/evil/index.js": ran,
      "node_modules/evil/gemsweep.js": ran,
      "node_modules/evil/gemsweep.yaml": "exclude: x",
    };
    expect(patterns(await own(files), "exclude")).toHaveLength(1);
    expect("ranFromPackage" in globalThis).toBe(false);
  });

  test("does not follow a package's link out of the repository", async () => {
    const elsewhere = temporaryFolder({ "gemsweep.yaml": "exclude: x" });
    const folder = temporaryFolder({ ".gemsweep.yaml": "extends: linked" });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(elsewhere, join(folder, "node_modules/linked"));
    expect(await refusal(readOwnConfig(worktreeFiles(folder)))).toContain(
      "node_modules/linked/gemsweep.yaml is not read: it is behind a link that leads out",
    );
  });

  test.for<[string, Files, string]>([
    [
      "a circle",
      { ".gemsweep.yaml": "extends: ./a.yaml", "a.yaml": "extends: ./.gemsweep.yaml" },
      "a.yaml:1:1: extends ./.gemsweep.yaml: it extends itself, by way of a.yaml | put it right, or go on without it: --no-ignore",
    ],
    [
      "itself",
      { ".gemsweep.yaml": "extends: ./.gemsweep.yaml" },
      ".gemsweep.yaml:1:1: extends ./.gemsweep.yaml: it extends itself, by way of .gemsweep.yaml | put it right, or go on without it: --no-ignore",
    ],
    [
      "a chain without end",
      Object.fromEntries([
        [".gemsweep.yaml", "extends: ./0.yaml"],
        ...Array.from({ length: 50 }, (_, at) => [`${at}.yaml`, `extends: ./${at + 1}.yaml`]),
      ]),
      "30.yaml:1:1: extends ./31.yaml: it leads to more than 32 files | name fewer",
    ],
    [
      "one file over and over",
      {
        ".gemsweep.yaml": `extends: [${Array(1000).fill("./a.yaml").join(",")}]`,
        "a.yaml": "",
      },
      "it leads to more than 32 files | name fewer",
    ],
    [
      "more than can be meant",
      {
        ".gemsweep.yaml": "extends: [./a.yaml, ./b.yaml]",
        "a.yaml": "#".repeat(1.5 * 1024 ** 2),
        "b.yaml": "#".repeat(1024 ** 2),
      },
      "it leads to more than 2 MiB of files | name fewer",
    ],
    [
      "a package that is not there",
      { ".gemsweep.yaml": "extends: '@acme/none'" },
      ": there is none in node_modules | install the package; a file is named with ./ before it",
    ],
    [
      "neither",
      { ".gemsweep.yaml": "extends: 'https://acme.example/x.yaml'" },
      ".gemsweep.yaml:1:1: extends https://acme.example/x.yaml: it is neither a file nor a package | write ./shared.yaml or @acme/gemsweep-config",
    ],
    [
      "a way out of node_modules",
      { ".gemsweep.yaml": "extends: 'acme/../../../x.yaml'" },
      "it is neither a file nor a package",
    ],
    [
      "what reaches beyond the repository",
      { ".gemsweep.yaml": "extends: ./a.yaml", "a.yaml": "\noutput: x.json" },
      "a.yaml:2:1: output is nothing that a repository decides about itself",
    ],
    [
      "a mistake",
      { ".gemsweep.yaml": "extends: ./a.yaml", "a.yaml": "fail_on: high" },
      "a.yaml:1:1: there is no setting fail_on | the nearest is fail-on",
    ],
  ])("%s is refused", async ([, files, expected]) => {
    expect(await refusal(own(files))).toContain(expected);
  });
});

describe("a file that the user names", () => {
  test("may reach wherever the user does", async () => {
    const elsewhere = temporaryFolder({
      "base.yaml": "output: base.json\nrules: rules.yaml",
      "rules.yaml": "id: base",
    });
    const written = await named({
      "gemsweep.yaml": `extends: ${elsewhere}/base.yaml\nverify: true\nquiet: true`,
    });
    expect([...written.settings.keys()].toSorted()).toEqual(["output", "quiet", "verify"]);
    expect(written.settings.get("output")?.values).toEqual([join(elsewhere, "base.json")]);
    expect(written.rules).toEqual([
      { file: join(elsewhere, "rules.yaml"), text: "id: base", ofRepository: false },
    ]);
    expect(written.own).toBeUndefined();
  });

  test("finds packages from where it is, upwards", async () => {
    const written = await named(
      {
        "a/b/gemsweep.yaml": "extends: acme",
        "node_modules/acme/gemsweep.yaml": "exclude: x",
      },
      "a/b/gemsweep.yaml",
    );
    expect(patterns(written, "exclude")).toHaveLength(1);
  });
});

describe("a mistake is told with its line and what is nearest", () => {
  const key = googleApiKey();
  test.for<[string, string]>([
    ["excludes: x", ".gemsweep.yaml:1:1: there is no setting excludes | the nearest is exclude"],
    ["usage_hints: []", "there is no setting usage_hints | the nearest is usage-hints"],
    ["public-key: {}", "there is no setting public-key | the nearest is public-keys"],
    ["job: 3", "there is no setting job | the nearest is rules"],
    ["__proto__: x", ".gemsweep.yaml:1:1: there is no setting __proto__"],
    ["constructor: x", ".gemsweep.yaml:1:1: there is no setting constructor"],
    ["toString: x", "there is no setting toString"],
    ["exclude: 1", ".gemsweep.yaml:1:10: exclude needs a text or a list of texts"],
    ["exclude:\n  - a\n  - [b]", ".gemsweep.yaml:3:5: exclude needs a text or a list of texts"],
    ["exclude: &a [*a]", "exclude needs a text or a list of texts"],
    ["usage-hints: {path: x}", "usage-hints needs a list"],
    ["usage-hints: [x]", "expected a usage hint: a mapping with path, usage"],
    ["usage-hints: [{path: x}]", `"usage" of a usage hint: expected`],
    ["usage-hints: [{path: x, usage: mpas}]", `expected one of gemini, firebase, `],
    ["usage-hints: [{pth: x}]", `a usage hint has no field "pth" | Did you mean "path"?`],
    ["public-keys: [x]", "public-keys needs fingerprints, each with what the key is"],
    [`public-keys: {${key}: ours}`, "expected the fingerprint of a credential"],
    [`public-keys: {${FINGERPRINT}: }`, "public-keys needs a text that says what the key is"],
    ["extends: {a: b}", "extends needs a text or a list of texts"],
    ["- fail-on", ".gemsweep.yaml:1:1: expected settings"],
    ["fail-on: high\n---\nquiet: true", "not valid YAML (MULTIPLE_DOCS)"],
  ])("%s", async ([yaml, expected]) => {
    const refused = await refusal(own({ ".gemsweep.yaml": yaml }));
    expect(refused).toContain(expected);
    expect(refused).not.toContain(key);
  });

  test("so is a file that is no text, or too large", async () => {
    const latin1 = Buffer.from("exclude: clé", "latin1");
    expect(await refusal(own({ ".gemsweep.yaml": latin1 }))).toContain("not UTF-8");
    const deep = "[".repeat(1_000_000);
    expect(await refusal(own({ ".gemsweep.yaml": deep }))).toContain("there is too much in it");
    const name = "x".repeat(1000);
    const refused = await refusal(own({ ".gemsweep.yaml": `${name}: 1` }));
    expect(refused).toContain(`there is no setting ${"x".repeat(60)}… |`);
    const large = "#".repeat(10 * 1024 ** 2);
    expect(await refusal(own({ ".gemsweep.yaml": large }))).toContain("larger than 2 MiB");
  });
});

describe("the schema for editors", () => {
  test("knows exactly the settings that there are", () => {
    expect(Object.keys(schema.properties).toSorted()).toEqual(SETTING_NAMES.toSorted());
  });

  test.for<[string, boolean]>([
    ["", true],
    ["fail-on: live, restricted", true],
    ["fail-on: severe", false],
    ["exclude: []", true],
    ["exclude: 1", false],
    ["excludes: x", false],
    ["verify: [generate, reach]", true],
    ["usage-hints: [{path: a, usage: bus}]", false],
    ["public-keys: {abc: x}", false],
  ])("takes %j: %s", ([yaml, valid]) => {
    expect(isValid(parse(yaml))).toBe(valid);
  });
});
