import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../src/command-line/arguments.ts";
import { resolveConfig } from "../src/config.ts";
import { UserError } from "../src/errors.ts";
import { temporaryFolder } from "./support/tree.ts";

const piped = { isTTY: false, environment: {} };

async function configOf(argv: readonly string[], terminal = piped) {
  const { settings, command } = parseArguments(argv);
  return await resolveConfig(settings, command, terminal);
}

/** `message | remedy` of the UserError that the command line, or a config file of this text, is answered with. */
async function refusalOf(argv: readonly string[], yaml?: string): Promise<string> {
  const folder = temporaryFolder(yaml === undefined ? {} : { "gemsweep.yaml": yaml });
  const file = yaml === undefined ? [] : ["--config", join(folder, "gemsweep.yaml")];
  try {
    await configOf([...argv, ...file]);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return `${thrown.message} | ${thrown.remedy ?? ""}`.replaceAll(`${folder}/`, "");
  }
  throw new Error("nothing was refused");
}

const NOTHING_IGNORED = {
  statements: { include: [], exclude: [], usageHints: [], publicKeys: new Map() },
  heeds: "our comments",
  usesIgnoreFile: true,
  readsOwnConfig: true,
  own: undefined,
  decision: undefined,
  prune: false,
};

const NO_SCRUB = {
  plan: undefined,
  overwrite: false,
  apply: false,
  into: undefined,
  dropBlobs: false,
  filterRepo: undefined,
  worktree: false,
  clearOutputs: false,
};

const FLEET = {
  jobs: availableParallelism(),
  work: undefined,
  disk: undefined,
  maxCloneSize: Infinity,
  patience: 300_000,
  keep: false,
  again: false,
  archived: "yes",
  forks: "yes",
};

test("without flags everything has its default", async () => {
  expect(await configOf([])).toEqual({
    ci: { base: undefined, head: undefined, bundles: [], all: false },
    dryRun: false,
    format: "text",
    outputs: [],
    failOn: { severity: "medium" },
    rules: [],
    maxFileSize: Infinity,
    jobs: availableParallelism(),
    verification: undefined,
    quiet: false,
    color: false,
    excerpts: false,
    scrub: NO_SCRUB,
    fleet: FLEET,
    ...NOTHING_IGNORED,
  });
});

test("every flag", async () => {
  const argv = [
    "audit",
    "--format",
    "json",
    "--output=a.json",
    "--output",
    "b.TXT",
    "--fail-on=high",
  ];
  const more = [
    "--rules",
    "r.yaml",
    "--max-file-size",
    "10M",
    "--jobs",
    "3",
    "--quiet",
    "--no-color",
  ];
  expect(await configOf([...argv, ...more])).toEqual({
    ci: { base: undefined, head: undefined, bundles: [], all: false },
    dryRun: false,
    format: "json",
    outputs: [
      { file: "a.json", format: "json" },
      { file: "b.TXT", format: "text" },
    ],
    failOn: { severity: "high" },
    rules: ["r.yaml"],
    maxFileSize: 10 * 1024 * 1024,
    jobs: 3,
    verification: undefined,
    quiet: true,
    color: false,
    excerpts: false,
    scrub: NO_SCRUB,
    fleet: { ...FLEET, jobs: 3 },
    ...NOTHING_IGNORED,
  });
});

test("every flag of fleet", async () => {
  const typed = ["fleet", "--work", "w", "--disk", "2T", "--max-clone-size=500M", "--keep"];
  const more = ["--stall-timeout", "60", "--again", "--archived", "no", "--forks", "only"];
  expect((await configOf([...typed, ...more, "--jobs=7"])).fleet).toEqual({
    jobs: 7,
    work: "w",
    disk: 2 * 1024 ** 4,
    maxCloneSize: 500 * 1024 ** 2,
    patience: 60_000,
    keep: true,
    again: true,
    archived: "no",
    forks: "only",
  });
});

test("every flag of scrub", async () => {
  const typed = ["scrub", "--plan", "p", "--overwrite", "--apply", "--into=c", "--drop-blobs"];
  const more = ["--filter-repo", "f", "--worktree", "--clear-outputs", "--dry-run"];
  const { scrub, dryRun } = await configOf([...typed, ...more]);
  expect(dryRun).toBe(true);
  expect(scrub).toEqual({
    plan: "p",
    overwrite: true,
    apply: true,
    into: "c",
    dropBlobs: true,
    filterRepo: "f",
    worktree: true,
    clearOutputs: true,
  });
});

