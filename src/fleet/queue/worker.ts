/** What takes jobs from a queue and does them, until it is told to stop. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "bullmq";
import type { FailureStage, RepositoryFailure } from "../../fleet.ts";
import { reasonOf } from "../../reason.ts";
import { ShapeError } from "../../report/shape.ts";
import type { Tool } from "../../report/json.ts";
import type { AuditEnd } from "../auditors.ts";
import type { FleetJob } from "../job.ts";
import type { Connection } from "./connect.ts";
import { type Order, type OrderData, readOrder } from "./order.ts";
import { packed } from "./parcel.ts";
import { isReply, refusalOf } from "./refusal.ts";
import { queueName } from "./runner.ts";
import { openStore, type Store } from "./store.ts";
import { otherVersionsText } from "./words.ts";

export interface WorkerGround {
  readonly connection: Connection;
  readonly prefix: string;
  readonly tool: Tool;
  /** Repositories at a time. */
  readonly jobs: number;
  /** Repositories a minute that all workers together begin; undefined for no limit. */
  readonly rate: number | undefined;
  /** Milliseconds that what is under way may take to end when the worker is to stop. */
  readonly grace: number;
  /** Whether paths are read, below the folder that the worker was started in. */
  readonly shared: boolean;
  /** Audits a repository for a run; rejects when `signal` is aborted. */
  audit(order: Order, signal: AbortSignal): Promise<AuditEnd>;
  announce(text: string): void;
}

/** What a worker did. */
export interface Tally {
  done: number;
  handedBack: number;
}

/** Milliseconds for which a job is a worker's own without a word of it, and between looks for those who fell silent. */
const LOCK = 30_000;
const STALLED = 15_000;
/** Workers that may be lost over one job. */
const MOST_LOST = 3;
/** Milliseconds between tries to leave a result with a server that cannot take it. */
const PAUSE = 5000;
/** Milliseconds between signs of life. */
const BEAT = 20_000;

/** Milliseconds for handing back what was not done. */
const FAREWELL = 10_000;

/** Works until `signal` is aborted, and for a time of grace after that. */
export async function work(ground: WorkerGround, signal: AbortSignal): Promise<Tally> {
  const { connection, prefix, tool, jobs, rate, grace, announce } = ground;
  const { client, driver } = connection;
  const store = openStore(client, prefix);
  const tally: Tally = { done: 0, handedBack: 0 };
  const handBack = new AbortController();

  const process = async (job: Job<OrderData>, token = ""): Promise<void> => {
    const order = orderIn(job, ground);
    if (!order) throw new driver.UnrecoverableError("not a job of gemsweep");
    try {
      await fulfil(order, job, { ...ground, store }, handBack.signal);
      tally.done += 1;
    } catch (thrown) {
      if (!handBack.signal.aborted) throw thrown;
      await job.moveToWait(token);
      tally.handedBack += 1;
      throw new driver.WaitingError();
    }
  };
  const worker = new driver.Worker<OrderData>(queueName(tool.version), process, {
    connection: client,
    prefix,
    skipVersionCheck: true,
    concurrency: jobs,
    lockDuration: LOCK,
    stalledInterval: STALLED,
    // How many were lost is counted in the job, and said where its outcome is read.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    ...(rate === undefined ? {} : { limiter: { max: rate, duration: 60_000 } }),
  });
  worker.on("error", () => {});
  worker.on("stalled", () =>
    announce("a worker fell silent; what it was auditing is begun anew by another"),
  );

  const name = randomUUID();
  const said = new Set<string>();
  const beat = async (): Promise<void> => {
    await store.beat(name, tool.version);
    const text = otherVersionsText("runs", tool.version, await store.awaitedVersions());
    if (text !== undefined && !said.has(text)) announce(text);
    said.add(text ?? "");
  };
  await beat();
  const heart = setInterval(() => void beat().catch(() => {}), BEAT);

  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
  const timers = [
    setTimeout(() => handBack.abort(), grace),
    // A server that is gone for good hears no more of it, and finds out by itself.
    setTimeout(() => connection.end(), grace + FAREWELL),
  ];
  await worker.close();
  clearInterval(heart);
  await store.leave(name, tool.version).catch(() => {});
  for (const timer of timers) clearTimeout(timer);
  connection.end();
  return tally;
}

