/** Completes what was typed and configured: after this, nothing is optional and nothing has a default. */
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { UserError } from "./errors.ts";
import type { Severity } from "./finding.ts";
import type { Setting, Settings } from "./command-line/flags.ts";
import { listed, nearest } from "./command-line/nearest.ts";
import { SEVERITIES } from "./findings/severity.ts";

const FORMATS = ["text", "json", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** A file that gets the report, too. */
export interface Output {
  readonly file: string;
  readonly format: Format;
}

/** Everything that was decided about a run. */
export interface Config {
  readonly format: Format;
  readonly outputs: readonly Output[];
  /** Findings from this severity on make the exit code 1. */
  readonly failOn: Severity;
  /** Rule files beside the built-in rules. */
  readonly rules: readonly string[];
  /** Bytes; Infinity for no limit. */
  readonly maxFileSize: number;
  /** Threads that read a history. */
  readonly jobs: number;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** What about the terminal decides on colour. */
export interface Terminal {
  readonly isTTY: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Each thread takes about 125 MB while notebooks are decoded, so more of them are for the user to ask for. */
const DEFAULT_JOBS = 4;

/** The complete configuration; what was typed wins over the file that `--config` names. */
export async function resolveConfig(typed: Settings, terminal: Terminal): Promise<Config> {
  const file = typed.get("config")?.values[0];
  // Loaded for this alone, because reading YAML costs a hook too much time.
  const written =
    file && (await (await import("./command-line/config-file.ts")).readConfigFile(file));
  const settings = new Map([...(written || []), ...typed]);

  const failOn = settings.get("fail-on");
  const format = settings.get("format");
  const maxFileSize = settings.get("max-file-size");
  const jobs = settings.get("jobs");
  return {
    format: format ? choice(format, FORMATS) : "text",
    outputs: outputsOf(settings.get("output")),
    failOn: failOn ? choice(failOn, SEVERITIES) : "medium",
    rules: settings.get("rules")?.values ?? [],
    maxFileSize: maxFileSize ? bytesIn(maxFileSize) : Infinity,
    jobs: jobs ? countIn(jobs) : Math.min(availableParallelism(), DEFAULT_JOBS),
    quiet: isOn(settings.get("quiet")),
    color: !isOn(settings.get("no-color")) && supportsColor(terminal),
  };
}

function choice<Choice extends string>(setting: Setting, choices: readonly Choice[]): Choice {
  const [value = ""] = setting.values;
  const chosen = choices.find((one) => one === value);
  if (chosen) return chosen;
  throw new UserError(
    `${setting.where} cannot be ${value}`,
    `it is one of ${listed(choices, "or")}; the nearest is ${nearest(value, choices)}`,
  );
}

function isOn(setting: Setting | undefined): boolean {
  const [value = "false"] = setting?.values ?? [];
  if (value === "true" || value === "false") return value === "true";
  throw new UserError(`${setting?.where} cannot be ${value}`, "it is true or false");
}

const ENDINGS: Readonly<Record<string, Format>> = {
  ".txt": "text",
  ".json": "json",
  ".jsonl": "jsonl",
};

function outputsOf(setting: Setting | undefined): readonly Output[] {
  const outputs = (setting?.values ?? []).map((file) => {
    const format = ENDINGS[extname(file).toLowerCase()];
    if (format) return { file, format };
    throw new UserError(
      `${setting?.where} ${file}: the ending does not tell the format`,
      `use ${listed(Object.keys(ENDINGS), "or")}`,
    );
  });
  const twice = outputs.find(({ file }, at) => outputs.findIndex((one) => one.file === file) < at);
  if (twice) throw new UserError(`${setting?.where} ${twice.file} was given twice`);
  return outputs;
}

const MOST_JOBS = 64;

function countIn(setting: Setting): number {
  const [value = ""] = setting.values;
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_JOBS) return count;
  throw new UserError(
    `${setting.where} cannot be ${value}`,
    `it is a number from 1 to ${MOST_JOBS}`,
  );
}

function bytesIn(setting: Setting): number {
  const [value = ""] = setting.values;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?$/i.exec(value.trim()) ?? [];
  const bytes = Number(number) * 1024 ** " kmg".indexOf(unit.toLowerCase() || " ");
  if (bytes >= 1) return Math.floor(bytes);
  throw new UserError(
    `${setting.where} cannot be ${value}`,
    "it is a number of bytes above 0, or one with a unit of 1024: 500k, 10M, 1.5G",
  );
}

/** As https://no-color.org and https://force-color.org say; empty values do not count. */
function supportsColor({ isTTY, environment }: Terminal): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== "0";
  return isTTY && environment.TERM !== "dumb";
}
