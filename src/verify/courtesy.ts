/** How requests are made: not too many at a time, again where that may help, and each of them on record. */
import { setTimeout } from "node:timers/promises";
import PQueue from "p-queue";
import type { AuditEntry } from "./audit-log.ts";
import { judge, type Question } from "./classify.ts";
import { type Judgement, judgementOf } from "./outcome.ts";
import type { Answer, Reply, Request } from "./reply.ts";
import type { Transport } from "./transport.ts";

export interface Manners {
  readonly requestsPerSecond: number;
  /** Milliseconds before the first repetition; it doubles with each. */
  readonly backoff: number;
}

/** A key that requests are made with. */
export interface Caller {
  readonly value: string;
  readonly fingerprint: string;
  readonly keyId: string | undefined;
}

/** As `fetch`, but rejects with {@link Refused} for everything that is not an accepting answer. */
export type Fetch = (
  url: string | URL | globalThis.Request,
  init?: RequestInit,
) => Promise<Response>;

/** Why there is no answer to use. Holds nothing that a server said. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly judgement: Judgement;

  constructor(judgement: Judgement) {
    super(judgement.outcome);
    this.judgement = judgement;
  }
}

const MOST_TRIES = 4;

/** Milliseconds; a server that asks for more is taken at its word that it has had enough. */
const LONGEST_WAIT = 20_000;

/** Requests in a row, each with all of its tries, that a network which has worked may lose before it counts as lost. */
const MOST_LOST = 8;

interface Surroundings {
  readonly transport: Transport;
  readonly endpoint: string;
  readonly signal: AbortSignal;
  /** Puts a request on record; when that fails, no more requests may be made. */
  readonly record: (entry: AuditEntry) => Promise<void>;
}

/** Makes a `fetch` for each key; all share one pace. */
export function startCourtesy(
  manners: Manners,
  surroundings: Surroundings,
): (caller: Caller) => Fetch {
  const { transport, endpoint, signal, record } = surroundings;
  const pace = new PQueue({ interval: 1000 / manners.requestsPerSecond, intervalCap: 1 });
  let answered = false;
  let lost = 0;
  let unreachable: Judgement | undefined;

  async function attempt(caller: Caller, request: Request): Promise<Attempt> {
    if (signal.aborted) return { judgement: judgementOf("unknown/interrupted"), answer: undefined };
    const reply = await transport.send(request, signal);
    const judgement = judge(questionOf(request), reply, caller.value);
    await record(entryOf(caller, request, reply, judgement));
    const answer = "failure" in reply ? undefined : reply;
    if (answer) [answered, lost] = [true, 0];
    return { judgement, answer };
  }

  async function persist(caller: Caller, request: Request): Promise<Attempt> {
    for (let tries = 1; ; tries += 1) {
      // Without a network, the keys after the first few need not wait for theirs to fail; it may also end midway.
      if (unreachable) return { judgement: unreachable, answer: undefined };
      const result = await pace.add(() => attempt(caller, request));
      const wait = waitAfter(result.judgement, tries, manners.backoff);
      if (wait === undefined || tries === MOST_TRIES) {
        if (!result.answer && result.judgement.transient) {
          lost += 1;
          if (!answered || lost === MOST_LOST) unreachable ??= result.judgement;
        }
        return result;
      }
      await setTimeout(wait, undefined, { signal }).catch(() => {});
      // What was told before the interruption still holds.
      if (signal.aborted) return result;
    }
  }

  return (caller) => async (url, init) => {
    const request = requestOf(url, init);
    const { href } = request.url;
    // Part of an address can be what a server said: the token of a next page.
    if (!href.startsWith(`${endpoint}/`) || holds(href.slice(endpoint.length), caller.value))
      throw new Refused(judgementOf("unknown/unexpected-answer"));
    const { judgement, answer } = await persist(caller, request);
    if (!answer || answer.status >= 300 || !judgement.outcome.startsWith("live/"))
      throw new Refused(judgement);
    return new Response(answer.text === "" ? null : answer.text, {
      status: answer.status,
      headers: { "content-type": answer.contentType },
    });
  };
}

interface Attempt {
  readonly judgement: Judgement;
  readonly answer: Answer | undefined;
}

/** Milliseconds until the next try; undefined when there is to be none. Half of it by chance, so that keys do not come back all at once. */
function waitAfter(judgement: Judgement, tries: number, backoff: number): number | undefined {
  const { transient, retryAfter = 0 } = judgement;
  if (!transient || retryAfter > LONGEST_WAIT) return undefined;
  return retryAfter + backoff * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
}

function requestOf(url: Parameters<Fetch>[0], init: RequestInit = {}): Request {
  return {
    url: new URL(url instanceof globalThis.Request ? url.url : url),
    method: init.method ?? "GET",
    headers: Object.fromEntries(new Headers(init.headers)),
    body: typeof init.body === "string" ? init.body : undefined,
  };
}

/** In whatever letters: some of an address are taken for the same. */
function holds(address: string, key: string): boolean {
  return address.toLowerCase().includes(key.toLowerCase());
}

function questionOf({ url: { pathname } }: Request): Question {
  if (pathname.endsWith(":generateContent")) return "generate";
  return pathname.endsWith("/models") ? "list" : "count";
}

function entryOf(
  { fingerprint, keyId }: Caller,
  { method, url }: Request,
  reply: Reply,
  { outcome }: Judgement,
): AuditEntry {
  return {
    time: new Date().toISOString(),
    keyId: keyId ?? null,
    fingerprint,
    request: `${method} ${url.origin}${url.pathname}`,
    status: "failure" in reply ? null : reply.status,
    failure: "failure" in reply ? reply.failure : null,
    verdict: outcome,
  };
}
