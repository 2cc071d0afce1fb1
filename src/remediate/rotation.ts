/** Decides what happens to a credential where it was issued. */
import type { Credential, Finding, Target } from "../finding.ts";
import { isStagedOnly } from "../findings/staged-only.ts";
import type { Rotation } from "../plan.ts";
import type { VerdictReason } from "../verdict.ts";

/** Answers that show abuse, or a key that is known as leaked. Deleting stops nobody: it serves no one any more. */
const GONE_ALREADY: readonly VerdictReason[] = [
  "reported-leaked",
  "consumer-suspended",
  "project-denied",
  "bound-account-disabled",
  "quota-spent",
  "credit-spent",
];

/** What to do with it, by what Google said and where it stands; undefined when nothing has to be done about it at all. */
export function rotationOf(finding: Finding, target: Target): Rotation | undefined {
  const { verdict, mustScrub, credential, usage } = finding;
  const isFirebase = credential === "google-api-key" && usage === "firebase";
  if (verdict?.status === "dead") return mustScrub ? "none" : undefined;
  if (verdict !== undefined && GONE_ALREADY.includes(verdict.reason)) return "delete-first";
  if (isFirebase && finding.wellFormed !== false && finding.knownPublic === undefined)
    return "restrict";
  if (!mustScrub) return undefined;
  if (credential === "gemini-ephemeral-token" || credential === "oauth-access-token") return "none";
  return isPrivate(finding, target) ? "keep" : "replace";
}

/** Whether it is deleted, sooner or later, and something else takes its place. */
export function isGoing(rotation: Rotation): boolean {
  return rotation === "replace" || rotation === "delete-first";
}

/** Whether it is an API key, which gcloud's api-keys commands know. */
export function isApiKey(credential: Credential): boolean {
  return (
    credential === "gemini-auth-key" ||
    credential === "google-api-key" ||
    credential === "gemini-key-by-name"
  );
}

/** Whether it has not left this machine, as far as what was looked at can tell. */
function isPrivate(finding: Finding, { command }: Target): boolean {
  const { sightings, history, reasons } = finding;
  switch (command) {
    case "audit":
      return (
        (history === undefined || isStagedOnly(finding)) &&
        !reasons.includes("shipped-to-visitors") &&
        sightings.every(
          ({ source, bundle }) => (source === "worktree" || source === "index") && !bundle,
        )
      );
    case "staged":
      return true;
    case "push":
      return history?.pushed !== true;
    // What a service builds from has been pushed.
    case "ci":
    case "scan":
    case "verify":
      return false;
  }
}
