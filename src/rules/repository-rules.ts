/** What the rules that a scanned repository brings along may be: they add to what is found, in bounded time. */
import { UserError } from "../errors.ts";
import type { RuleData } from "../match/rule.ts";
import { effortOf } from "../match/effort.ts";

/** Anchors, and characters that patterns look at from one place, of all rules together: a search takes this times the text. */
const HEAVIEST = 3000;

/** Refuses rules that would change what is said of others' finds, or take too long. Throws {@link UserError}. */
export function refuseHarm(
  file: string,
  rules: readonly RuleData[],
  builtIn: readonly RuleData[],
): void {
  for (const rule of rules) refuseInfluence(rule, file, builtIn);
  if (rules.reduce((sum, rule) => sum + weightOf(rule), 0) <= HEAVIEST) return;
  throw new UserError(
    `${file}: these rules could take too long`,
    "put other characters between two repeats, give them lower limits, or add the file with --rules",
  );
}

/** What is around a match is looked at for each match, which may be many. */
const AROUND = 64;

function weightOf({ anchors, encoded, patterns, wellFormed }: RuleData): number {
  const efforts = [
    ...patterns.map(({ pattern }) => effortOf(pattern)),
    ...patterns.map(({ near }) => (near === undefined ? 0 : AROUND * effortOf(near))),
    wellFormed === undefined ? 0 : effortOf(wellFormed),
  ];
  return efforts.reduce((sum, effort) => sum + effort, anchors.length + encoded.length);
}

/** What a repository says of values must not change what is said of those that others find. */
function refuseInfluence(rule: RuleData, file: string, builtIn: readonly RuleData[]): void {
  const { id, family, knownPublic } = rule;
  if (Object.keys(knownPublic).length > 0)
    throw new UserError(
      `${file}: the rule "${id}" has knownPublic, which a repository's own rules cannot have`,
      "use public-keys in its settings, which reports name",
    );
  if (builtIn.some((other) => other.family === family))
    throw new UserError(
      `${file}: the rule "${id}" has the family "${family}", which is a built-in one`,
      "leave family out, or add the file with --rules",
    );
}
