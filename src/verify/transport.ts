/** Sends a request and brings back its answer, or says in one word why there is none. Nothing else here opens a connection. */
import type * as Undici from "undici";
import type { Answer, Failure, Reply, Request } from "./reply.ts";

export interface TransportOptions {
  /** URL of a proxy to go through. */
  readonly proxy: string | undefined;
  /** Whether to go through the proxy that HTTPS_PROXY and NO_PROXY name. */
  readonly useEnvProxy: boolean;
  /** Milliseconds until the last byte of an answer. */
  readonly timeout: number;
}

export interface Transport {
  /** Never rejects. */
  send(request: Request, signal: AbortSignal): Promise<Reply>;
  close(): Promise<void>;
}

/** Bytes of an answer after unpacking; a full list of models has about 50,000. */
const LARGEST_ANSWER = 8 * 1024 ** 2;

/** Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 does not lay the key open to whoever is in between. */
const TLS = { rejectUnauthorized: true };

/** What errors of undici say of a server that takes too long. */
const TIMEOUT_CODE = /^UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT$/;

/**
 * A transport with connections of its own. Node's own `fetch` is not used because NODE_USE_ENV_PROXY changes where its
 * requests go.
 */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { proxy, useEnvProxy, timeout } = options;
  const undici = await import("undici");
  const { Agent, EnvHttpProxyAgent, fetch, ProxyAgent } = undici;
  const proxied = { requestTls: TLS, proxyTls: TLS, proxyTunnel: true, ...patient(undici) };
  const dispatcher =
    proxy !== undefined
      ? new ProxyAgent({ uri: proxy, ...proxied })
      : useEnvProxy
        ? new EnvHttpProxyAgent({ connect: TLS, ...proxied })
        : new Agent({ connect: TLS });

  return {
    async send({ url, method, headers, body = null }, signal) {
      const deadline = AbortSignal.timeout(timeout);
      try {
        const response = await fetch(url, {
          method,
          headers,
          body,
          dispatcher,
          redirect: "error",
          signal: AbortSignal.any([signal, deadline]),
        });
        const text = await textOf(response.body);
        const { status } = response;
        // Other numbers are no HTTP, and no Response can hold them.
        if (text === undefined || status > 599) return { failure: "unexpected-answer" };
        return { status, contentType: response.headers.get("content-type") ?? "", text };
      } catch (thrown) {
        return { failure: failureOf(thrown, signal, deadline) };
      }
    },
    close: async () => dispatcher.destroy(),
  };
}

/** Has undici give up when a proxy hangs up, which it would otherwise answer with a thousand tries a second. */
function patient({ Pool }: typeof Undici): Pick<Undici.ProxyAgent.Options, "clientFactory"> {
  return {
    clientFactory(origin, poolOptions) {
      const pool = new Pool(origin, poolOptions);
      const connect = pool.connect.bind(pool);
      return Object.assign(pool, {
        connect: async (target: Undici.Dispatcher.ConnectOptions) =>
          connect(target).catch((thrown: unknown) => {
            // Its loop ends at every error but its own of a closed socket.
            throw new Error("no tunnel", { cause: thrown });
          }),
      });
    },
  };
}

/** The body as text; undefined when it is too large. */
async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<Answer["text"] | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST_ANSWER) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function failureOf(thrown: unknown, signal: AbortSignal, deadline: AbortSignal): Failure {
  if (signal.aborted) return "interrupted";
  if (deadline.aborted) return "timeout";
  const { cause } = thrown as {
    readonly cause?: { readonly code?: string; readonly message?: string };
  };
  if (cause?.message === "unexpected redirect") return "redirected";
  return TIMEOUT_CODE.test(cause?.code ?? "") ? "timeout" : "network";
}
