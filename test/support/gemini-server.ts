/** A server that answers as the Gemini API does, or as nobody should. */
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import type { Answer } from "./gemini-answers.ts";

/** A request as it came in. */
export interface Received {
  readonly method: string;
  /** Without what follows the question mark. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers by hand what no {@link Answer} can express. */
export type Responder = (response: ServerResponse) => void;
export type Behaviour = (request: Received) => Answer | Responder;

export interface GeminiServer {
  readonly endpoint: string;
  /** In the order they came. */
  readonly received: readonly Received[];
  /** The largest number of requests that were open at the same time. */
  readonly mostAtOnce: () => number;
  /** How requests with a key are answered from now on; all others are answered as for a live key. */
  answer(key: string, behaviour: Behaviour): void;
}

/** A server on this machine that lives until the test is over. */
export async function startGeminiServer(usual: Behaviour = live()): Promise<GeminiServer> {
  const received: Received[] = [];
  const behaviours = new Map<string, Behaviour>();
  let open = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    open += 1;
    mostAtOnce = Math.max(mostAtOnce, open);
    response.once("close", () => (open -= 1));
    void receive(request).then((one) => {
      received.push(one);
      const behaviour = behaviours.get(String(one.headers["x-goog-api-key"])) ?? usual;
      const answer = behaviour(one);
      if (typeof answer === "function") answer(response);
      else send(response, answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    received,
    mostAtOnce: () => mostAtOnce,
    answer: (key, behaviour) => behaviours.set(key, behaviour),
  };
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const { pathname, searchParams } = new URL(request.url ?? "", "http://server");
  return {
    method: request.method ?? "",
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(response: ServerResponse, { status, body, contentType }: Answer): void {
  response.writeHead(status, { "content-type": contentType ?? "application/json; charset=UTF-8" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** Which question of a check a request is. */
export function questionOf({ path, query }: Received): "list" | "models" | "generate" | "count" {
  if (path.endsWith(":generateContent")) return "generate";
  if (!path.endsWith("/models")) return "count";
  return query.get("pageSize") === "1" ? "list" : "models";
}

/** Names of models and whether they generate text, as a live key lists them. */
const MODELS: Readonly<Record<string, boolean>> = {
  "gemini-3.1-pro-preview": true,
  "gemini-3.8-flash": true,
  "gemini-flash-lite-latest": true,
  "gemini-3.5-flash-lite": true,
  "gemini-3.1-flash-lite": true,
  "gemini-3.1-flash-lite-image": true,
  "gemini-embedding-001": false,
};

/** What a live key is answered; `different` decides first. */
export function live(
  different: Partial<Record<ReturnType<typeof questionOf>, Behaviour>> = {},
): Behaviour {
  return (request) => {
    const question = questionOf(request);
    return different[question]?.(request) ?? { status: 200, body: acceptance[question] };
  };
}

const models = Object.entries(MODELS).map(([name, generates]) => ({
  name: `models/${name}`,
  supportedGenerationMethods: generates ? ["generateContent", "countTokens"] : ["embedContent"],
}));

const acceptance = {
  list: { models: models.slice(0, 1), nextPageToken: "next" },
  models: { models },
  // A model that thinks may spend its one token on a thought.
  generate: {
    candidates: [{ content: { role: "model" }, finishReason: "MAX_TOKENS", index: 0 }],
    usageMetadata: { promptTokenCount: 2, totalTokenCount: 2 },
  },
  count: {},
};

/** Answers of what is broken or means harm. */
export const HOSTILE = {
  hanging: () => {},
  reset: (response) => response.destroy(),
  truncated: (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"models":[', () => response.destroy());
  },
  endless: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const more = (): boolean => response.write(Buffer.alloc(2 ** 16, " "));
    response.on("drain", more);
    while (more());
  },
  gzipBomb: (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(gzipSync(Buffer.alloc(2 ** 26, " ")));
  },
  notJson: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"models": [');
  },
  portal: (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html>Please log in</html>");
  },
  nothing: (response) => {
    response.writeHead(204);
    response.end();
  },
} as const satisfies Readonly<Record<string, Responder>>;

/** Sends the caller elsewhere. */
export function redirect(to: string): Responder {
  return (response) => {
    response.writeHead(307, { location: to });
    response.end();
  };
}
