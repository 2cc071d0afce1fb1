/** Where a queue is: a Redis server, and what it asks for. */
import { UserError } from "../../errors.ts";

/** Taken apart, so that no part that is shown can hold the password. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Number of the database. */
  readonly database: number;
  /** The URL without user and password. */
  readonly shown: string;
}

const REMEDY = "it is redis://HOST:6379, or rediss://USER:PASSWORD@HOST:6379/0 with TLS";

/** The server that a URL names; `where` is the flag or variable it was given by. Throws {@link UserError}. */
export function queueAddress(text: string, where: string): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new UserError(`${where} is no URL`, REMEDY);
  const { protocol, hostname, pathname, search, hash } = url;
  if (protocol !== "redis:" && protocol !== "rediss:")
    throw new UserError(`${where} begins neither with redis:// nor with rediss://`, REMEDY);
  if (hostname === "") throw new UserError(`${where} names no host`, REMEDY);
  if (search !== "" || hash !== "")
    throw new UserError(`${where} has more behind the database than a queue understands`, REMEDY);
  const [, digits = ""] = /^\/?(\d{0,5})$/.exec(pathname) ?? [];
  if (pathname.length > 1 && digits === "")
    throw new UserError(`${where} names a database that is no number`, REMEDY);

  const port = Number(url.port || 6379);
  const database = Number(digits);
  return {
    host: hostname.replaceAll(/^\[|\]$/g, ""),
    port,
    tls: protocol === "rediss:",
    username: credential(url.username, where),
    password: credential(url.password, where),
    database,
    shown: `${protocol}//${hostname}:${port}${database === 0 ? "" : `/${database}`}`,
  };
}

function credential(encoded: string, where: string): string | undefined {
  try {
    return encoded === "" ? undefined : decodeURIComponent(encoded);
  } catch {
    throw new UserError(
      `the user or password in ${where} has a % that begins no character`,
      "write % as %25",
    );
  }
}
