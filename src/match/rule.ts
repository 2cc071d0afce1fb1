/** What a rule is, as data and as compiled for matching. */
import type { Confidence, Credential, Usage } from "../finding.ts";

/** A rule as its YAML says; see docs/rules.md for each field. */
export interface RuleData {
  readonly id: string;
  readonly title: string;
  readonly credential: Credential;
  readonly family: string;
  /** Literal ASCII strings, one of which stands in (or right at) every match; text without any is not searched. */
  readonly anchors: readonly string[];
  readonly ignoreCase: boolean;
  /** Anchors (long enough to be rare) whose base64, hex, escaped and UTF-16 forms are looked for too. */
  readonly encoded: readonly string[];
  /** Regular expression with a group named `key`, and optionally `name` for what it is assigned to. */
  readonly pattern: string;
  /** Exact structure of an issued credential; decides `wellFormed` and confidence. */
  readonly wellFormed: string | undefined;
  readonly confidence: Confidence;
  /** Usage that must be evident around the value for it to count at all. */
  readonly requires: Usage | undefined;
  /** What the credential is used for by nature; undefined when the words around it decide. */
  readonly usage: Usage | undefined;
  readonly examples: readonly string[];
  readonly counterexamples: readonly string[];
  readonly references: readonly string[];
}
