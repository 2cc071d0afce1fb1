/** A job as it is in the queue: with the run that waits for it, and the version that alone may do it. */
import { createHash } from "node:crypto";
import { fields, like, type Shape, ShapeError, text } from "../../report/shape.ts";
import { type FleetJob, parseJob } from "../job.ts";
import { locationOf } from "../location.ts";
import { isBelowHere } from "./shared.ts";

export interface Order {
  /** 16 hexadecimal digits. */
  readonly run: string;
  readonly job: FleetJob;
}

/** What is in the queue is data. */
export interface OrderData {
  readonly run: string;
  /** JSON. */
  readonly job: string;
}

/** The name of an order, which says all of it: the same order twice is one. */
export function orderId({ run, job }: OrderData): string {
  return `${run}-${createHash("sha256").update(job).digest("hex").slice(0, 32)}`;
}

/** The order as data. */
export function orderData({ run, job }: Order): OrderData {
  return { run, job: JSON.stringify(job) };
}

const data: Shape<OrderData> = fields<OrderData>({ run: like(/^[0-9a-f]{16}$/), job: text });

/** The order that is in the queue under this name. Throws {@link ShapeError} when it is none. */
export function readOrder(value: unknown, id: string | undefined): Order {
  const given = data(value, "");
  if (orderId(given) !== id) throw new ShapeError("it is not what it is called");
  const job = parseJob(given.job);
  const { kind, location } = job.repository;
  const named = locationOf(location);
  const isMeant =
    kind === "url" ? named.kind === "url" && named.location === location : isBelowHere(location);
  if (!isMeant) throw new ShapeError("its repository is nothing that is audited");
  return { run: given.run, job };
}
