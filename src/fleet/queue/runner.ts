/** The audits of a fleet by workers on any number of machines: one job each in a queue, until all have an outcome. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "bullmq";
import type { FleetRepository } from "../../fleet.ts";
import type { AuditEnd } from "../auditors.ts";
import type { FleetJob } from "../job.ts";
import type { FleetEvent, Runner } from "../runner.ts";
import { ShapeError } from "../../report/shape.ts";
import type { Connection } from "./connect.ts";
import { type OrderData, orderData, orderId } from "./order.ts";
import { unpacked } from "./parcel.ts";
import { isReply, refusalOf } from "./refusal.ts";
import { openStore, type Store } from "./store.ts";
import { ALONE, joinText, otherVersionsText } from "./words.ts";

export interface QueueGround {
  readonly connection: Connection;
  readonly prefix: string;
  /** Whether jobs may be folders, which workers have to share. */
  readonly shared: boolean;
  /** 16 hexadecimal digits: the same when the same run goes on. */
  readonly run: string;
  /** Of gemsweep. */
  readonly version: string;
}

/** Milliseconds between looks at what is done. */
const LOOK = 500;
/** Milliseconds between makings sure that nothing of the run was lost. */
const CARE = 15_000;
/** Jobs that are sent at once. */
const BATCH = 500;

/** What workers need to know of a job: whoever dies over it is not sent after it forever, and nothing of it stays. */
const JOB = {
  attempts: 3,
  backoff: { type: "exponential", delay: 5000 },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

/** The queue that workers of this version look into; others cannot take its jobs, nor it theirs. */
export function queueName(version: string): string {
  return `fleet-${version.replaceAll(":", "-")}`;
}

/** Sends all jobs to the queue and waits for what comes of them. Ending early leaves them there for the next time. */
export function queueRunner(ground: QueueGround): Runner {
  return {
    async *run(jobs, signal) {
      const { connection, prefix, version } = ground;
      const { client, driver } = connection;
      const queue = new driver.Queue<OrderData>(queueName(version), {
        connection: client,
        prefix,
        skipVersionCheck: true,
        // Nobody reads them.
        streams: { events: { maxLen: 100 } },
      });
      queue.on("error", () => {});
      const stop = (): void => connection.end();
      signal.addEventListener("abort", stop);
      try {
        if (signal.aborted) return;
        yield* collect(jobs, { ...ground, queue, store: openStore(client, prefix) }, signal);
      } catch (thrown) {
        // What waited for an answer of Redis rejects when it is to wait no more.
        if (!signal.aborted) throw isReply(thrown) ? refusalOf(connection.address, thrown) : thrown;
      } finally {
        signal.removeEventListener("abort", stop);
        connection.end();
      }
    },
  };
}

interface Collection extends QueueGround {
  readonly queue: Queue<OrderData>;
  readonly store: Store;
}

async function* collect(
  jobs: readonly FleetJob[],
  collection: Collection,
  signal: AbortSignal,
): AsyncGenerator<FleetEvent> {
  const { store, run } = collection;
  const open: Open = new Map(
    jobs.map((job) => {
      const data = orderData({ run, job });
      return [orderId(data), { data, jobId: job.id, repository: job.repository }];
    }),
  );
  const started = new Set<string>();
  const told = new Set<string>();
  let cared = -Infinity;
  while (open.size > 0) {
    for (const id of await store.kept(run)) {
      const order = open.get(id);
      const end = order && (await readResult(id, order.repository, collection));
      if (end) {
        // Whoever is told has it on disk before it asks for the next.
        yield { event: "finished", id: order.jobId, outcome: end.outcome, refs: end.refs };
        open.delete(id);
      }
      await forget(id, collection);
      if (signal.aborted) return;
    }
    for (const id of await activeIds(collection)) {
      const order = open.get(id);
      if (!order || started.has(id)) continue;
      started.add(id);
      yield { event: "started", repository: order.repository };
    }
    if (performance.now() - cared > CARE) {
      for (const text of await takeCare(open, told, collection)) yield { event: "note", text };
      cared = performance.now();
    }
    if (open.size > 0) await sleep(LOOK, undefined, { signal });
  }
  await store.closeRun(run);
}

/** Makes sure that all that is open is in the queue; what there is to say of that and of the workers. */
async function takeCare(
  open: Open,
  told: Set<string>,
  collection: Collection,
): Promise<readonly string[]> {
  const { store, run, version, connection } = collection;
  try {
    await store.openRun(run, version);
    await send(open, collection);
    return await newsOf(open.size, told, collection);
  } catch (thrown) {
    // A server that is full or cannot write may be helped, and then all goes on.
    if (!isReply(thrown)) throw thrown;
    const { message, remedy = "" } = refusalOf(connection.address, thrown);
    if (told.has(message)) return [];
    told.add(message);
    return [`${message}: ${remedy}`];
  }
}

type Open = Map<
  string,
  { readonly data: OrderData; readonly jobId: string; readonly repository: FleetRepository }
>;

/** Adds what is not in the queue: at first everything, later what a server lost that was restarted or emptied. */
async function send(open: Open, { queue, connection }: Collection): Promise<void> {
  const ids = [...open.keys()];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const there = await Promise.all(
      batch.map(async (id) => connection.client.exists(queue.toKey(id))),
    );
    const missing = batch.filter((_, index) => there[index] === 0);
    await queue.addBulk(
      missing.flatMap((id) => {
        const data = open.get(id)?.data;
        return data ? [{ name: "audit", data, opts: { ...JOB, jobId: id } }] : [];
      }),
    );
  }
}

/** What there is to say of the workers that was not said before. */
async function newsOf(
  count: number,
  told: Set<string>,
  { store, version, prefix, shared, connection }: Collection,
): Promise<readonly string[]> {
  const versions = await store.workerVersions();
  const isFirst = !told.has(JOIN);
  told.add(JOIN);
  const isAlone = !versions.includes(version);
  if (!isAlone) told.delete(ALONE);
  const news = [
    isFirst
      ? joinText(count, { address: connection.address, prefix, shared, version }, versions)
      : undefined,
    isAlone && !isFirst ? ALONE : undefined,
    otherVersionsText("workers", version, versions),
  ].filter((text) => text !== undefined && !told.has(text));
  for (const text of news) if (text !== undefined) told.add(text);
  return news.filter((text) => text !== undefined);
}

const JOIN = "how workers join";

/** Undefined when it is gone, or when it is no result: the job is then done again. */
async function readResult(
  id: string,
  repository: FleetRepository,
  { store, run }: Collection,
): Promise<AuditEnd | undefined> {
  const parcel = await store.read(run, id);
  if (!parcel) return undefined;
  try {
    const end = await unpacked(parcel);
    if (end.outcome.repository.location !== repository.location)
      throw new ShapeError("it is of another repository");
    return { ...end, outcome: { ...end.outcome, repository } };
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    return undefined;
  }
}

async function forget(id: string, { queue, store, run }: Collection): Promise<void> {
  // One that a worker has under way cannot be removed; what comes of it finds nobody who waits.
  await queue.remove(id).catch(() => 0);
  await store.drop(run, id);
}

async function activeIds({ connection, queue }: Collection): Promise<readonly string[]> {
  return await connection.client.lrange(queue.toKey("active"), 0, -1);
}
