/** Rule sets that have no rules: just literals by which objects are let through. */
import { compileKernel } from "../../src/kernel/kernel.ts";
import { compileLiterals } from "../../src/kernel/compile-table.ts";
import type { Literal } from "../../src/match/finder.ts";
import type { RuleSet } from "../../src/rules/rule-set.ts";

/** A rule set for some literals; without them, or for one too short, one whose readers ask nothing but `mayMatch`. */
export function ruleSetOf(wanted: readonly Literal[] | undefined): RuleSet {
  const literals = wanted?.every(({ text }) => text.length >= 3) === true ? wanted : undefined;
  const forms = (literals ?? []).map(({ text, ignoreCase }) => ({
    literal: text,
    ignoreCase,
    phase: 0,
    decoding: undefined,
    encodes: false,
  }));
  const table = compileLiterals(literals ?? []);
  return {
    rules: [],
    prefilter: { forms, table, marks: table },
    kernel: literals === undefined ? undefined : compileKernel(),
    excerpts: false,
  };
}
