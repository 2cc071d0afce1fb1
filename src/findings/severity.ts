/** Decides how bad it is that a credential is where it is, and names the facts that decided. */
import type { Confidence, Credential, Severity, SeverityReason, Usage } from "../finding.ts";

/** What a severity depends on. */
export interface SeverityFacts {
  readonly credential: Credential;
  readonly usage: Usage;
  readonly confidence: Confidence;
  readonly wellFormed: boolean | undefined;
  readonly knownPublic: string | undefined;
  /** Whether it stands in a built frontend file or an app, which every visitor downloads. */
  readonly shipped: boolean;
  /** Whether the value looks like random bytes rather than like something a person chose. */
  readonly looksRandom: boolean;
}

/** A severity and why, most important reason first. */
export interface SeverityVerdict {
  readonly severity: Severity;
  readonly reasons: readonly SeverityReason[];
}

/** All severities, least first. */
export const SEVERITIES: readonly Severity[] = ["info", "low", "medium", "high", "critical"];

/** A Google API key opens whatever its project allows; what it is used for says how likely that includes Gemini. */
const API_KEY: Record<Usage, SeverityVerdict> = {
  gemini: { severity: "critical", reasons: ["opens-gemini"] },
  unknown: { severity: "high", reasons: ["may-open-gemini"] },
  maps: { severity: "medium", reasons: ["may-open-gemini"] },
  youtube: { severity: "medium", reasons: ["may-open-gemini"] },
  firebase: { severity: "low", reasons: ["firebase-public-by-design"] },
};

const OTHERS: Record<Exclude<Credential, "google-api-key" | "custom">, SeverityVerdict> = {
  "gemini-auth-key": { severity: "critical", reasons: ["opens-gemini"] },
  "gemini-key-by-name": { severity: "medium", reasons: ["unknown-format"] },
  "gemini-ephemeral-token": { severity: "low", reasons: ["short-lived"] },
  "service-account-key": { severity: "critical", reasons: ["cloud-identity"] },
  "authorized-user": { severity: "high", reasons: ["cloud-identity"] },
  "oauth-refresh-token": { severity: "high", reasons: ["cloud-identity", "needs-client"] },
  "oauth-client-secret": { severity: "medium", reasons: ["needs-client"] },
  "oauth-access-token": { severity: "medium", reasons: ["cloud-identity", "short-lived"] },
};

const CUSTOM: Record<Confidence, Severity> = { low: "low", medium: "medium", high: "high" };

/** The severity of one credential, with reasons. */
export function severityOf(facts: SeverityFacts): SeverityVerdict {
  if (facts.knownPublic !== undefined) return { severity: "info", reasons: ["known-public"] };
  const base = baseOf(facts);

  const doubt = doubtAbout(facts);
  // What was probably never issued is no worse for being in a bundle, where random text looks like keys.
  if (doubt) return { severity: shifted(base.severity, -2), reasons: [doubt, ...base.reasons] };
  const publicByDesign = base.reasons.includes("firebase-public-by-design");
  if (!facts.shipped || publicByDesign) return base;
  return { severity: shifted(base.severity, 1), reasons: [...base.reasons, "shipped-to-visitors"] };
}

function baseOf({ credential, usage, confidence, looksRandom }: SeverityFacts): SeverityVerdict {
  if (credential === "google-api-key") return API_KEY[usage];
  if (credential === "custom") return { severity: CUSTOM[confidence], reasons: ["custom-rule"] };
  if (credential === "gemini-key-by-name" && looksRandom)
    return { severity: "high", reasons: ["unknown-format", "looks-random"] };
  return OTHERS[credential];
}

/** Why this may be no issued credential at all. Values of unknown format are never certain; their base accounts for it. */
function doubtAbout({
  credential,
  wellFormed,
  confidence,
}: SeverityFacts): SeverityReason | undefined {
  if (credential === "custom" || credential === "gemini-key-by-name") return undefined;
  if (wellFormed === false) return "malformed";
  return wellFormed === undefined && confidence === "low" ? "low-confidence" : undefined;
}

function shifted(severity: Severity, steps: number): Severity {
  const lowest = SEVERITIES.indexOf("low");
  const wanted = Math.max(lowest, SEVERITIES.indexOf(severity) + steps);
  return SEVERITIES[wanted] ?? "critical";
}
