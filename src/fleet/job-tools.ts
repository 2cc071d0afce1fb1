/** What a process makes once and uses for one job after another. */
import type { Config } from "../config.ts";
import type { Check } from "../finding.ts";
import type { Sieve } from "../sources/source.ts";
import { loadRules } from "../rules/load.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { Surroundings } from "./job-config.ts";

let known: { readonly texts: string; readonly rules: Promise<RuleSet> } | undefined;

/** The rules of a configuration, which most repositories of a fleet share. Throws UserError. */
export async function rulesOf({ rules: files }: Config): Promise<RuleSet> {
  const texts = JSON.stringify(files);
  if (known?.texts !== texts) known = { texts, rules: loadRules(files) };
  return known.rules;
}

/** The live check of one repository; undefined when nobody is asked. Throws UserError. */
export async function checkOf(
  { verification }: Config,
  surroundings: Surroundings & {
    readonly signal: AbortSignal;
    readonly progress: Sieve["progress"];
  },
): Promise<Check | undefined> {
  if (verification === undefined) return undefined;
  const { openCheck } = await import("../verify/check-secrets.ts");
  const { signal, progress, ledger, requestsPerSecond } = surroundings;
  return openCheck(verification, {
    signal,
    progress,
    // What it may cost is said once for all repositories.
    onPrice: () => {},
    shared: { ledger, requestsPerSecond },
  });
}
