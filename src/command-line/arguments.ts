/** Reads the command line as it was typed; every word of it is understood or refused. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { UserError } from "../errors.ts";
import {
  type CommandName,
  COMMANDS,
  FLAG_NAMES,
  type FlagName,
  flagNamed,
  FLAGS,
  type Setting,
  type Settings,
  VERIFY_MODES,
} from "./flags.ts";
import { listed, nearest } from "./nearest.ts";

/** The command line, taken apart. */
export interface Typed {
  readonly command: CommandName;
  /** Whether the command's name was typed; without one it is an audit. */
  readonly named: boolean;
  readonly operands: readonly string[];
  readonly settings: Settings;
}

/** Takes `argv` (without node and script) apart. Throws {@link UserError}. */
export function parseArguments(argv: readonly string[]): Typed {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(
        FLAG_NAMES.map((name) => [name, { type: takesNext(name) ? "string" : "boolean" } as const]),
      ),
      help: { type: "boolean", short: "h" },
    },
    strict: false,
    tokens: true,
  });

  const flags = tokens.filter((token) => token.kind === "option");
  for (const { name, rawName } of flags) refuseUnknown(name, rawName);

  const terminator = tokens.find(({ kind }) => kind === "option-terminator")?.index ?? Infinity;
  const words = tokens.filter((token) => token.kind === "positional");
  for (const { name, index, value } of flags)
    if (name === "verify" && value === undefined)
      refuseMode(words.find((word) => word.index === index + 1)?.value);
  const [first, second] = words;
  const one = first && first.index < terminator ? commandIn(first.value) : undefined;
  const two = second && second.index < terminator ? `${one} ${second.value}` : undefined;
  const command = COMMANDS.find((name) => name === two) ?? one;
  const typed = {
    command: command ?? "audit",
    named: command !== undefined,
    operands: words.slice(command?.split(" ").length ?? 0).map(({ value }) => value),
  };

  const settings = new Map<FlagName, Setting>();
  for (const { rawName, ...flag } of flags) {
    const name = applicableFlag(flag.name, typed.command);
    const value = valueOf(name, flag.value, flag.inlineValue);
    const before = settings.get(name)?.values ?? [];
    if (before.length > 0 && ["value", "optional"].includes(FLAGS[name].takes))
      throw new UserError(`${rawName} was given twice`, "give it once");
    settings.set(name, { values: [...before, value], where: rawName });
  }
  return { ...typed, settings };
}

/** The command of this name; undefined for a path, which means an audit of it. */
function commandIn(word: string): CommandName | undefined {
  const command = COMMANDS.find((name) => name === word);
  if (command || /[/\\.]/.test(word) || existsSync(word)) return command;
  throw new UserError(
    `there is neither a command nor a folder called ${word}`,
    `the nearest command is ${nearest(word, COMMANDS)}; see gemsweep --help`,
  );
}

function refuseUnknown(name: string, rawName: string): void {
  if (flagNamed(name) && (rawName.startsWith("--") || rawName === "-h")) return;
  const candidate = flagNamed(nearest(name, FLAG_NAMES)) ?? "help";
  const where = listed(FLAGS[candidate].commands);
  throw new UserError(
    `there is no flag ${rawName}`,
    `the nearest is --${candidate}, for ${where}; see gemsweep --help`,
  );
}

/** A mode that a space parts from `--verify` would be taken for a path. */
function refuseMode(word: string | undefined): void {
  const isMode = word?.split(",").every((part) => VERIFY_MODES.some((mode) => mode === part));
  if (isMode && word !== undefined && !existsSync(word))
    throw new UserError(`--verify does not take the next word, ${word}`, `write --verify=${word}`);
}

function applicableFlag(name: string, command: CommandName): FlagName {
  const flag = flagNamed(name) ?? "help";
  const commands: readonly CommandName[] = FLAGS[flag].commands;
  if (commands.includes(command)) return flag;
  throw new UserError(
    `--${flag} does not apply to ${command}`,
    `it applies to ${listed(commands)}; see gemsweep ${command} --help`,
  );
}

/** Whether the next word is the flag's value; that of an optional one has to be joined to it by "=". */
function takesNext(name: FlagName): boolean {
  const { takes } = FLAGS[name];
  return takes === "value" || takes === "values";
}

function valueOf(flag: FlagName, value: string | undefined, inline: boolean | undefined): string {
  if (FLAGS[flag].takes === "nothing") {
    if (value !== undefined) throw new UserError(`--${flag} takes no value`);
    return "true";
  }
  if (FLAGS[flag].takes === "optional" && value === undefined) return "true";
  // What begins with a dash is the next flag rather than a value, unless it is joined by "=".
  if (!value || (!inline && value.startsWith("-")))
    throw new UserError(
      `--${flag} needs a value`,
      `for example ${EXAMPLES[flag] ?? `--${flag} FILE`}`,
    );
  return value;
}

const EXAMPLES: Partial<Record<FlagName, string>> = {
  format: "--format json",
  output: "--output report.json",
  "fail-on": "--fail-on high",
  reason: '--reason "a key of the test project, without rights"',
  by: "--by ada@example.com",
  expires: "--expires 2027-01-31",
  path: "--path test/fixtures",
  rules: "--rules my-rules.yaml",
  config: "--config gemsweep.yaml",
  "max-file-size": "--max-file-size 10M",
  base: "--base origin/main",
  head: "--head HEAD",
  bundles: "--bundles dist",
  jobs: "--jobs 2",
  verify: "--verify=generate",
  "verify-model": "--verify-model gemini-flash-lite-latest",
  proxy: "--proxy http://proxy.example:3128",
  "gemini-endpoint": "--gemini-endpoint http://127.0.0.1:8080",
  "audit-log": "--audit-log requests.jsonl",
  "verdict-cache": "--verdict-cache verdicts.json",
  work: "--work ~/fleet",
  disk: "--disk 20G",
  "max-clone-size": "--max-clone-size 2G",
  "stall-timeout": "--stall-timeout 600",
  archived: "--archived no",
  forks: "--forks no",
  queue: "--queue redis://localhost:6379",
  prefix: "--prefix team-a",
  rate: "--rate 60",
  grace: "--grace 300",
  plan: "--plan ../scrub-plan",
  into: "--into ../clean.git",
  "filter-repo": "--filter-repo /usr/local/bin/git-filter-repo",
};
