/** Asks Google about each distinct key, once, and says what is known when it is over or cut short. */
import PQueue from "p-queue";
import type { Credential } from "../finding.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { groupBy } from "../findings/group-by.ts";
import type { VerdictLedger } from "../fleet/ledger.ts";
import type { Sieve } from "../sources/source.ts";
import type { Verdict } from "../verdict.ts";
import type { AuditEntry } from "./audit-log.ts";
import type { VerdictCache } from "./cache.ts";
import { check, type Questions } from "./check.ts";
import { type Caller, type Manners, startCourtesy } from "./courtesy.ts";
import { loadGemini } from "./gemini.ts";
import { worstCasePrice } from "./models.ts";
import { verdictOf } from "./outcome.ts";
import { notSentBecause } from "./sendable.ts";
import { openTransport, type TransportOptions } from "./transport.ts";

export interface VerifyOptions extends Questions, Manners, TransportOptions {
  /** As `checkEndpoint` returns it. */
  readonly endpoint: string;
  /** Keys that are asked about at the same time. */
  readonly concurrency: number;
  /** Takes an entry for each request; when it rejects, no more requests are made. */
  readonly auditLog: ((entry: AuditEntry) => Promise<void>) | undefined;
  /** Read and added to; the caller saves it. */
  readonly cache: VerdictCache | undefined;
  /** Asked before any server is, where several runs share what they are told. */
  readonly ledger?: VerdictLedger | undefined;
  /** Told what generating may cost, before the first request. */
  readonly onPrice: ((price: RunPrice) => void) | undefined;
}

/** What asking keys to generate costs their owners at most, all together. */
export interface RunPrice {
  readonly keys: number;
  /** Undefined for the cheapest of each key's own list. */
  readonly model: string | undefined;
  /** US dollars. */
  readonly dollars: number;
  /** Whether the model's own price is known; otherwise this is more than any text model has cost. */
  readonly known: boolean;
}

/** What is found out about. Holds the raw value. */
export interface Candidate extends Caller {
  readonly credential: Credential;
  /** What a known public key is; such keys are not sent. */
  readonly knownPublic: string | undefined;
}

/** How the checks behave unless the user says otherwise: times in milliseconds. */
export const MANNERS = { concurrency: 4, requestsPerSecond: 10, timeout: 10_000, backoff: 500 };

/**
 * The verdict of each candidate, by fingerprint. Never rejects for what a server answers. Aborting ends it with `unknown`
 * (`interrupted`) for those not known by then.
 */
export async function verify(
  candidates: readonly Candidate[],
  options: VerifyOptions,
  signal: AbortSignal,
  progress: Sieve["progress"],
): Promise<ReadonlyMap<string, Verdict>> {
  const { cache, onPrice, generate, model } = options;
  const verdicts = new Map<string, Verdict>();
  const tell: Tell = (sameValue, verdict) => {
    for (const { fingerprint } of sameValue) verdicts.set(fingerprint, verdict);
  };
  // Rules of several families may have found the same value.
  const keys = [...groupBy(candidates, ({ value }) => value).values()].filter((sameValue) => {
    const known = knownBefore(sameValue, cache);
    if (known) tell(sameValue, known);
    return !known;
  });
  if (keys.length === 0) return verdicts;

  const { dollars, known } = worstCasePrice(model);
  if (generate) onPrice?.({ keys: keys.length, model, dollars: dollars * keys.length, known });

  let done = 0;
  await askAll(keys, options, signal, (sameValue, verdict) => {
    tell(sameValue, verdict);
    for (const { fingerprint } of sameValue) cache?.set(fingerprint, verdict);
    done += 1;
    progress("keys", done, keys.length);
  });
  return verdicts;
}

type SameValue = readonly Candidate[];
type Tell = (sameValue: SameValue, verdict: Verdict) => void;

/** What needs no question: a value that is not to be sent, or one that an earlier run asked about. */
function knownBefore(sameValue: SameValue, cache: VerdictCache | undefined): Verdict | undefined {
  const notSent = notSentBecause(sameValue);
  if (notSent) return verdictOf(notSent);
  return sameValue.map(({ fingerprint }) => cache?.get(fingerprint)).find(Boolean);
}

/** Asks about one of each, several at a time, and tells the verdicts as they come. */
async function askAll(
  keys: readonly SameValue[],
  options: VerifyOptions,
  interruption: AbortSignal,
  tell: Tell,
): Promise<void> {
  const { endpoint, concurrency, auditLog, ledger } = options;
  const failure = new AbortController();
  const signal = AbortSignal.any([interruption, failure.signal]);
  const transport = await openTransport(options);
  const openGemini = await loadGemini(endpoint);
  const fetchFor = startCourtesy(options, {
    transport,
    endpoint,
    signal,
    record: async (entry) => {
      // What cannot be put on record must not go on; what was told already still counts.
      await auditLog?.(entry).catch(() => failure.abort());
    },
  });

  const queue = new PQueue({ concurrency });
  const tasks = keys.map((sameValue) => async () => {
    const [caller] = sameValue;
    if (!caller) return;
    const ask = async (): Promise<Verdict> =>
      signal.aborted ? INTERRUPTED : check(openGemini(caller.value, fetchFor(caller)), options);
    tell(sameValue, await (ledger ? ledger.once(fingerprintOf("", caller.value), ask) : ask()));
  });
  try {
    await queue.addAll(tasks);
  } finally {
    await transport.close();
  }
}

const INTERRUPTED = verdictOf("unknown/interrupted");