/** Undefined for what is no job of ours, which whoever writes into the queue may have put there. */
function orderIn(job: Job<OrderData>, { announce }: WorkerGround): Order | undefined {
  try {
    return readOrder(job.data, job.id);
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    announce("there was something in the queue that is no job of gemsweep; it is left out");
    return undefined;
  }
}

interface Fulfilment extends WorkerGround {
  readonly store: Store;
}

/** Does an order and keeps what came of it. Rejects for what another try may change. */
async function fulfil(
  order: Order,
  { id = "", stalledCounter, attemptsMade, opts }: Job,
  ground: Fulfilment,
  signal: AbortSignal,
): Promise<void> {
  const { store, tool } = ground;
  if (!(await store.isWanted(order.run, id))) return;
  const end =
    stalledCounter >= MOST_LOST
      ? failed(order.job, LOST)
      : (refusal(order.job, ground) ?? (await auditOf(order, ground, signal)));
  const { outcome } = end;
  const isLast = attemptsMade + 1 >= (opts.attempts ?? 1);
  // What is thrown is kept in Redis, so that it has no word of anybody else's.
  if (!isLast && "failure" in outcome && RETRIED.has(outcome.failure.stage))
    throw new Error(`the ${outcome.failure.stage} failed this time`);
  const parcel = (await packed(end, tool)) ?? (await packed(failed(order.job, TOO_LARGE), tool));
  if (parcel) await keep(parcel, order.run, id, ground, signal);
}

/** What may go better on another machine, or later. */
const RETRIED: ReadonlySet<FailureStage> = new Set(["clone"]);

async function auditOf(
  order: Order,
  { audit, announce }: Fulfilment,
  signal: AbortSignal,
): Promise<AuditEnd> {
  try {
    return await audit(order, signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    announce(`the audit of ${order.job.repository.name} broke off: ${reasonOf(thrown)}`);
    return failed(order.job, BROKEN);
  }
}

/** A server that is full or cannot write says so, and may be helped: the work is not thrown away for that. */
async function keep(
  parcel: Buffer,
  run: string,
  id: string,
  { store, connection, announce }: Fulfilment,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      return await store.keep(run, id, parcel);
    } catch (thrown) {
      if (!isReply(thrown) || signal.aborted) throw thrown;
      const { message, remedy } = refusalOf(connection.address, thrown);
      if (tries === 0) announce(`${message}; a result waits for it${remedy ? `: ${remedy}` : ""}`);
      await sleep(PAUSE, undefined, { signal });
    }
}

const BROKEN: RepositoryFailure = {
  stage: "audit",
  why: "its audit broke off",
  remedy: "what the worker said tells more",
};

const LOST: RepositoryFailure = {
  stage: "audit",
  why: `${MOST_LOST} workers were lost while they audited it`,
  remedy: "give a worker more memory and --jobs 1, or audit it alone: gemsweep audit",
};

const TOO_LARGE: RepositoryFailure = {
  stage: "audit",
  why: "its report is too large for a queue",
  remedy: "audit it alone: gemsweep audit",
};

const NOT_SHARED: RepositoryFailure = {
  stage: "read",
  why: "it is a folder, and the worker that was to read it shares none",
  remedy: "start the workers with --shared in the folder that the run was started in",
};

function failed({ repository }: FleetJob, failure: RepositoryFailure): AuditEnd {
  return { outcome: { repository, failure }, refs: "" };
}

/** A queue can ask for anything: what is no URL is only read where the worker was told so. */
function refusal(job: FleetJob, { shared }: WorkerGround): AuditEnd | undefined {
  return job.repository.kind === "url" || shared ? undefined : failed(job, NOT_SHARED);
}
