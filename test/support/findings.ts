/** Made-up findings for tests of what is shown: nothing in them was ever a key. */
import type { Finding, Report, Sighting } from "../../src/finding.ts";
import { byImportance } from "../../src/findings/finding-order.ts";
import { planOf } from "../../src/remediate/plan.ts";
import { scrubListOf } from "../../src/remediate/scrub-list.ts";

/** A sighting in the working tree, with whatever else is given. */
export function sighting(given: Partial<Sighting>): Sighting {
  return {
    source: "worktree",
    path: "src/app.ts",
    line: 1,
    column: 1,
    part: undefined,
    decodings: [],
    blob: undefined,
    bundle: undefined,
    marks: [],
    ...given,
  };
}

/** A critical Gemini key in one file, with whatever else is given. */
export function finding(given: Partial<Finding>): Finding {
  return {
    fingerprint: "0".repeat(64),
    rule: "gemini-auth-key",
    title: "Gemini auth key",
    keyId: "x7Qg",
    preview: "AQ.Ab8R…x7Qg",
    severity: "critical",
    reasons: ["opens-gemini"],
    confidence: "high",
    credential: "gemini-auth-key",
    usage: "gemini",
    wellFormed: true,
    knownPublic: undefined,
    mustScrub: !["info", "low"].includes(given.severity ?? "critical"),
    account: undefined,
    verdict: undefined,
    sightings: [sighting({})],
    history: undefined,
    ...given,
  };
}

/** A complete audit with these findings, with whatever else is given. */
export function report(findings: readonly Finding[], given: Partial<Report> = {}): Report {
  const sorted = findings.toSorted(byImportance);
  const target = given.target ?? { command: "audit", paths: ["."], head: "main" };
  const scrub = scrubListOf(sorted);
  return {
    target,
    complete: true,
    coverage: {
      files: 1234,
      blobs: 56_789,
      commits: 901,
      bytes: 120_400_000,
      notebooks: 3,
      bundles: 2,
    },
    verification: undefined,
    findings: sorted,
    ignored: [],
    scrub,
    plan: planOf({ findings: sorted, scrub, target }),
    skipped: [],
    notes: [],
    ...given,
  };
}

/** An object id that is the same digit throughout. */
export function objectId(digit: string): string {
  return digit.repeat(40);
}
