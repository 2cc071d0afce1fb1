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
  refuseUnknown(options, OPTION_NAMES);
  if (typeof options.verify === "object") refuseUnknown(options.verify, VERIFY_NAMES);
  const settings = settingsOf(options);
  const terminal = { isTTY: false, environment: process.env };
  return async (files) => ({
    ...(await resolveConfig(settings, command, terminal, files)),
    excerpts: options.excerpts === true,
  });
}

/** Options that are flags by another name; the others are not for a command line. */
const FLAGS: Record<keyof RunOptions, FlagName | undefined> = {
  signal: undefined,
  rules: "rules",
  config: "config",
  ignores: "no-ignore",
  foreignMarks: "foreign-marks",
  maxFileSize: "max-file-size",
  jobs: "jobs",
  verify: "verify",
  excerpts: undefined,
  onProgress: undefined,
};

const VERIFY_FLAGS: Record<keyof VerifyOptions, FlagName | undefined> = {
  generate: undefined,
  reach: undefined,
  model: "verify-model",
  proxy: "proxy",
  useEnvProxy: "use-env-proxy",
  verdictCache: "verdict-cache",
  auditLog: "audit-log",
  endpoint: "gemini-endpoint",
  onPrice: undefined,
};

const OPTION_NAMES = Object.keys(FLAGS);
const VERIFY_NAMES = Object.keys(VERIFY_FLAGS);

function settingsOf({ verify, ignores, ...options }: RunOptions): Settings {
  const checks = verify === true ? {} : verify === false ? undefined : verify;
  const modes = checks && (["generate", "reach"] as const).filter((mode) => checks[mode]);
  return new Map([
    ...listed({ ...options, ignores: ignores === false || undefined }, FLAGS),
    ...(checks ? listed(checks, VERIFY_FLAGS) : []),
    ...(modes ? [asSetting("verify", modes.length > 0 ? [modes.join(",")] : ["true"])] : []),
  ]);
}

function listed(
  options: object,
  flags: Readonly<Record<string, FlagName | undefined>>,
): readonly (readonly [FlagName, Setting])[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    const flag = flags[name];
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

function refuseUnknown(options: object, names: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      `there is no option ${unknown}`,
      `the nearest is ${nearest(unknown, names)}`,
    );
}
