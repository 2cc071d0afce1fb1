/** The live check of a run: of its secrets, with what the user asked for, and what there is to say of it. */
import type { VerificationConfig } from "../command-line/verification.ts";
import type { Note, Skipped } from "../document.ts";
import { UserError } from "../errors.ts";
import type { Check, Secret, Verification } from "../finding.ts";
import { bestMatchOf, knownPublicOf } from "../findings/best-match.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { keyIdOf } from "../findings/preview.ts";
import type { VerdictLedger } from "../fleet/ledger.ts";
import type { Sieve } from "../sources/source.ts";
import type { Verdict } from "../verdict.ts";
import { openAuditLog } from "./audit-log.ts";
import { openCache } from "./cache.ts";
import { GEMINI_ENDPOINT } from "./endpoint.ts";
import type { Candidate, RunPrice } from "./verify.ts";

/** What the check has to do with the run it is part of. */
export interface Surroundings {
  readonly signal: AbortSignal;
  readonly progress: Sieve["progress"];
  /** Told what generating may cost, before the first request. */
  onPrice(price: RunPrice): void;
  /** What this run shares with others; undefined when it is alone. */
  readonly shared?: { readonly ledger: VerdictLedger; readonly requestsPerSecond: number };
}

/** Prepares the check, so that files it needs are refused before there is anything to lose. Throws {@link UserError}. */
export async function openCheck(
  config: VerificationConfig,
  { signal, progress, onPrice, shared }: Surroundings,
): Promise<Check> {
  const { endpoint, auditLog, verdictCache } = config;
  const cache = verdictCache === undefined ? undefined : await openCache(verdictCache, endpoint);
  const log = auditLog === undefined ? undefined : await openAuditLog(auditLog);

  return async (secrets) => {
    // Loaded once there is something to ask about: the SDK takes longer to start than a whole hook.
    const { MANNERS, verify } = await import("./verify.ts");
    const options = {
      ...MANNERS,
      ...config,
      auditLog: log?.write,
      cache,
      onPrice,
      ledger: shared?.ledger,
      ...(shared && { requestsPerSecond: shared.requestsPerSecond }),
    };
    const verdicts = await verify(secrets.map(candidateOf), options, signal, progress);
    const all = [...verdicts.values()];
    return {
      verification: verificationOf(config, all),
      verdicts,
      notes: [
        ...networkNotes(endpoint, all),
        ...(await problemWith(() => cache?.save())).map(asNote),
      ],
      skipped: await problemWith(() => log?.close()),
    };
  };
}

function candidateOf(secret: Secret): Candidate {
  const { family, value } = secret;
  return {
    value,
    fingerprint: fingerprintOf(family, value),
    keyId: keyIdOf(value),
    credential: bestMatchOf(secret).credential,
    knownPublic: knownPublicOf(secret),
  };
}

function verificationOf(
  { generate, reach, endpoint }: VerificationConfig,
  verdicts: readonly Verdict[],
): Verification {
  const unchecked = verdicts.filter(({ status }) => status === "unknown").length;
  return {
    generate,
    reach,
    endpoint: endpoint === GEMINI_ENDPOINT ? undefined : endpoint,
    checked: verdicts.length - unchecked,
    unchecked,
  };
}

/** Said once: it is about the network, and not about any of the keys. */
function networkNotes(endpoint: string, verdicts: readonly Verdict[]): readonly Note[] {
  const count = verdicts.filter(({ reason }) => reason === "network").length;
  if (count === 0) return [];
  const keys = count === 1 ? "a key was" : `${count} keys were`;
  return [{ about: new URL(endpoint).host, note: `could not be reached: ${keys} not checked` }];
}

/** What goes wrong with a file in the end must not cost the report. */
async function problemWith(finish: () => Promise<void> | undefined): Promise<readonly Skipped[]> {
  try {
    await finish();
    return [];
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return [{ what: "live check", why: thrown.message }];
  }
}

function asNote({ what, why }: Skipped): Note {
  return { about: what, note: why };
}
