import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../src/command-line/arguments.ts";
import { resolveConfig } from "../src/config.ts";
import { UserError } from "../src/errors.ts";
import { temporaryFolder } from "./support/tree.ts";

const piped = { isTTY: false, environment: {} };

async function configOf(argv: readonly string[], terminal = piped) {
  return await resolveConfig(parseArguments(argv).settings, terminal);
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

test("without flags everything has its default", async () => {
  expect(await configOf([])).toEqual({
    format: "text",
    outputs: [],
    failOn: "medium",
    rules: [],
    maxFileSize: Infinity,
    jobs: availableParallelism(),
    quiet: false,
    color: false,
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
    format: "json",
    outputs: [
      { file: "a.json", format: "json" },
      { file: "b.TXT", format: "text" },
    ],
    failOn: "high",
    rules: ["r.yaml"],
    maxFileSize: 10 * 1024 * 1024,
    jobs: 3,
    quiet: true,
    color: false,
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
      "there is no flag --fromat | the nearest is --format, for audit, staged, push and scan; see gemsweep --help",
    ],
    [
      ["staged", "--fail_on=high"],
      "there is no flag --fail_on | the nearest is --fail-on, for audit, staged, push and scan; see gemsweep --help",
    ],
    [
      ["-q"],
      "there is no flag -q | the nearest is --quiet, for audit, staged, push and scan; see gemsweep --help",
    ],
    [
      ["staged", "--max-file-size", "1M"],
      "--max-file-size does not apply to staged | it applies to audit and scan; see gemsweep staged --help",
    ],
    [
      ["rules", "--format", "json"],
      "--format does not apply to rules | it applies to audit, staged, push and scan; see gemsweep rules --help",
    ],
    [
      ["adit"],
      "there is neither a command nor a folder called adit | the nearest command is audit; see gemsweep --help",
    ],
    [["--format"], "--format needs a value | for example --format json"],
    [["--format", "--quiet"], "--format needs a value | for example --format json"],
    [["--format="], "--format needs a value | for example --format json"],
    [["--quiet=yes"], "--quiet takes no value | "],
    [["--format", "json", "--format", "text"], "--format was given twice | give it once"],
    [
      ["--format", "jsn"],
      "--format cannot be jsn | it is one of text, json or jsonl; the nearest is json",
    ],
    [
      ["--fail-on", "hihg"],
      "--fail-on cannot be hihg | it is one of info, low, medium, high or critical; the nearest is high",
    ],
    [
      ["--output", "report.xml"],
      "--output report.xml: the ending does not tell the format | use .txt, .json or .jsonl",
    ],
    [["--output", "a.json", "--output", "a.json"], "--output a.json was given twice | "],
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
        "output: report.json",
      ].join("\n"),
    });
    const config = await configOf(["--fail-on", "low", "--config", join(folder, "gemsweep.yaml")]);
    expect(config).toEqual({
      format: "json",
      outputs: [{ file: join(folder, "report.json"), format: "json" }],
      failOn: "low",
      rules: [join(folder, "mine.yaml"), join(folder, "more/ours.yaml")],
      maxFileSize: 1000,
      jobs: 4,
      quiet: true,
      color: false,
    });
  });

  test("may be empty", async () => {
    const folder = temporaryFolder({ "gemsweep.yaml": "# nothing yet\n" });
    const config = await configOf(["--config", join(folder, "gemsweep.yaml")]);
    expect(config.failOn).toBe("medium");
  });

  test.for<[string, string]>([
    [
      "format: json\nfail_on: high",
      "gemsweep.yaml:2: there is no setting fail_on | the nearest is fail-on",
    ],
    ["config: other.yaml", "gemsweep.yaml:1: there is no setting config | the nearest is format"],
    [
      "\n\nfail-on: hi",
      "gemsweep.yaml:3: fail-on cannot be hi | it is one of info, low, medium, high or critical; the nearest is high",
    ],
    ["fail-on: [high]", "gemsweep.yaml:1: fail-on needs a value | "],
    ["rules:", "gemsweep.yaml:1: rules needs a value or a list of values | "],
    ["quiet: maybe", "gemsweep.yaml:1: quiet cannot be maybe | it is true or false"],
    ["- format", "gemsweep.yaml:1: expected settings | for example: fail-on: high"],
    ['fail-on: high\nformat: "json', "gemsweep.yaml:2: not valid YAML (MISSING_CHAR) | "],
    ["format: json\nformat: text", "gemsweep.yaml:2: not valid YAML (DUPLICATE_KEY) | "],
  ])("%j is refused", async ([yaml, expected]) => {
    expect(await refusalOf([], yaml)).toBe(expected);
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
