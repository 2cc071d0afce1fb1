/** Rules ready for a search, and what it is to keep, in a form that can be sent to workers. */
import type { Prefilter } from "../kernel/prefilter.ts";
import type { Rule } from "../match/rule.ts";

/** What only candidates need may be read when it is first asked for. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** What was compiled from the rules to find candidates by. */
  readonly prefilter: Prefilter;
  /** The WebAssembly kernel; undefined where SIMD is not to be had. */
  readonly kernel: WebAssembly.Module | undefined;
  /** Whether matches keep the text around them. */
  readonly excerpts: boolean;
}
