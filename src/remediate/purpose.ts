/** What an API key is for, and so what takes its place is restricted to. */
import type { Finding } from "../finding.ts";

/** `others`: APIs that are not named here; `unknown`: Gemini, others or both. */
export type Purpose = "gemini" | "maps" | "youtube" | "others" | "unknown";

/** By what it is used for, and by what Google said where nothing shows that. */
export function purposeOf({
  credential,
  usage,
  verdict,
}: Pick<Finding, "credential" | "usage" | "verdict">): Purpose {
  if (credential !== "google-api-key") return "gemini";
  if (usage === "firebase") return "others";
  if (usage !== "unknown") return usage;
  const isElsewhere =
    verdict?.status === "no-gemini" || verdict?.reason === "unrestricted-standard-key";
  return isElsewhere ? "others" : "unknown";
}

/** Whether a new key is made for Gemini. */
export function isForGemini(finding: Pick<Finding, "credential" | "usage" | "verdict">): boolean {
  const purpose = purposeOf(finding);
  return purpose === "gemini" || purpose === "unknown";
}
