/** Judges a leak by where it stands and, if Google was asked, by whether it works. */
import type { Finding, Severity, SeverityReason } from "../finding.ts";
import type { Verdict, VerdictReason } from "../verdict.ts";
import { SEVERITIES, type SeverityVerdict } from "./severity.ts";

type Checked = Pick<Verdict, "status" | "reason">;

/** What is to be thought of a finding, and done. */
export type Judgement = Pick<Finding, "severity" | "reasons" | "mustScrub">;

/** The severity without asking, changed by what Google said; undefined when it was not asked. */
export function judge(base: SeverityVerdict, verdict: Checked | undefined): Judgement {
  const { severity, reasons } = verified(base, verdict);
  return { severity, reasons, mustScrub: MUST_SCRUB[base.severity] || MUST_SCRUB[severity] };
}

/**
 * Whether a finding must be scrubbed. Known public keys, Firebase keys that are public by design and values that
 * are probably invented examples need a look, but no rewritten history.
 */
const MUST_SCRUB: Record<Severity, boolean> = {
  info: false,
  low: false,
  medium: true,
  high: true,
  critical: true,
};

function verified(base: SeverityVerdict, verdict: Checked | undefined): SeverityVerdict {
  if (verdict === undefined || verdict.status === "unknown") return base;
  const [least, most] = BOUNDS[verdict.reason];
  return {
    severity: between(least, base.severity, most),
    reasons: [`verdict-${verdict.status}`, ...remaining(verdict, base.reasons)],
  };
}

/**
 * The least and the most severe that a credential can be. What works is critical wherever it stands. What does not work
 * today, but would after one act of its owner or of Google's, is no emergency and no more than high.
 */
const BOUNDS: Record<VerdictReason, readonly [least: Severity, most: Severity]> = {
  generates: ["critical", "critical"],
  listed: ["critical", "critical"],
  "quota-spent": ["critical", "critical"],
  "credit-spent": ["critical", "critical"],
  // Anyone can send the name of a website or app along.
  referrer: ["info", "critical"],
  "android-app": ["info", "critical"],
  "ios-app": ["info", "critical"],
  "ip-address": ["info", "high"],
  "billing-country": ["info", "high"],
  // Its owner has kept it from Gemini on purpose; other APIs of the project still take it.
  "api-blocked": ["info", "medium"],
  "api-not-enabled": ["info", "high"],
  "unrestricted-standard-key": ["info", "high"],
  // Fresh keys get the same answer at times, so that it proves nothing.
  "unusable-auth-key": ["info", "critical"],
  "reported-leaked": ["info", "high"],
  "consumer-suspended": ["info", "high"],
  "project-denied": ["info", "high"],
  "bound-account-disabled": ["info", "high"],
  invalid: ["info", "info"],
  expired: ["info", "info"],
  "not-found": ["info", "info"],
  location: ["info", "critical"],
  "server-error": ["info", "critical"],
  network: ["info", "critical"],
  timeout: ["info", "critical"],
  "checker-quota": ["info", "critical"],
  redirected: ["info", "critical"],
  "unexpected-answer": ["info", "critical"],
  interrupted: ["info", "critical"],
  "not-sendable": ["info", "critical"],
  "not-checkable": ["info", "critical"],
};

/** What can be said without asking about access to Gemini. */
const ABOUT_ACCESS: readonly SeverityReason[] = [
  "opens-gemini",
  "may-open-gemini",
  "firebase-public-by-design",
];

/** Answers to a caller or to a moment, which leave open what the key opens. */
const LEAVE_OPEN: readonly VerdictReason[] = [
  "referrer",
  "android-app",
  "ios-app",
  "ip-address",
  "unusable-auth-key",
];

/** The facts that an answer leaves standing of those known without asking. */
function remaining(
  { status, reason }: Checked,
  facts: readonly SeverityReason[],
): SeverityReason[] {
  if (LEAVE_OPEN.includes(reason)) return [...facts];
  const others = facts.filter((fact) => !ABOUT_ACCESS.includes(fact));
  return status === "live" ? ["opens-gemini", ...others] : others;
}

function between(least: Severity, severity: Severity, most: Severity): Severity {
  const rank = SEVERITIES.indexOf(severity);
  if (rank < SEVERITIES.indexOf(least)) return least;
  return rank > SEVERITIES.indexOf(most) ? most : severity;
}
