/** Turns what callers of the library decide into flags, so that a run means the same wherever it is asked for. */
import type { FlagName, Setting, Settings } from "../command-line/flags.ts";
import { nearest } from "../command-line/nearest.ts";
import { type Config, resolveConfig } from "../config.ts";
import { UserError } from "../errors.ts";
import type { RepositoryFiles } from "../own-files.ts";
import type { RunOptions, VerifyOptions } from "./run-options.ts";

/** Completes options to a configuration. Throws {@link UserError} for what cannot be. */
export function configurator(
  options: RunOptions,
  command: "audit" | "scan",
): (files?: RepositoryFiles) => Promise<Config> {
  refuseMeaningless(options, OPTIONS, "the options");
  if (typeof options.verify === "object")
    refuseMeaningless(options.verify, VERIFY_OPTIONS, "verify");
  const settings = settingsOf(options);
  const terminal = { isTTY: false, environment: process.env };
  return async (files) => ({
    ...(await resolveConfig(settings, command, terminal, files)),
    excerpts: options.excerpts === true,
  });
}

/** What ends a run; nothing does where none, or none that is a signal, was given: that is refused with the other options. */
export function signalOf(options: RunOptions): AbortSignal {
  const given: unknown = (options as RunOptions | null)?.signal;
  return IS["a signal"](given) ? (given as AbortSignal) : new AbortController().signal;
}

/** What an option may be, as it is said to those who give something else. */
type Kind =
  | "true or false"
  | "a text"
  | "a number"
  | "a function"
  | "a list of texts"
  | "a signal"
  | "an object";

/** An option: the flag that it is by another name, unless it is not for a command line. */
interface Option {
  readonly flag?: FlagName;
  readonly kinds: readonly Kind[];
}

const OPTIONS: Readonly<Record<keyof RunOptions, Option>> = {
  signal: { kinds: ["a signal"] },
  rules: { flag: "rules", kinds: ["a list of texts"] },
  config: { flag: "config", kinds: ["a text"] },
  ignores: { flag: "no-ignore", kinds: ["true or false"] },
  foreignMarks: { flag: "foreign-marks", kinds: ["true or false"] },
  maxFileSize: { flag: "max-file-size", kinds: ["a number"] },
  jobs: { flag: "jobs", kinds: ["a number"] },
  verify: { flag: "verify", kinds: ["true or false", "an object"] },
  excerpts: { kinds: ["true or false"] },
  onProgress: { kinds: ["a function"] },
};

const VERIFY_OPTIONS: Readonly<Record<keyof VerifyOptions, Option>> = {
  generate: { kinds: ["true or false"] },
  reach: { kinds: ["true or false"] },
  model: { flag: "verify-model", kinds: ["a text"] },
  proxy: { flag: "proxy", kinds: ["a text"] },
  useEnvProxy: { flag: "use-env-proxy", kinds: ["true or false"] },
  verdictCache: { flag: "verdict-cache", kinds: ["a text"] },
  auditLog: { flag: "audit-log", kinds: ["a text"] },
  endpoint: { flag: "gemini-endpoint", kinds: ["a text"] },
  onPrice: { kinds: ["a function"] },
};

function settingsOf({ verify, ignores, ...options }: RunOptions): Settings {
  const checks = verify === true ? {} : verify === false ? undefined : verify;
  const modes = checks && (["generate", "reach"] as const).filter((mode) => checks[mode]);
  return new Map([
    ...listed({ ...options, ignores: ignores === false || undefined }, OPTIONS),
    ...(checks ? listed(checks, VERIFY_OPTIONS) : []),
    ...(modes ? [asSetting("verify", modes.length > 0 ? [modes.join(",")] : ["true"])] : []),
  ]);
}

function listed(
  options: object,
  known: Readonly<Record<string, Option>>,
): readonly (readonly [FlagName, Setting])[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    const flag = known[name]?.flag;
    const unlimited = value === undefined || value === false || value === Infinity;
    if (flag === undefined || unlimited) return [];
    const values = (Array.isArray(value) ? value : [value]).map(String);
    return values.length === 0 ? [] : [asSetting(flag, values, name)];
  });
}

function asSetting(
  flag: FlagName,
  values: readonly string[],
  where: string = flag,
): readonly [FlagName, Setting] {
  return [flag, { values, where }];
}

/** Refuses what is misspelt, and what a JavaScript caller may give by mistake: "false" must not mean true. */
function refuseMeaningless(
  options: unknown,
  known: Readonly<Record<string, Option>>,
  what: string,
): void {
  if (typeof options !== "object" || options === null)
    throw new UserError(`${what} must be an object`);
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (!Object.hasOwn(known, name))
      throw new UserError(
        `there is no option ${name}`,
        `the nearest is ${nearest(name, Object.keys(known))}`,
      );
    const kinds = known[name]?.kinds ?? [];
    if (value !== undefined && !kinds.some((kind) => IS[kind](value)))
      throw new UserError(`the option ${name} must be ${kinds.join(" or ")}`);
  }
}

const IS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  "true or false": (value) => typeof value === "boolean",
  "a text": (value) => typeof value === "string",
  "a number": (value) => typeof value === "number",
  "a function": (value) => typeof value === "function",
  "a list of texts": (value) =>
    Array.isArray(value) && value.every((one) => typeof one === "string"),
  // Some test runners bring a class of their own.
  "a signal": (value) =>
    typeof value === "object" && value !== null && "aborted" in value && "throwIfAborted" in value,
  "an object": (value) => typeof value === "object" && value !== null,
};
