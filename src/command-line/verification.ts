/** Completes the flags that say how keys are checked with Google. */
import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import {
  checkEndpoint,
  checkProxy,
  checkProxyVariables,
  GEMINI_ENDPOINT,
} from "../verify/endpoint.ts";
import { checkModel } from "../verify/models.ts";
import { type FlagName, type Setting, type Settings, VERIFY_MODES } from "./flags.ts";
import { outputOf } from "./formats.ts";
import { listed, nearest } from "./nearest.ts";

/** How keys are checked. */
export interface VerificationConfig {
  /** Whether a token is generated with each key that is accepted. */
  readonly generate: boolean;
  /** Whether it is counted what is stored behind each key that is accepted. */
  readonly reach: boolean;
  /** What is asked to generate; undefined for the cheapest model that a key lists. */
  readonly model: string | undefined;
  /** Where keys are sent. */
  readonly endpoint: string;
  /** URL of a proxy to go through; undefined for none. */
  readonly proxy: string | undefined;
  /** Whether to go through the proxy that HTTPS_PROXY names. */
  readonly useEnvProxy: boolean;
  /** Files; undefined for none. */
  readonly verdictCache: string | undefined;
  readonly auditLog: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How keys are checked by these settings. Throws {@link UserError}. */
export function verificationOf(settings: Settings, environment: Environment): VerificationConfig {
  refuseSharedFiles(settings);
  const modes = modesOf(settings.get("verify"));
  const value = (name: FlagName) => settings.get(name)?.values[0];
  const endpoint = value("gemini-endpoint");
  return {
    generate: modes.includes("generate"),
    reach: modes.includes("reach"),
    model: modelOf(settings.get("verify-model"), modes),
    endpoint: endpoint === undefined ? GEMINI_ENDPOINT : checkEndpoint(endpoint),
    ...proxyOf(settings, environment),
    verdictCache: value("verdict-cache"),
    auditLog: value("audit-log"),
  };
}

type Mode = (typeof VERIFY_MODES)[number];

function modesOf(setting: Setting | undefined): readonly Mode[] {
  if (setting === undefined) return [];
  const words = setting.values.flatMap((value) => value.split(",")).map((word) => word.trim());
  if (words.length === 1 && (words[0] === "true" || words[0] === "false")) return [];
  return words.map((word) => {
    const mode = VERIFY_MODES.find((one) => one === word);
    if (mode) return mode;
    throw new UserError(
      `${setting.where} cannot be ${word}`,
      `it stands alone, or with ${listed(
        VERIFY_MODES.map((one) => `=${one}`),
        "or",
      )} or both; the nearest is ${nearest(word, VERIFY_MODES)}`,
    );
  });
}

function modelOf(setting: Setting | undefined, modes: readonly Mode[]): string | undefined {
  if (setting === undefined) return undefined;
  const { values, where } = setting;
  if (modes.includes("generate")) return checkModel(values[0] ?? "");
  throw new UserError(`${where} is for --verify=generate`, "add that, or leave it out");
}

/** The report and the cache replace the file they are written to, and with it a trail of what was sent. */
function refuseSharedFiles(settings: Settings): void {
  const taken = new Map<string, string>();
  for (const name of ["output", "audit-log", "verdict-cache"] as const) {
    const { values = [], where = "" } = settings.get(name) ?? {};
    const files = new Set(
      values.map((value) => resolve(name === "output" ? outputOf(value, where).file : value)),
    );
    for (const file of files) {
      const other = taken.get(file);
      if (other !== undefined)
        throw new UserError(`${other} and ${where} name the same file`, "give each its own");
      taken.set(file, where);
    }
  }
}

type Proxy = Pick<VerificationConfig, "proxy" | "useEnvProxy">;

function proxyOf(settings: Settings, environment: Environment): Proxy {
  const typed = settings.get("proxy");
  const useEnvProxy = settings.has("use-env-proxy");
  if (typed && useEnvProxy)
    throw new UserError("--proxy and --use-env-proxy say two things", "give one of them");
  if (useEnvProxy) checkProxyVariables(environment);
  return { proxy: typed && checkProxy(typed.values[0] ?? ""), useEnvProxy };
}
