/** Loads the rules that come with the program and those a user adds. */
import { readFile } from "node:fs/promises";
import { messageOf, UserError } from "../errors.ts";
import { RULES_FILE } from "../installed.ts";
import { compileKernel } from "../kernel/kernel.ts";
import { restorePrefilter, type Prefilter, type StoredPrefilter } from "../kernel/prefilter.ts";
import { compileRule, type RuleData } from "../match/rule.ts";
import type { RuleSet } from "./rule-set.ts";

/** The built-in rules and those of the given YAML files. Throws UserError with file, line and what is expected. */
export async function loadRules(files: readonly string[]): Promise<RuleSet> {
  const builtIn = await readBuiltIn();
  const rules = [...builtIn.rules];
  for (const file of files) {
    const text = await readFile(file, "utf8").catch((thrown: unknown) => {
      throw new UserError(`Cannot read the rules of ${file}: ${messageOf(thrown)}`);
    });
    // The YAML reader costs 40 ms to load, which a run without own rules need not pay.
    const { parseRules } = await import("./file.ts");
    for (const rule of parseRules(text, file)) {
      if (rules.some(({ id }) => id === rule.id))
        throw new UserError(
          `${file}: there is already a rule with the id "${rule.id}"`,
          "Give the rule another id.",
        );
      rules.push(rule);
    }
  }
  const prefilter =
    files.length === 0 ? restorePrefilter(builtIn.prefilter) : await compiledPrefilter(rules);
  return { rules: rules.map((rule) => compileRule(rule)), prefilter, kernel: compileKernel() };
}

async function compiledPrefilter(rules: readonly RuleData[]): Promise<Prefilter> {
  const { compilePrefilter } = await import("../kernel/compile-prefilter.ts");
  return compilePrefilter(rules);
}

/** The file that scripts/compile-rules.js makes. */
interface BuiltIn {
  readonly rules: readonly RuleData[];
  readonly prefilter: StoredPrefilter;
}

async function readBuiltIn(): Promise<BuiltIn> {
  const text = await readFile(RULES_FILE, "utf8").catch(() => {
    throw new UserError(
      "The built-in rules are missing from this installation.",
      "Install gemsweep again, or run `npm run build`.",
    );
  });
  return JSON.parse(text) as BuiltIn;
}
