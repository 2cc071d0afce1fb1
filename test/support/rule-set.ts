/** Rule sets that have no rules: just literals by which objects are let through. */
import { compileKernel } from "../../src/kernel/kernel.ts";
import { compileLiterals } from "../../src/kernel/compile-table.ts";
import type { Literal } from "../../src/match/finder.ts";
import type { RuleSet } from "../../src/rules/rule-set.ts";

/** A rule set for some literals; without them, one whose readers ask nothing but `mayMatch`. */
export function ruleSetOf(literals: readonly Literal[] | undefined): RuleSet {
  const forms = (literals ?? []).map(({ bytes, ignoreCase }) => ({
    literal: bytes.toString("latin1"),
    ignoreCase,
    phase: 0,
    decoding: undefined,
    encodes: false,
  }));
  return {
    rules: [],
    prefilter: { forms, table: compileLiterals(literals ?? []) },
    kernel: literals === undefined ? undefined : compileKernel(),
  };
}
