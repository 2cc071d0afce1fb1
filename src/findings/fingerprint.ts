/** Names a secret without telling it, the same in every run, so that reports and baselines can be compared. */
import { createHash, scryptSync } from "node:crypto";
import { isUnguessable } from "./unguessable.ts";

/**
 * The salt cannot be secret or random, because two clones must give a value the same name. It only keeps
 * tables computed for other programs from being of use.
 */
const SALT = "gemsweep fingerprint 1";

/** 4 MiB and about ten milliseconds a value: bearable for many findings, and ten million guesses cost a day. */
const COST = { N: 2 ** 12, r: 8, p: 1 };

/**
 * 64 hexadecimal digits that stand for a value of a rule family.
 * A random value cannot be found from its SHA-256. A password-like one could be guessed, since fingerprints are
 * published in baselines and reports; those are hashed slowly. The value alone decides, never how it was found.
 */
export function fingerprintOf(family: string, value: string): string {
  const named = `${family}:${value}`;
  if (isUnguessable(value)) return createHash("sha256").update(named).digest("hex");
  return scryptSync(named, SALT, 32, COST).toString("hex");
}
