/** A verdict's status and reason in one word: `live/listed`. */
import { VERDICTS, type Verdict, type VerdictReason, type VerdictStatus } from "../verdict.ts";

/** Every pair of a status and one of its own reasons. */
export type Outcome = {
  [Status in VerdictStatus]: `${Status}/${(typeof VERDICTS)[Status][number]}`;
}[VerdictStatus];

/** What one request told about a key, in closed sets and digits; nothing of the answer's text. */
export interface Judgement {
  readonly outcome: Outcome;
  /** Number of the project that owns the key. */
  readonly project: string | undefined;
  /** Whether another try may be told something else. */
  readonly transient: boolean;
  /** Milliseconds that the server asks to wait before it. */
  readonly retryAfter: number | undefined;
}

/** A judgement that rests on no answer of the server. */
export function judgementOf(outcome: Outcome, transient = false): Judgement {
  return { outcome, project: undefined, transient, retryAfter: undefined };
}

/** The verdict that says `outcome`, with what else is known. */
export function verdictOf(outcome: Outcome, known: Partial<Verdict> = {}): Verdict {
  const [status, reason] = outcome.split("/") as [VerdictStatus, VerdictReason];
  const nothing = { project: undefined, model: undefined, reach: undefined, cached: false };
  return { status, reason, ...nothing, ...known };
}

/** The outcome of these two words; undefined when they are not a status and one of its reasons. */
export function outcomeOf(status: unknown, reason: unknown): Outcome | undefined {
  const reasons = Object.entries(VERDICTS).find(([known]) => known === status)?.[1];
  const known = reasons?.some((one) => one === reason);
  return known ? (`${String(status)}/${String(reason)}` as Outcome) : undefined;
}
