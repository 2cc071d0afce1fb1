/** Compiles prefilters: at build time for the built-in rules, at run time only where a user adds rules. */
import { literalsOf } from "../match/anchor-forms.ts";
import { anchorForms } from "../match/compile-forms.ts";
import { markLiterals } from "../match/marks.ts";
import type { RuleData } from "../match/rule.ts";
import { compileLiterals } from "./compile-table.ts";
import type { Prefilter } from "./prefilter.ts";

/** Compiles the prefilter of some rules, which takes a tenth of a second. Throws UserError for anchors that it cannot find. */
export function compilePrefilter(
  rules: readonly Pick<RuleData, "id" | "anchors" | "ignoreCase" | "encoded" | "patterns">[],
): Prefilter {
  const forms = anchorForms(rules);
  return {
    forms,
    table: compileLiterals(literalsOf(forms)),
    marks: compileLiterals(markLiterals(forms, rules)),
  };
}
