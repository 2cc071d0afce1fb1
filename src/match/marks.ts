/** All that an exact search looks for in a text at once: what files are told by, decoders and patterns go by. */
import { structureMarks } from "../decode/structure-marks.ts";
import { literalOf, type AnchorForm } from "./anchor-forms.ts";
import { distinctLiterals, type Finder, type Literal, type Occurrence } from "./finder.ts";
import type { RuleData } from "./rule.ts";

/** The distinct literals of kinds of files, some forms and some rules. The same input gives the same order. */
export function markLiterals(
  forms: readonly AnchorForm[],
  rules: readonly Pick<RuleData, "anchors" | "ignoreCase" | "patterns">[],
): readonly Literal[] {
  const ofRules = rules.flatMap(({ anchors, ignoreCase, patterns }) =>
    [...anchors, ...patterns.flatMap(({ beginnings = [] }) => beginnings)].map((text) =>
      markLiteral(text, ignoreCase),
    ),
  );
  const ofStructure = structureMarks.map((mark) => markLiteral(mark, false));
  return distinctLiterals([...forms.map(literalOf), ...ofRules, ...ofStructure]);
}

/** The literal of an anchor or a beginning. */
export function markLiteral(text: string, ignoreCase: boolean): Literal {
  return { text: ignoreCase ? text.toLowerCase() : text, ignoreCase };
}

/** A text with more marks is gone through again rather than remembered. */
const MOST_REMEMBERED = 65_536;

/** A finder that remembers its last answer, because decoders ask about the text that was just matched. */
export function remembering(finder: Finder): Finder {
  let last: { readonly text: string; readonly found: readonly Occurrence[] } | undefined;
  return {
    ...finder,
    *occurrences(text) {
      if (typeof text !== "string") {
        yield* finder.occurrences(text);
        return;
      }
      if (last?.text === text) {
        yield* last.found;
        return;
      }
      const found: Occurrence[] = [];
      for (const occurrence of finder.occurrences(text)) {
        if (found.length <= MOST_REMEMBERED) found.push(occurrence);
        yield occurrence;
      }
      if (found.length <= MOST_REMEMBERED) last = { text, found };
    },
  };
}