describe("the command line", () => {
  test.for<[string[], string, string[]]>([
    [[], "audit", []],
    [["."], "audit", ["."]],
    [["../elsewhere"], "audit", ["../elsewhere"]],
    [["src"], "audit", ["src"]],
    [["audit", "a", "b"], "audit", ["a", "b"]],
    [["--quiet", "staged"], "staged", []],
    [["push"], "push", []],
    [["push", "origin", "git@host:x.git", "--quiet"], "push", ["origin", "git@host:x.git"]],
    [["scan", "-"], "scan", ["-"]],
    [["scan", "--", "--quiet"], "scan", ["--quiet"]],
    [["scan", "--verify", "src"], "scan", ["src"]],
    [["--verify=generate", "src"], "audit", ["src"]],
    [["verify", "report.json", "../old"], "verify", ["report.json", "../old"]],
    [["--", "staged"], "audit", ["staged"]],
    [["rules", "check"], "rules", ["check"]],
    [["help", "scan"], "help", ["scan"]],
  ])("%j", ([argv, command, operands]) => {
    expect(parseArguments(argv)).toMatchObject({ command, operands });
  });
});

describe("what cannot be meant is refused, with the nearest that can", () => {
  test.for<[string[], string]>([
    [
      ["--fromat", "json"],
      "there is no flag --fromat | the nearest is --format, for audit, staged, push, ci, scan, verify and fleet; see gemsweep --help",
    ],
    [
      ["staged", "--fail_on=high"],
      "there is no flag --fail_on | the nearest is --fail-on, for audit, staged, push, ci, scan, verify, fleet and scrub; see gemsweep --help",
    ],
    [
      ["-q"],
      "there is no flag -q | the nearest is --quiet, for audit, staged, push, ci, scan, verify, fleet, fleet worker, scrub and baseline; see gemsweep --help",
    ],
    [
      ["-o", "report.json"],
      "there is no flag -o | the nearest is --output, for audit, staged, push, ci, scan, verify and fleet; see gemsweep --help",
    ],
    [
      ["staged", "--max-file-size", "1M"],
      "--max-file-size does not apply to staged | it applies to audit, ci, scan, fleet, scrub and baseline; see gemsweep staged --help",
    ],
    [
      ["rules", "--format", "json"],
      "--format does not apply to rules | it applies to audit, staged, push, ci, scan, verify and fleet; see gemsweep rules --help",
    ],
    [
      ["adit"],
      "there is neither a command nor a folder called adit | the nearest command is audit; see gemsweep --help",
    ],
    [
      ["--no-ignore", "--foreign-marks"],
      "--no-ignore and --foreign-marks say two things | give one of them",
    ],
    [["--format"], "--format needs a value | for example --format json"],
    [["--format", "--quiet"], "--format needs a value | for example --format json"],
    [["--format="], "--format needs a value | for example --format json"],
    [["--quiet=yes"], "--quiet takes no value | "],
    [["--format", "json", "--format", "text"], "--format was given twice | give it once"],
    [
      ["--format", "jsn"],
      "--format cannot be jsn | it is one of text, json, jsonl, html, markdown, sarif, gitlab, codequality, junit or github; the nearest is json",
    ],
    [
      ["--fail-on", "hihg"],
      "--fail-on cannot be hihg | it is one of info, low, medium, high or critical, or with --verify a list of live, restricted, no-gemini, refused, blocked-leaked, suspended, disabled, dead and unknown; the nearest is high",
    ],
    [
      ["--output", "report.pdf"],
      "--output report.pdf: the ending does not tell the format | use .txt, .json, .jsonl, .html, .md, .markdown, .sarif or .xml, or write the format before it: gitlab:report.pdf",
    ],
    [["--output", "a.json", "--output", "a.json"], "--output a.json was given twice | "],
    [
      ["--output", "gitlb:a.json"],
      "--output gitlb:a.json: there is no format gitlb | the nearest is gitlab; for a file of that name write ./gitlb:a.json",
    ],
    [["--output", "gitlab:a.json", "--output", "a.json"], "--output a.json was given twice | "],
    [["--jobs", "0"], "--jobs cannot be 0 | it is a number from 1 to 64"],
    [["--jobs", "all"], "--jobs cannot be all | it is a number from 1 to 64"],
    [
      ["--max-file-size", "0"],
      "--max-file-size cannot be 0 | it is a number of bytes above 0, or one with a unit of 1024: 500k, 10M, 1.5G",
    ],
    [
      ["--max-file-size", "ten"],
      "--max-file-size cannot be ten | it is a number of bytes above 0, or one with a unit of 1024: 500k, 10M, 1.5G",
    ],
    [
      ["--config", "missing.yaml"],
      "cannot read --config missing.yaml: no such file or directory (ENOENT) | ",
    ],
  ])("%j", async ([argv, expected]) => {
    expect(await refusalOf(argv)).toBe(expected);
  });
});

