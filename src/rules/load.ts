/** Loads the rules that come with the program and those a user adds. */
import { readFileSync } from "node:fs";
import { UserError } from "../errors.ts";
import { MARKS_FILE, RULES_FILE, TABLE_FILE } from "../installed.ts";
import { compileKernel } from "../kernel/kernel.ts";
import { restoreTable } from "../kernel/stored-table.ts";
import type { AnchorForm } from "../match/anchor-forms.ts";
import { compileRule, type RuleData } from "../match/rule.ts";
import { orWithout } from "../own-files.ts";
import { reasonOf } from "../reason.ts";
import type { RuleSet } from "./rule-set.ts";

/** A rule file that was read already. */
export interface RuleText {
  readonly file: string;
  readonly text: string;
  /** Whether the scanned repository brings it along; its rules only add to what others find. */
  readonly ofRepository: boolean;
}

/**
 * The built-in rules and those of the given YAML files, for a search that keeps the text around matches if there are to
 * be `excerpts`. Throws UserError with file, line and what is expected.
 */
export async function loadRules(
  files: readonly (string | RuleText)[],
  excerpts = false,
): Promise<RuleSet> {
  return files.length === 0 ? builtInRules(excerpts) : withOwnRules(files, excerpts);
}

/** What scripts/compile-rules.js makes besides the two tables. */
interface BuiltIn {
  readonly rules: readonly RuleData[];
  readonly forms: readonly AnchorForm[];
}

/** Reads no more than the table until something is found by it. */
function builtInRules(excerpts: boolean): RuleSet {
  const builtIn = once(readBuiltIn);
  const rules = once(() => builtIn().rules.map(compileRule));
  const marks = once(() => restoreTable(readInstalled(MARKS_FILE)));
  return {
    get rules() {
      return rules();
    },
    prefilter: {
      table: restoreTable(readInstalled(TABLE_FILE)),
      get forms() {
        return builtIn().forms;
      },
      get marks() {
        return marks();
      },
    },
    kernel: compileKernel(),
    excerpts,
  };
}

function readBuiltIn(): BuiltIn {
  return JSON.parse(readInstalled(RULES_FILE).toString("utf8")) as BuiltIn;
}

function readInstalled(file: URL): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new UserError(
      "The built-in rules are missing from this installation.",
      "Install gemsweep again, or run `npm run build`.",
    );
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

async function withOwnRules(
  files: readonly (string | RuleText)[],
  excerpts: boolean,
): Promise<RuleSet> {
  // The YAML reader costs 40 ms to load, which a run without own rules need not pay.
  const [{ parseRules }, { compilePrefilter }, { refuseHarm }] = await Promise.all([
    import("./file.ts"),
    import("../kernel/compile-prefilter.ts"),
    import("./repository-rules.ts"),
  ]);
  const builtIn = readBuiltIn().rules;
  const rules = [...builtIn];
  const brought: RuleData[] = [];
  const add = ({ file, text, ofRepository }: RuleText): void => {
    for (const rule of parseRules(text, file)) {
      if (rules.some(({ id }) => id === rule.id))
        throw new UserError(
          `${file}: there is already a rule with the id "${rule.id}"`,
          "Give the rule another id.",
        );
      if (ofRepository) brought.push(rule);
      rules.push(ofRepository ? { ...rule, yields: true } : rule);
    }
    if (ofRepository) refuseHarm(file, brought, builtIn);
  };
  for (const ruleText of ruleTexts(files)) {
    if (ruleText.ofRepository) await orWithout(() => add(ruleText));
    else add(ruleText);
  }
  return {
    rules: rules.map(compileRule),
    prefilter: compilePrefilter(rules),
    kernel: compileKernel(),
    excerpts,
  };
}

/** Rules of the user with their text. Throws UserError for a file that cannot be read. */
export function ruleTexts(files: readonly (string | RuleText)[]): readonly RuleText[] {
  return files.map((given) => (typeof given === "string" ? readRules(given) : given));
}

function readRules(file: string): RuleText {
  return { file, text: textOf(file), ofRepository: false };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    throw new UserError(`cannot read --rules ${file}: ${reasonOf(thrown)}`);
  }
}
