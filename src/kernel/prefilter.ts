/** What rules come down to for the prefilter: plain data, compiled once, stored with the program and sent to workers. */
import { literalsOf, type AnchorForm } from "../match/anchor-forms.ts";
import { compileAnchors, type Anchors } from "../match/anchors.ts";
import { automatonFinder } from "../match/automaton.ts";
import type { Finder, Literal, Screen } from "../match/finder.ts";
import { markLiterals, remembering } from "../match/marks.ts";
import type { RuleData } from "../match/rule.ts";
import { kernelFinder, kernelScreen } from "./finder.ts";
import { startKernel } from "./kernel.ts";
import type { LiteralTable } from "./table.ts";

/** The forms of all anchors, and tables by which the kernel finds literals. */
export interface Prefilter {
  readonly forms: readonly AnchorForm[];
  /** For the literals of the forms. */
  readonly table: LiteralTable;
  /** For those of {@link markLiterals}, which candidates are searched for. */
  readonly marks: LiteralTable;
}

/** A prefilter at work. */
export interface Started {
  readonly mayMatch: Anchors["mayMatch"];
  /** Starts what looks at candidates closely. Not done before there is one, because most runs of a hook see none. */
  startExact(rules: readonly RuleData[]): Exact;
}

/** What looks at candidates closely. */
export interface Exact {
  readonly anchors: Anchors;
  readonly marks: Finder;
}

/** Starts a prefilter in the kernel, or in JavaScript where `module` is undefined. */
export function startPrefilter(
  prefilter: Prefilter,
  module: WebAssembly.Module | undefined,
): Started {
  if (module === undefined) {
    const screen = automatonFinder(literalsOf(prefilter.forms));
    return started(prefilter, screen, () => screen, automatonFinder);
  }
  const { table } = prefilter;
  const kernel = startKernel(module, table);
  return started(
    prefilter,
    kernelScreen(kernel, table),
    () => kernelFinder(kernel, table, literalsOf(prefilter.forms)),
    (literals) => kernelFinder(startKernel(module, prefilter.marks), prefilter.marks, literals),
  );
}

function started(
  prefilter: Prefilter,
  screen: Screen,
  finderOfForms: () => Finder,
  finderOf: (literals: readonly Literal[]) => Finder,
): Started {
  return {
    mayMatch: screen.occursIn,
    startExact(rules) {
      const { forms } = prefilter;
      const marks = remembering(finderOf(markLiterals(forms, rules)));
      return { anchors: compileAnchors(forms, marks, finderOfForms()), marks };
    },
  };
}
