/** What is handed to whoever audits one repository: all that the audit depends on, as plain data. */
import type { FleetRepository } from "../fleet.ts";
import type { Usage } from "../finding.ts";
import { USAGES } from "../findings/closed-sets.ts";
import type { Policy } from "../findings/policy.ts";
import {
  count,
  fields,
  flag,
  like,
  list,
  named,
  oneOf,
  optional,
  type Shape,
  ShapeError,
  text,
} from "../report/shape.ts";
import type { RuleText } from "../rules/load.ts";
import { readRepository } from "./outcome.ts";

/** The audit of one repository, still to be done. Plain JSON, so that a queue can hold it. */
export interface FleetJob {
  /** 32 hexadecimal digits made of the repository's location: the same in every run. */
  readonly id: string;
  readonly repository: FleetRepository;
  readonly settings: FleetSettings;
}

/** How repositories are audited; the same for all of a fleet. Names no file, so that any machine can do it. */
export interface FleetSettings {
  /** Rules beside the built-in ones. */
  readonly rules: readonly RuleText[];
  /** What the user's own config file says of findings. */
  readonly statements: StatementTexts;
  readonly heeds: Policy["heeds"];
  /** Whether the ignore file of a repository counts. */
  readonly usesIgnoreFile: boolean;
  /** Whether the config file of a repository counts, where the user's own is silent. */
  readonly usesOwnConfig: boolean;
  /** Bytes; undefined for no limit. */
  readonly maxFileSize: number | undefined;
  /** Bytes that the clone of one repository may take; undefined for no limit but the whole run's. */
  readonly maxRepositorySize: number | undefined;
  /** What Google is asked of each key; undefined when it is not asked. */
  readonly verification: FleetVerification | undefined;
}

/** Statements of config files as they were written. */
export interface StatementTexts {
  readonly include: readonly PatternText[];
  readonly exclude: readonly PatternText[];
  /** Fingerprint and what the key is. */
  readonly publicKeys: readonly (readonly [fingerprint: string, title: string])[];
  readonly usageHints: readonly (PatternText & { readonly usage: Usage })[];
}

/** A pattern of paths, and the file that has it. */
export interface PatternText {
  readonly pattern: string;
  readonly file: string;
}

/** Nothing here says where keys are sent, and through which proxy: that is for whoever starts a machine to say. */
export interface FleetVerification {
  readonly generate: boolean;
  readonly reach: boolean;
  readonly model: string | undefined;
}

/** The job in a text that a queue held. Throws {@link ShapeError}. */
export function parseJob(json: string): FleetJob {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ShapeError("it is not JSON");
  }
  return job(value, "");
}

const pattern = { pattern: text, file: text };

const publicKey: Shape<readonly [string, string]> = (value, at) => {
  const [fingerprint = "", title = ""] = list(text)(value, at);
  return [fingerprint, title];
};

const statements = fields<StatementTexts>({
  include: list(fields<PatternText>(pattern)),
  exclude: list(fields<PatternText>(pattern)),
  publicKeys: list(publicKey),
  usageHints: list(
    fields<StatementTexts["usageHints"][number]>({ ...pattern, usage: named(USAGES) }),
  ),
});

const settings = fields<FleetSettings>({
  rules: list(fields<RuleText>({ file: text, text, ofRepository: flag })),
  statements,
  heeds: oneOf<Policy["heeds"]>(["no comments", "our comments", "all comments"]),
  usesIgnoreFile: flag,
  usesOwnConfig: flag,
  maxFileSize: optional(count),
  maxRepositorySize: optional(count),
  verification: optional(
    fields<FleetVerification>({
      generate: flag,
      reach: flag,
      model: optional(like(/^[a-z0-9][a-z0-9.-]{0,79}$/)),
    }),
  ),
});

const job = fields<FleetJob>({
  id: like(/^[0-9a-f]{32}$/),
  repository: readRepository,
  settings,
});
