/** Live checks against a server of the test. */
import type { Credential } from "../../src/finding.ts";
import { fingerprintOf } from "../../src/findings/fingerprint.ts";
import type { Verdict } from "../../src/verdict.ts";
import { type Candidate, verify, type VerifyOptions } from "../../src/verify/verify.ts";

/** A key as the check is handed it. */
export function candidateOf(
  value: string,
  credential: Credential = value.startsWith("AQ.") ? "gemini-auth-key" : "google-api-key",
): Candidate {
  const fingerprint = fingerprintOf(credential, value);
  return { value, fingerprint, keyId: value.slice(-4), credential, knownPublic: undefined };
}

/** In a hurry, so that tests need not wait for a server that fails on purpose. */
export const HURRIED: Omit<VerifyOptions, "endpoint"> = {
  generate: false,
  reach: false,
  model: undefined,
  proxy: undefined,
  useEnvProxy: false,
  requestsPerSecond: 1000,
  concurrency: 4,
  timeout: 30_000,
  backoff: 1,
  auditLog: undefined,
  cache: undefined,
  onPrice: undefined,
};

export const never = new AbortController().signal;

/** The verdict on each of these keys, in their order. */
export async function verdictsOf(
  keys: readonly string[],
  options: Partial<VerifyOptions> & Pick<VerifyOptions, "endpoint">,
  signal = never,
): Promise<readonly (Verdict | undefined)[]> {
  const candidates = keys.map((key) => candidateOf(key));
  const verdicts = await verify(candidates, { ...HURRIED, ...options }, signal, () => {});
  return candidates.map(({ fingerprint }) => verdicts.get(fingerprint));
}

/** The verdict on one key. */
export async function verdictOn(
  key: string,
  options: Partial<VerifyOptions> & Pick<VerifyOptions, "endpoint">,
): Promise<Verdict | undefined> {
  return (await verdictsOf([key], options))[0];
}
