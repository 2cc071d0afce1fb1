/** What it means that a server did not let us in, in the words of who has to put it right. */
import { UserError } from "../../errors.ts";
import type { QueueAddress } from "./address.ts";

/** What Redis, the network or TLS said first; undefined when nothing came. Nothing of its text is passed on unread. */
export function refusalOf(
  { shown, tls, password }: QueueAddress,
  thrown: NodeJS.ErrnoException | undefined,
): UserError {
  const { code = "", message = "" } = thrown ?? {};
  const [word = ""] = /^[A-Z]{2,}(?= )/.exec(message) ?? [];
  const [what, remedy] =
    NETWORK.get(code) ??
    ANSWERS.get(word) ??
    (/CERT|SELF_SIGNED|VERIFY_LEAF|ALTNAME/.test(code) ? CERTIFICATE : undefined) ??
    (/^ERR_SSL|^EPROTO/.test(code) ? (tls ? PLAIN : CERTIFICATE) : undefined) ??
    (/DB index|invalid DB/i.test(message) ? DATABASE : undefined) ??
    (/RESP|Protocol error/.test(message) ? STRANGER : undefined) ??
    (code === "ECONNRESET" && !tls ? ENCRYPTED : SILENT);
  const unasked = word === "NOAUTH" && password !== undefined;
  return new UserError(`the queue ${shown} ${what}`, unasked ? WITH_PASSWORD : remedy);
}

/** Whether it is an answer of the server, and no failure of the way there. */
export function isReply(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === "ReplyError";
}

type Words = readonly [what: string, remedy: string];

const WITH_PASSWORD = "the password in GEMSWEEP_QUEUE is the one to check";
const REACH = "is the server started, the address right, and the way there open?";

const NETWORK: ReadonlyMap<string, Words> = new Map([
  ["ECONNREFUSED", ["cannot be reached: the connection was refused", REACH]],
  ["ENOTFOUND", ["cannot be reached: there is no host of that name", REACH]],
  ["EAI_AGAIN", ["cannot be reached: its name cannot be looked up just now", REACH]],
  ["EHOSTUNREACH", ["cannot be reached: there is no way to that host", REACH]],
  ["ENETUNREACH", ["cannot be reached: there is no way to that network", REACH]],
]);

const ANSWERS: ReadonlyMap<string, Words> = new Map([
  [
    "NOAUTH",
    ["asks for a password", "GEMSWEEP_QUEUE=redis://:PASSWORD@HOST:6379, instead of --queue"],
  ],
  ["WRONGPASS", ["does not accept this user and password", WITH_PASSWORD]],
  [
    "NOPERM",
    [
      "does not let this user do what a queue needs",
      "give the user all commands on the keys of the prefix: ~gemsweep:* &* +@all -@dangerous +info +keys",
    ],
  ],
  ["READONLY", ["is a replica, which takes no jobs", "name the primary server"]],
  ["OOM", ["has no memory left for a queue", "raise its maxmemory, or remove what is in it"]],
  [
    "MISCONF",
    ["cannot write to its disk, so that it takes no jobs", "make room there; its log tells more"],
  ],
  [
    "WRONGTYPE",
    ["has something else where a queue is to be", "name another --prefix, or remove what is there"],
  ],
  ["LOADING", ["is still loading its data", "try again in a moment"]],
  ["CLUSTERDOWN", ["is a cluster that is down", "a single server is enough for a queue"]],
  ["MOVED", ["is a cluster, which a queue cannot use", "a single server is enough for a queue"]],
]);

const CERTIFICATE: Words = [
  "has a certificate that is not trusted here",
  "NODE_EXTRA_CA_CERTS=ca.pem names the authority that signed it; the host must be as in the certificate",
];
const PLAIN: Words = ["does not speak TLS", "write redis:// if it is not to"];
const ENCRYPTED: Words = ["ends the connection at once", "write rediss:// if it speaks TLS"];
const STRANGER: Words = ["answers, but it is no Redis server", "is the port the right one?"];
const DATABASE: Words = ["has no database of that number", "leave the number out for the first"];
const SILENT: Words = [
  "does not answer as a Redis server does",
  "is the port the right one, and rediss:// for TLS and redis:// for none?",
];