test.for<[string, string, string]>([
  ["report.txt", "text", "report.txt"],
  ["a.json", "json", "a.json"],
  ["a.JSONL", "jsonl", "a.JSONL"],
  ["a.sarif", "sarif", "a.sarif"],
  ["a.sarif.json", "sarif", "a.sarif.json"],
  ["results.xml", "junit", "results.xml"],
  ["out/gl-secret-detection-report.json", "gitlab", "out/gl-secret-detection-report.json"],
  ["gl-code-quality-report.json", "codequality", "gl-code-quality-report.json"],
  ["gitlab:gl.json", "gitlab", "gl.json"],
  ["codequality:out/x", "codequality", "out/x"],
  ["github:annotations.txt", "github", "annotations.txt"],
  ["json:C:\\x.txt", "json", "C:\\x.txt"],
  ["./gitlab:x.json", "json", "./gitlab:x.json"],
  ["./other:x.json", "json", "./other:x.json"],
])("--output %s is %s in %s", async ([typed, format, file]) => {
  expect((await configOf(["--output", typed])).outputs).toEqual([{ file, format }]);
});

test.for<[string, number]>([
  ["1", 1],
  ["500k", 500 * 1024],
  ["1.5G", 1.5 * 1024 ** 3],
  ["10MB", 10 * 1024 ** 2],
  ["10MiB", 10 * 1024 ** 2],
  ["2 KB", 2048],
])("--max-file-size %s is %i bytes", async ([typed, bytes]) => {
  expect((await configOf(["--max-file-size", typed])).maxFileSize).toBe(bytes);
});

describe("a config file", () => {
  test("holds the same settings; its files are found from where it is, and flags win", async () => {
    const folder = temporaryFolder({
      "gemsweep.yaml": [
        "# settings",
        "format: json",
        "fail-on: high",
        "max-file-size: 1000",
        "jobs: 4",
        "quiet: true",
        "no-color: false",
        "rules: [mine.yaml, more/ours.yaml]",
        "output: [report.json, gitlab:gl.json]",
      ].join("\n"),
      "mine.yaml": "id: mine",
      "more/ours.yaml": "id: ours",
    });
    const config = await configOf(["--fail-on", "low", "--config", join(folder, "gemsweep.yaml")]);
    expect(config).toEqual({
      ci: { base: undefined, head: undefined, bundles: [], all: false },
      dryRun: false,
      format: "json",
      outputs: [
        { file: join(folder, "report.json"), format: "json" },
        { file: join(folder, "gl.json"), format: "gitlab" },
      ],
      failOn: { severity: "low" },
      rules: [
        { file: join(folder, "mine.yaml"), text: "id: mine", ofRepository: false },
        { file: join(folder, "more/ours.yaml"), text: "id: ours", ofRepository: false },
      ],
      maxFileSize: 1000,
      jobs: 4,
      verification: undefined,
      quiet: true,
      color: false,
      excerpts: false,
      scrub: NO_SCRUB,
      fleet: { ...FLEET, jobs: 4 },
      ...NOTHING_IGNORED,
      readsOwnConfig: false,
    });
  });

  test("may be empty", async () => {
    const folder = temporaryFolder({ "gemsweep.yaml": "# nothing yet\n" });
    const config = await configOf(["--config", join(folder, "gemsweep.yaml")]);
    expect(config.failOn).toEqual({ severity: "medium" });
  });

  test.for<[string, string]>([
    [
      "format: json\nfail_on: high",
      "gemsweep.yaml:2:1: there is no setting fail_on | the nearest is fail-on",
    ],
    ["config: other.yaml", "gemsweep.yaml:1:1: config is no setting | type --config instead"],
    [
      "verify: true\ngemini-endpoint: https://example.com",
      "gemsweep.yaml:2:1: gemini-endpoint is no setting | type --gemini-endpoint instead",
    ],
    ["proxy: http://a.example:1", "gemsweep.yaml:1:1: proxy is no setting | type --proxy instead"],
    [
      "use-env-proxy: true",
      "gemsweep.yaml:1:1: use-env-proxy is no setting | type --use-env-proxy instead",
    ],
    [
      "fail-on: live",
      "gemsweep.yaml:1:1: fail-on live is about what Google says of a key, which was not asked for | add --verify, or name a severity: info, low, medium, high or critical",
    ],
    [
      "verify: sometimes",
      "gemsweep.yaml:1:1: verify cannot be sometimes | it stands alone, or with =generate or =reach or both; the nearest is generate",
    ],
    [
      "\n\nfail-on: hi",
      "gemsweep.yaml:3:1: fail-on cannot be hi | it is one of info, low, medium, high or critical, or with --verify a list of live, restricted, no-gemini, refused, blocked-leaked, suspended, disabled, dead and unknown; the nearest is high",
    ],
    ["fail-on: [high]", "gemsweep.yaml:1:1: fail-on needs a value | "],
    [
      "filter-repo: ./mine",
      "gemsweep.yaml:1:1: filter-repo is no setting | type --filter-repo instead",
    ],
    ["apply: true", "gemsweep.yaml:1:1: apply is no setting | type --apply instead"],
    ["rules:", "gemsweep.yaml:1:1: rules needs a value or a list of values | "],
    ["quiet: maybe", "gemsweep.yaml:1:1: quiet cannot be maybe | it is true or false"],
    ["- format", "gemsweep.yaml:1:1: expected settings | for example: fail-on: high"],
    ['fail-on: high\nformat: "json', "gemsweep.yaml:2:14: not valid YAML (MISSING_CHAR) | "],
    ["format: json\nformat: text", "gemsweep.yaml:2:1: format stands there twice | "],
  ])("%j is refused", async ([yaml, expected]) => {
    expect(await refusalOf([], yaml)).toBe(expected);
  });
});

