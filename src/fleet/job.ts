/** What is handed to whoever audits one repository: all that the audit depends on, as plain data. */
import type { FleetRepository } from "../fleet.ts";
import type { Usage } from "../finding.ts";
import type { Policy } from "../findings/policy.ts";
import type { RuleText } from "../rules/load.ts";

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

/** Nothing here says through which proxy: that is for each machine to know, and may hold a password. */
export interface FleetVerification {
  readonly generate: boolean;
  readonly reach: boolean;
  readonly model: string | undefined;
  readonly endpoint: string;
}
