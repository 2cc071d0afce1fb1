/** What a job says of how a repository is audited, as a configuration. */
import { type Config, resolveConfig } from "../config.ts";
import { pathPattern } from "../command-line/config-file-statements.ts";
import type { FlagName, Setting, Settings } from "../command-line/flags.ts";
import type { Statements } from "../findings/policy.ts";
import type { RepositoryFiles } from "../own-files.ts";
import type { FleetSettings, StatementTexts } from "./job.ts";
import type { VerdictLedger } from "./ledger.ts";

/** What the machine says on which a job is done. */
export interface Surroundings {
  /** Threads that read and search. */
  readonly threads: number;
  readonly ledger: VerdictLedger;
  /** Of this process, to Google. */
  readonly requestsPerSecond: number;
  readonly endpoint: string;
  readonly proxy: string | undefined;
  readonly useEnvProxy: boolean;
  readonly auditLog: string | undefined;
}

/** The configuration, with what the repository says of itself where that counts. Throws UserError. */
export async function configOf(
  settings: FleetSettings,
  files: RepositoryFiles,
  surroundings: Surroundings,
): Promise<Config> {
  const { usesOwnConfig, statements, rules } = settings;
  const terminal = { isTTY: false, environment: process.env };
  const typed = typedOf(settings, surroundings);
  const config = await resolveConfig(typed, "audit", terminal, usesOwnConfig ? files : undefined);
  return {
    ...config,
    rules: [...config.rules, ...rules],
    statements: usesOwnConfig ? config.statements : statementsOf(statements),
    heeds: settings.heeds === "our comments" ? config.heeds : settings.heeds,
    usesIgnoreFile: settings.usesIgnoreFile,
  };
}

function typedOf(settings: FleetSettings, surroundings: Surroundings): Settings {
  const { heeds, maxFileSize, verification } = settings;
  const { threads, endpoint, proxy, useEnvProxy, auditLog } = surroundings;
  const typed = new Map<FlagName, Setting>();
  const set = (name: FlagName, ...values: readonly string[]): void => {
    typed.set(name, { values, where: `--${name}` });
  };
  set("jobs", String(threads));
  if (heeds === "all comments") set("foreign-marks", "true");
  if (maxFileSize !== undefined) set("max-file-size", String(maxFileSize));
  if (verification === undefined) return typed;

  const { generate, reach, model } = verification;
  const modes = [...(generate ? ["generate"] : []), ...(reach ? ["reach"] : [])];
  set("verify", ...(modes.length > 0 ? modes : ["true"]));
  if (model !== undefined) set("verify-model", model);
  set("gemini-endpoint", endpoint);
  if (proxy !== undefined) set("proxy", proxy);
  if (useEnvProxy) set("use-env-proxy", "true");
  if (auditLog !== undefined) set("audit-log", auditLog);
  return typed;
}

function statementsOf({ include, exclude, publicKeys, usageHints }: StatementTexts): Statements {
  return {
    include: include.map(({ pattern, file }) => pathPattern(pattern, file)),
    exclude: exclude.map(({ pattern, file }) => pathPattern(pattern, file)),
    publicKeys: new Map(publicKeys),
    usageHints: usageHints.map(({ pattern, file, usage }) => ({
      ...pathPattern(pattern, file),
      usage,
    })),
  };
}

/** What a configuration says of every repository of a fleet. Throws UserError for rules that cannot be read. */
export function settingsOf(config: Config, texts: FleetSettings["rules"]): FleetSettings {
  const { statements, heeds, usesIgnoreFile, readsOwnConfig, maxFileSize, verification } = config;
  const { include, exclude, publicKeys, usageHints } = statements;
  return {
    rules: texts,
    statements: {
      include: include.map(textOf),
      exclude: exclude.map(textOf),
      publicKeys: [...publicKeys],
      usageHints: usageHints.map((hint) => ({ ...textOf(hint), usage: hint.usage })),
    },
    heeds,
    usesIgnoreFile,
    usesOwnConfig: readsOwnConfig,
    maxFileSize: maxFileSize === Infinity ? undefined : maxFileSize,
    maxRepositorySize:
      config.fleet.maxCloneSize === Infinity ? undefined : config.fleet.maxCloneSize,
    verification: verification && {
      generate: verification.generate,
      reach: verification.reach,
      model: verification.model,
    },
  };
}

function textOf({ pattern, file }: Statements["include"][number]) {
  return { pattern, file };
}
