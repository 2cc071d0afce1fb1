/** The connection to a queue: looked at closely when it is made, and made again whenever it is lost. */
import type { Redis } from "ioredis";
import { UserError } from "../../errors.ts";
import type { QueueAddress } from "./address.ts";
import { loadDriver, type Driver } from "./driver.ts";
import { isReply, refusalOf } from "./refusal.ts";

export interface Connection {
  readonly address: QueueAddress;
  readonly client: Redis;
  readonly driver: Driver;
  /** Ends it; what still waits for an answer rejects. */
  end(): void;
}

/** Milliseconds for everything that is done when a connection is made first. */
const PATIENCE = 15_000;

const OLDEST = [6, 2] as const;

/**
 * Connects, and makes sure that it is a server for queues. Once that is done, commands wait while the connection is lost,
 * of which `announce` is told. Throws {@link UserError}.
 */
export async function connect(
  address: QueueAddress,
  prefix: string,
  announce: (text: string) => void,
): Promise<Connection> {
  const driver = await loadDriver();
  const { host, port, tls, username, password, database, shown } = address;
  let accepted = false;
  let refused: NodeJS.ErrnoException | undefined;
  const client = new driver.Redis({
    host,
    port,
    db: database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: /^[\d.:]+$/.test(host) ? {} : { servername: host } } : {}),
    lazyConnect: true,
    connectTimeout: 10_000,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (accepted ? Math.min(100 * 2 ** times, 5000) : null),
  });
  let lost = false;
  client.on("error", (error: NodeJS.ErrnoException) => {
    refused ??= error;
  });
  client.on("close", () => {
    if (!accepted || lost || client.status === "end") return;
    lost = true;
    announce(`lost the connection to ${shown}; trying again until it is there`);
  });
  client.on("ready", () => {
    refused = undefined;
    if (!lost) return;
    lost = false;
    announce(`connected to ${shown} again`);
  });

  const timer = setTimeout(() => client.disconnect(), PATIENCE);
  try {
    await client.connect();
    await checkServer(client, database, prefix, (text) => announce(`the queue ${shown} ${text}`));
  } catch (thrown) {
    client.disconnect();
    if (thrown instanceof UserError) throw thrown;
    throw refusalOf(address, isReply(thrown) ? thrown : refused);
  } finally {
    clearTimeout(timer);
  }
  accepted = true;
  return {
    address,
    client,
    driver,
    end: () => {
      accepted = false;
      client.disconnect();
    },
  };
}

/** Does what a queue will do, so that a server that cannot says so before there is anything to lose. */
async function checkServer(
  client: Redis,
  database: number,
  prefix: string,
  warn: (text: string) => void,
): Promise<void> {
  // ioredis goes on in the first database when it may not use the one it was told.
  await client.select(database);
  const facts = new Map(
    (await client.info()).split("\r\n").map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const version = facts.get("redis_version") ?? "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new UserError(
      `the queue is Redis ${/^[\d.]{1,20}$/.test(version) ? version : "of an unknown version"}, which is too old`,
      `a queue needs ${OLDEST.join(".")} or newer`,
    );
  const policy = facts.get("maxmemory_policy") ?? "noeviction";
  if (policy !== "noeviction" && /^[a-z-]{1,20}$/.test(policy))
    warn(
      `throws away what it holds when its memory is full (${policy}); set maxmemory-policy to noeviction`,
    );
  await client.set(`${prefix}:probe`, "1", "EX", 1);
}
