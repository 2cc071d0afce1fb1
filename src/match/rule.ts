/** What a rule is, as data and as compiled for matching. */
import { messageOf, UserError } from "../errors.ts";
import type { Confidence, Credential, Usage } from "../finding.ts";

/** A rule as its YAML says; see docs/rules.md for each field. */
export interface RuleData {
  readonly id: string;
  readonly title: string;
  readonly credential: Credential;
  readonly family: string;
  /** Literal ASCII strings, one of which stands in or near every match; text without any is not searched. */
  readonly anchors: readonly string[];
  readonly ignoreCase: boolean;
  /** Anchors (long enough to be rare) whose base64, hex, escaped and UTF-16 forms are looked for too. */
  readonly encoded: readonly string[];
  /** Ways to find the value, each with its own trust; at one place the most trusted hit counts. */
  readonly patterns: readonly PatternData[];
  /** Exact structure of an issued credential; decides `wellFormed` and confidence. */
  readonly wellFormed: string | undefined;
  /** Shannon entropy in bits per character below which a value is a placeholder. */
  readonly minEntropy: number | undefined;
  /** Line breaks inside the value are layout and no part of it. */
  readonly multiline: boolean;
  /** Gives way to every other rule that hits the same text. */
  readonly fallback: boolean;
  /** Gives way even to those. */
  readonly yields?: boolean;
  /** What the credential is used for by nature; undefined when the words around it decide. */
  readonly usage: Usage | undefined;
  /** SHA-256 (hex) of values that are public on purpose or printed in manuals, and what each is. */
  readonly knownPublic: Readonly<Record<string, string>>;
  readonly examples: readonly string[];
  readonly counterexamples: readonly string[];
  readonly references: readonly string[];
}

/** One way to find a rule's value. */
export interface PatternData {
  /** Regular expression with a group named `key`, and optionally `name` for what it is assigned to. */
  readonly pattern: string;
  /** Whether the match must stand alone, not inside a longer run of token characters. */
  readonly bounded: boolean;
  /** Trust in a value that has the rule's structure; one without it is trusted little. */
  readonly confidence: Confidence;
  /** Usage that must be evident around the value for it to count at all. */
  readonly requires: Usage | undefined;
  /** Regular expression that must match within 2 KiB of the value. */
  readonly near: string | undefined;
  /** Whether the value must look random, for formats that prove nothing by themselves. */
  readonly random: boolean;
  /**
   * Literals of three or more ASCII characters, one of which every match begins with; in lower case where the rule
   * minds no case. Undefined when that is not known, and matches are looked for everywhere.
   */
  readonly beginnings?: readonly string[] | undefined;
  /** The pattern of a rule that minds no case, written so that it needs no flag for it; compiles faster. */
  readonly folded?: string | undefined;
}

/** A rule ready for matching. */
export interface Rule extends RuleData {
  readonly searches: readonly Search[];
  readonly structure: RegExp | undefined;
}

/** A compiled pattern. */
export interface Search extends Omit<PatternData, "pattern" | "folded" | "near"> {
  /** Sticky where there are beginnings, global where there are none. */
  readonly regex: RegExp;
  readonly near: RegExp | undefined;
}

/** Characters of tokens; a bounded match has none of them on either side. */
const RIGHT_EDGE = "(?![0-9A-Za-z_-])";

/** Compiles a rule; throws a UserError that names the rule when a pattern is not a regular expression or lacks its group. */
export function compileRule(data: RuleData): Rule {
  const caseFlag = data.ignoreCase ? "i" : "";
  const compile = (source: string, flags: string): RegExp => {
    try {
      return new RegExp(source, flags);
    } catch (thrown) {
      throw new UserError(
        `Rule "${data.id}": ${messageOf(thrown)}`,
        "Patterns are JavaScript regular expressions.",
      );
    }
  };
  const searches = data.patterns.map(({ pattern, folded, near, ...trust }): Search => {
    // On its own first, so that an error shows the pattern as its author wrote it.
    const plain = compile(pattern, caseFlag);
    if (!plain.source.includes("(?<key>"))
      throw new UserError(
        `Rule "${data.id}": the pattern has no group named key.`,
        "Put (?<key>…) around the secret itself.",
      );
    const source = folded ?? pattern;
    const method = trust.beginnings === undefined ? "dg" : "dy";
    return {
      ...trust,
      regex: compile(
        trust.bounded ? `(?:${source})${RIGHT_EDGE}` : source,
        folded === undefined ? method + caseFlag : method,
      ),
      near: near === undefined ? undefined : compile(near, caseFlag),
    };
  });
  const structure =
    data.wellFormed === undefined ? undefined : compile(`^(?:${data.wellFormed})$`, caseFlag);
  return { ...data, searches, structure };
}
