/** Reads rules from YAML. Every mistake is told with file, line, column and what was expected. */
import { messageOf, UserError } from "../errors.ts";
import { CONFIDENCES, CREDENTIALS, USAGES } from "../findings/closed-sets.ts";
import { beginningsOf } from "../match/beginnings.ts";
import { foldedPattern } from "../match/fold.ts";
import { linearProblem } from "../match/linear.ts";
import { compileRule, type PatternData, type RuleData } from "../match/rule.ts";
import { Fields, type Located } from "./fields.ts";
import { parseYaml } from "./yaml-file.ts";

const RULE_FIELDS = [
  "id",
  "title",
  "credential",
  "family",
  "anchors",
  "ignoreCase",
  "encoded",
  "fragments",
  "patterns",
  "wellFormed",
  "minEntropy",
  "multiline",
  "fallback",
  "usage",
  "knownPublic",
  "examples",
  "counterexamples",
  "references",
] as const satisfies readonly (keyof RuleData | "fragments")[];
const PATTERN_FIELDS = [
  "pattern",
  "bounded",
  "confidence",
  "requires",
  "near",
  "random",
] as const satisfies readonly Exclude<keyof PatternData, "beginnings" | "folded">[];

/** Reads one rule or a list of rules. `file` is named in errors. Throws UserError. */
export function parseRules(text: string, file: string): readonly RuleData[] {
  const root = parseYaml(text, file) ?? { at: `${file}:1:1`, value: undefined };
  const nodes = Array.isArray(root.value) ? (root.value as readonly Located[]) : [root];
  const rules = nodes.map(readRule);
  rejectDuplicates(rules, nodes);
  return rules;
}

function rejectDuplicates(rules: readonly RuleData[], nodes: readonly Located[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of rules.entries()) {
    if (seen.has(id))
      throw new UserError(`${nodes[index]?.at}: there is already a rule with the id "${id}"`);
    seen.add(id);
  }
}

function readRule(node: Located): RuleData {
  const fields = new Fields(node, "a rule", RULE_FIELDS);
  const id = fields.text("id");
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
    fields.fail("id", "lower-case words joined by hyphens");
  const fragments = fields.record("fragments");
  const rule: RuleData = {
    id,
    title: fields.text("title"),
    credential: fields.optionalOneOf("credential", CREDENTIALS) ?? "custom",
    family: fields.optionalText("family") ?? id,
    anchors: fields.texts("anchors"),
    ignoreCase: fields.flag("ignoreCase"),
    encoded: fields.texts("encoded"),
    patterns: fields.items("patterns").map((item) => readPattern(item, fragments)),
    wellFormed: withFragments(fields.optionalText("wellFormed"), fragments, fields, "wellFormed"),
    minEntropy: fields.optionalNumber("minEntropy"),
    multiline: fields.flag("multiline"),
    fallback: fields.flag("fallback"),
    usage: fields.optionalOneOf("usage", USAGES),
    knownPublic: fields.record("knownPublic"),
    examples: fields.texts("examples"),
    counterexamples: fields.texts("counterexamples"),
    references: fields.texts("references"),
  };
  if (rule.anchors.length === 0) fields.fail("anchors", "a list with at least one text");
  for (const anchor of [...rule.anchors, ...rule.encoded])
    if (!/^[\x20-\x7e]{3,}$/.test(anchor))
      fields.fail("anchors", "ASCII texts of at least three characters");
  const problem = rule.wellFormed === undefined ? undefined : linearProblem(rule.wellFormed);
  if (problem !== undefined) fields.fail("wellFormed", problem);
  return withPrepared(compiled(rule, node));
}

/** Told once, because reading syntax trees takes longer than a hook may. */
function withPrepared(rule: RuleData): RuleData {
  const patterns = rule.patterns.map((pattern) => ({
    ...pattern,
    beginnings: beginningsOf(pattern.pattern, rule.ignoreCase),
    folded: rule.ignoreCase ? foldedPattern(pattern.pattern) : undefined,
  }));
  return { ...rule, patterns };
}

function readPattern(node: Located, fragments: Readonly<Record<string, string>>): PatternData {
  const fields = new Fields(node, "a pattern", PATTERN_FIELDS);
  const pattern: PatternData = {
    pattern: withFragments(fields.text("pattern"), fragments, fields, "pattern"),
    bounded: fields.has("bounded") ? fields.flag("bounded") : true,
    confidence: fields.optionalOneOf("confidence", CONFIDENCES) ?? "medium",
    requires: fields.optionalOneOf("requires", USAGES),
    near: withFragments(fields.optionalText("near"), fragments, fields, "near"),
    random: fields.flag("random"),
  };
  for (const name of ["pattern", "near"] as const) {
    const source = pattern[name];
    const problem = source === undefined ? undefined : linearProblem(source);
    if (problem !== undefined) fields.fail(name, problem);
  }
  return pattern;
}

/** Puts named fragments into a pattern; line breaks and indentation are there for the reader only. */
function withFragments<Source extends string | undefined>(
  source: Source,
  fragments: Readonly<Record<string, string>>,
  fields: Fields,
  name: string,
): Source;
function withFragments(
  source: string | undefined,
  fragments: Readonly<Record<string, string>>,
  fields: Fields,
  name: string,
): string | undefined {
  return source
    ?.replace(/\{\{([a-z]+)\}\}/g, (_, fragment: string) =>
      Object.hasOwn(fragments, fragment)
        ? (fragments[fragment] ?? "")
        : fields.fail(name, `a fragment that exists; there is no "${fragment}" under fragments`),
    )
    .replace(/\n\s*/g, "");
}

/** Proves that the patterns compile, so that the error can still name the line. */
function compiled(rule: RuleData, node: Located): RuleData {
  try {
    compileRule(rule);
    return rule;
  } catch (thrown) {
    throw new UserError(
      `${node.at}: ${messageOf(thrown)}`,
      thrown instanceof UserError ? thrown.remedy : undefined,
    );
  }
}
