/** Why a finding is as severe as it is. */
import type { Finding } from "../finding.ts";
import { REASON, USAGE } from "./words.ts";

/** Why the severity is what it is, most important first. */
export function reasonsOf({ credential, usage, reasons }: Finding): string {
  const use = credential === "google-api-key" ? USAGE[usage] : undefined;
  return [...(use === undefined ? [] : [use]), ...reasons.map((reason) => REASON[reason])].join(
    "; ",
  );
}