describe("checking keys with Google", () => {
  const plain = {
    generate: false,
    reach: false,
    model: undefined,
    endpoint: "https://generativelanguage.googleapis.com",
    proxy: undefined,
    useEnvProxy: false,
    verdictCache: undefined,
    auditLog: undefined,
  };

  test.for<[string[], object]>([
    [["--verify"], plain],
    [["verify"], plain],
    [["--verify=generate"], { ...plain, generate: true }],
    [["verify", "--verify=reach"], { ...plain, reach: true }],
    [["--verify=reach,generate"], { ...plain, generate: true, reach: true }],
    [
      ["--verify=generate", "--verify-model", "gemini-flash-lite-latest"],
      { ...plain, generate: true, model: "gemini-flash-lite-latest" },
    ],
    [
      ["--verify", "--gemini-endpoint", "http://127.0.0.1:8080/"],
      { ...plain, endpoint: "http://127.0.0.1:8080" },
    ],
    [
      ["--verify", "--proxy", "http://proxy.example:3128", "--audit-log=a", "--verdict-cache=c"],
      { ...plain, proxy: "http://proxy.example:3128/", auditLog: "a", verdictCache: "c" },
    ],
    [["--verify", "--use-env-proxy"], { ...plain, useEnvProxy: true }],
  ])("%j", async ([argv, expected]) => {
    expect((await configOf(argv)).verification).toEqual(expected);
  });

  test.for<[string, string[], object | undefined]>([
    ["verify: true", [], plain],
    ["verify: false", [], undefined],
    ["verify: [generate, reach]", [], { ...plain, generate: true, reach: true }],
    ["verify: generate", ["--verify"], plain],
    ["verify: false", ["verify"], plain],
    // Ready for when it is asked for.
    ["verdict-cache: c", [], undefined],
  ])("by a config file: %s, and %j", async ([yaml, argv, expected]) => {
    const folder = temporaryFolder({ "gemsweep.yaml": yaml });
    const config = await configOf([...argv, "--config", join(folder, "gemsweep.yaml")]);
    expect(config.verification).toEqual(expected);
  });

  test.for<[string[], object]>([
    [["--fail-on", "live"], { verdicts: ["live"] }],
    [["--fail-on=live, restricted"], { verdicts: ["live", "restricted"] }],
    [["--fail-on", "low"], { severity: "low" }],
  ])("%j", async ([argv, expected]) => {
    expect((await configOf(["--verify", ...argv])).failOn).toEqual(expected);
  });

  const NOT_ASKED = "is for checking keys with Google, which was not asked for";
  test.for<[string[], string]>([
    ...[
      ["--verify-model", "gemini-pro"],
      ["--proxy", "http://a.example:1"],
      ["--use-env-proxy"],
      ["--gemini-endpoint", "https://a.example"],
      ["--verdict-cache", "c"],
      ["--audit-log", "a"],
    ].map((argv): [string[], string] => [
      argv,
      `${argv[0]} ${NOT_ASKED} | add --verify, or leave it out`,
    ]),
    [
      ["--fail-on", "live,refused"],
      "--fail-on live,refused is about what Google says of a key, which was not asked for | add --verify, or name a severity: info, low, medium, high or critical",
    ],
    [
      ["scrub", "--fail-on", "live"],
      "--fail-on live is about what Google says of a key, which scrub does not ask | name a severity: info, low, medium, high or critical",
    ],
    [
      ["--verify", "--fail-on", "live,ded"],
      "--fail-on cannot be live,ded | it is one of info, low, medium, high or critical, or with --verify a list of live, restricted, no-gemini, refused, blocked-leaked, suspended, disabled, dead and unknown; the nearest is dead",
    ],
    [
      ["verify", "--verify=false"],
      "verify is for checking keys with Google, and --verify=false is not to | leave one of them out; gemsweep scan - looks at standard input without asking anybody",
    ],
    [
      ["--verify", "--audit-log", "a", "--verdict-cache", "./x/../a"],
      "--audit-log and --verdict-cache name the same file | give each its own",
    ],
    [
      ["--verify", "--audit-log", "a.json", "--output", "b.json", "--output", "./a.json"],
      "--output and --audit-log name the same file | give each its own",
    ],
    [
      ["--verify", "--audit-log", "a.json", "--output", "gitlab:a.json"],
      "--output and --audit-log name the same file | give each its own",
    ],
    [["--verify="], "--verify needs a value | for example --verify=generate"],
    [
      ["--verify=genrate"],
      "--verify cannot be genrate | it stands alone, or with =generate or =reach or both; the nearest is generate",
    ],
    [
      ["--verify=gen"],
      "--verify cannot be gen | it stands alone, or with =generate or =reach or both; the nearest is generate",
    ],
    [
      ["scan", ".", "--verify", "generate,reach"],
      "--verify does not take the next word, generate,reach | write --verify=generate,reach",
    ],
    [["--verify", "--verify=reach"], "--verify was given twice | give it once"],
    [
      ["--verify", "--verify-model", "gemini-pro"],
      "--verify-model is for --verify=generate | add that, or leave it out",
    ],
    [
      ["--verify=generate", "--verify-model", "../x?key="],
      "the name of the model to ask has characters that no model has | write it as in the list of models: gemini-flash-lite-latest",
    ],
    [
      ["--verify", "--proxy", "http://a.example:1", "--use-env-proxy"],
      "--proxy and --use-env-proxy say two things | give one of them",
    ],
    [
      ["--verify", "--gemini-endpoint", "http://example.com"],
      "keys cannot be sent to that endpoint | name an https:// address, or http:// on this machine (127.0.0.1, localhost), without user, query and fragment",
    ],
    [
      ["--verify", "--proxy", "socks5://a"],
      "that is not a proxy's address | write it as http://host:port or https://host:port",
    ],
    [
      ["rules", "--verify"],
      "--verify does not apply to rules | it applies to audit, staged, push, ci, scan, verify and fleet; see gemsweep rules --help",
    ],
  ])("%j is refused", async ([argv, expected]) => {
    expect(await refusalOf(argv)).toBe(expected);
  });

  test("a config file that asks for it is no hindrance to a command that has nothing to check", async () => {
    const yaml = "verify: true\nfail-on: live\n";
    const folder = temporaryFolder({ "gemsweep.yaml": yaml });
    const config = await configOf(["rules", "--config", join(folder, "gemsweep.yaml")]);
    expect(config.failOn).toEqual({ severity: "medium" });
  });
});

describe("colour", () => {
  test.for<[boolean, Record<string, string>, string[], boolean]>([
    [true, {}, [], true],
    [false, {}, [], false],
    [true, { NO_COLOR: "1" }, [], false],
    [true, { NO_COLOR: "" }, [], true],
    [true, { TERM: "dumb" }, [], false],
    [false, { FORCE_COLOR: "1" }, [], true],
    [true, { FORCE_COLOR: "0" }, [], false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, [], false],
    [true, { FORCE_COLOR: "1" }, ["--no-color"], false],
  ])("terminal %s, environment %j, flags %j → %s", async ([isTTY, environment, argv, expected]) => {
    expect((await configOf(argv, { isTTY, environment })).color).toBe(expected);
  });
});
