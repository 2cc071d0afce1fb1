/** One process that audits, seen from the process that started it. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AUDITOR_FILE } from "../installed.ts";
import type { Verdict } from "../verdict.ts";
import type { FromAuditor, ToAuditor } from "./auditor-messages.ts";
import type { AuditEnd, AuditGround, Tell } from "./auditors.ts";
import { endedEarly } from "./failures.ts";
import type { FleetJob } from "./job.ts";
import { parseOutcome } from "./outcome.ts";

export interface AuditorProcess {
  /** How many jobs it has done, and bytes that it took after the last. */
  readonly jobs: number;
  readonly memory: number;
  isAlive(): boolean;
  /** The outcome also of an audit that takes the process down; rejects when the signal is aborted, and ends the process. */
  audit(job: FleetJob, scratch: string, surroundings: AuditSurroundings): Promise<AuditEnd>;
  /** Empty when the process does not live to tell. */
  state(job: FleetJob, scratch: string, signal: AbortSignal): Promise<string>;
  /** Ends it with all that it started; resolves when it is gone. */
  kill(): Promise<void>;
}

interface AuditSurroundings {
  readonly signal: AbortSignal;
  readonly progress: Tell;
  grown(bytes: number): void;
}

/** Requests a second to Google, of all processes together. */
const REQUESTS_PER_SECOND = 10;

/** Bytes of what a process says when it dies. */
const LAST_WORDS = 4096;

/** Starts a process, one of `jobs`. */
export function startAuditor(
  ground: AuditGround,
  { jobs, threads }: { readonly jobs: number; readonly threads: number },
): AuditorProcess {
  const { patience, endpoint, proxy, useEnvProxy, auditLog } = ground;
  const child = fork(fileURLToPath(AUDITOR_FILE), {
    // A group of its own, so that what git starts ends with it; no terminal, so that nothing in it asks anybody.
    detached: process.platform !== "win32",
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("latin1")).slice(-LAST_WORDS);
  });
  const gone = once(child, "close").catch(() => []);
  let alive = true;
  child.once("exit", () => {
    alive = false;
    // What it started does not always end with it.
    killGroup(child);
  });
  child.on("error", () => (alive = false));

  const send = (message: ToAuditor): void => {
    if (child.connected) child.send(message, () => {});
  };
  const requestsPerSecond = REQUESTS_PER_SECOND / jobs;
  send({ start: { threads, requestsPerSecond, patience, endpoint, proxy, useEnvProxy, auditLog } });
  const questions = answering(child, send, ground);
  let done = 0;
  let memory = 0;

  async function kill(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) killGroup(child);
    alive = false;
    await gone;
  }

  const stop = (): void => void kill();

  /** Sends an order and waits for its end; undefined when the process ended before. */
  async function ordered(
    order: ToAuditor,
    signal: AbortSignal,
    heard: (message: FromAuditor) => void,
  ): Promise<FromAuditor | undefined> {
    const ended = new Promise<FromAuditor | undefined>((resolve) => {
      const listen = (message: FromAuditor): void => {
        if ("end" in message || "stateNow" in message) {
          child.off("message", listen);
          resolve(message);
        } else heard(message);
      };
      child.on("message", listen);
      void gone.then(() => resolve(undefined));
    });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) void kill();
    else send(order);
    const end = await ended;
    signal.removeEventListener("abort", stop);
    signal.throwIfAborted();
    done += 1;
    if (end !== undefined && "memory" in end) memory = end.memory;
    return end;
  }

  return {
    get jobs() {
      return done;
    },
    get memory() {
      return memory;
    },
    isAlive: () => alive,
    async audit(job, scratch, { signal, progress, grown }) {
      const kept = ground.keep ? join(ground.work, "kept", keptName(job)) : undefined;
      const end = await ordered({ audit: job, scratch, kept }, signal, (message) => {
        if ("progress" in message) progress(message.progress, message.done, message.total);
        else if ("bytes" in message) grown(message.bytes);
        else questions.take(message);
      }).finally(questions.drop);
      if (end !== undefined && "end" in end)
        return { outcome: parseOutcome(end.end), refs: end.refs };
      const failure = endedEarly(child.signalCode, child.exitCode, said);
      return { outcome: { repository: job.repository, failure }, refs: "" };
    },
    async state(job, scratch, signal) {
      const end = await ordered({ state: job, scratch }, signal, () => {});
      return end !== undefined && "stateNow" in end ? end.stateNow : "";
    },
    kill,
  };
}

/** Brings the questions of a process to the ledger, and what the ledger says back. */
function answering(
  child: ChildProcess,
  send: (message: ToAuditor) => void,
  { ledger }: AuditGround,
) {
  const asking = new Map<number, (verdict: Verdict | undefined) => void>();
  const drop = (): void => {
    for (const told of asking.values()) told(undefined);
    asking.clear();
  };
  child.once("exit", drop);
  return {
    take(message: FromAuditor): void {
      if ("asked" in message) {
        asking.get(message.asked)?.(message.verdict);
        asking.delete(message.asked);
      }
      if (!("question" in message)) return;
      const { question, key } = message;
      const ask = async (): Promise<Verdict> => {
        const verdict = await new Promise<Verdict | undefined>((told) => {
          if (!child.connected) return told(undefined);
          asking.set(question, told);
          send({ ask: question });
        });
        if (verdict === undefined) throw new Error("the process that was to ask did not");
        return verdict;
      };
      void ledger.once(key, ask).then(
        (verdict) => send({ answer: question, verdict }),
        () => send({ answer: question, verdict: undefined }),
      );
    },
    /** Whoever waits for what this process was to ask is not to wait any longer. */
    drop,
  };
}

/** Ends a process with all that it started. */
function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in it.
  }
}

/** Told apart by the id, and readable by the name. */
function keptName({ id, repository: { name } }: FleetJob): string {
  const readable = name.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[.-]+/g, "");
  return `${readable.slice(-80)}-${id.slice(0, 8)}.git`;
}
