/** What talks to Redis. Only those have it installed who use a queue, and only a queue loads it. */
import type * as Bullmq from "bullmq";
import type * as Ioredis from "ioredis";
import { UserError } from "../../errors.ts";

export type Driver = Pick<
  typeof Bullmq,
  "Queue" | "UnrecoverableError" | "WaitingError" | "Worker"
> &
  Pick<typeof Ioredis, "Redis">;

/** Loads the two packages. Throws {@link UserError} when they are not installed. */
export async function loadDriver(): Promise<Driver> {
  try {
    const [{ Redis }, bullmq] = await Promise.all([import("ioredis"), import("bullmq")]);
    const { Queue, UnrecoverableError, WaitingError, Worker } = bullmq;
    return { Queue, Redis, UnrecoverableError, WaitingError, Worker };
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw thrown;
    throw new UserError(
      "a queue needs the packages bullmq and ioredis, which are not installed beside gemsweep",
      "npm install bullmq@6 ioredis@6, with --global if gemsweep was installed so",
    );
  }
}
