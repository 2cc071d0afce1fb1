/** Loads the rules that come with the program and those a user adds. */
import { readFile } from "node:fs/promises";
import { messageOf, UserError } from "../errors.ts";
import { RULES_FILE } from "../installed.ts";
import { compileRule, type Rule, type RuleData } from "../match/rule.ts";

export { checkRules } from "./check.ts";

/** The built-in rules and those of the given YAML files. Throws UserError with file, line and what is expected. */
export async function loadRules(files: readonly string[]): Promise<readonly Rule[]> {
  const rules = [...(await builtIn())];
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
  return rules.map((rule) => compileRule(rule));
}

async function builtIn(): Promise<readonly RuleData[]> {
  const text = await readFile(RULES_FILE, "utf8").catch(() => {
    throw new UserError(
      "The built-in rules are missing from this installation.",
      "Install gemsweep again, or run `npm run build`.",
    );
  });
  return JSON.parse(text) as readonly RuleData[];
}
