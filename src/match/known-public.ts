/** Values that are public on purpose, told by their hash so that none is ever written down. */
import { createHash } from "node:crypto";
import type { RuleData } from "./rule.ts";

/** What a known public value is ("YouTube web client"); undefined for all others. */
export function knownPublic(rule: RuleData, value: string): string | undefined {
  const digest = createHash("sha256").update(value).digest("hex");
  return Object.hasOwn(rule.knownPublic, digest) ? rule.knownPublic[digest] : undefined;
}
