/** The rules of a SARIF run. */
import type { Finding, Severity } from "../../finding.ts";
import { visible } from "../visible.ts";
import { RULE_HELP, WEAKNESS, WHAT_TO_DO } from "./rule-help.ts";

/**
 * `google-api-key/high`. GitHub takes the severity of an alert from its rule, and one rule finds credentials of
 * different severity: a Firebase key is not a Gemini key.
 */
export function ruleIdOf({ rule, severity }: Finding): string {
  return `${visible(rule, 100)}/${severity}`;
}

/** A rule for each id that findings have, in the order of the findings. */
export function rulesOf(findings: readonly Finding[]): object[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const id = ruleIdOf(finding);
    if (!first.has(id)) first.set(id, finding);
  }
  return [...first].map(([id, finding]) => ruleOf(id, finding));
}

function ruleOf(id: string, { title, credential, severity }: Finding): object {
  const { about, page } = RULE_HELP[credential];
  const name = visible(title, 200);
  return {
    id,
    name,
    shortDescription: { text: `${name} (${severity})` },
    fullDescription: { text: about },
    helpUri: page,
    // GitHub shows one of these, and the address of the page nowhere.
    help: {
      text: `${about} ${WHAT_TO_DO}`,
      markdown: `${about} ${WHAT_TO_DO}${page === undefined ? "" : `\n\n[Documentation](${page})`}`,
    },
    properties: {
      tags: ["security", "secret", `external/cwe/cwe-${WEAKNESS.id}`, credential],
      precision: isCertain(credential) ? "high" : "medium",
      "security-severity": SECURITY_SEVERITY[severity],
    },
  };
}

/** Other rules know what an issued credential looks like. */
function isCertain(credential: Finding["credential"]): boolean {
  return credential !== "gemini-key-by-name" && credential !== "custom";
}

/** Scores that GitHub shows as the word they stand by; what is public has none. */
const SECURITY_SEVERITY: Record<Severity, string | undefined> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
  info: undefined,
};
