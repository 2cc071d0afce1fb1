/** For use as a library: docs/library.md. Nothing here prints or exits, and importing it starts nothing. */
export type { Format } from "./command-line/formats.ts";
export type { Decoding, Note, Skipped } from "./document.ts";
export { UserError } from "./errors.ts";
export type {
  BundleSighting,
  CommitChange,
  Confidence,
  Coverage,
  Credential,
  Excerpt,
  Finding,
  Ignored,
  IgnoredBy,
  InlineMark,
  MarkName,
  Report,
  Scrub,
  SecretHistory,
  ServiceAccount,
  Severity,
  SeverityReason,
  Sighting,
  Target,
  Usage,
  Verification,
} from "./finding.ts";
export { audit } from "./library/audit.ts";
export { IncompleteError } from "./library/incomplete.ts";
export { render, type RenderOptions } from "./library/render.ts";
export type { Run } from "./library/run.ts";
export type { Progress, RunOptions, VerifyOptions } from "./library/run-options.ts";
export { scan, type Scannable } from "./library/scan.ts";
export type * from "./plan.ts";
export type { NamedDocument } from "./sources/named-document.ts";
export type * from "./verdict.ts";
