/** Where a key goes, whatever the environment, the folder and the servers say. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startGeminiServer } from "../support/gemini-server.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";
import { verdictOn } from "../support/verifying.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Every variable that the SDK, Node, undici or other programs take an address, a key or a mode from. */
function hostileEnvironment(address: string, key: string): Readonly<Record<string, string>> {
  const addresses = [
    "GOOGLE_GEMINI_BASE_URL",
    "GOOGLE_VERTEX_BASE_URL",
    "GEMINI_API_ENDPOINT",
    "GEMINI_NEXT_GEN_API_BASE_URL",
    ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  ];
  const keys = ["GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_GENAI_API_KEY"];
  return {
    ...Object.fromEntries(addresses.map((name) => [name, address])),
    ...Object.fromEntries(keys.map((name) => [name, key])),
    GOOGLE_GENAI_USE_VERTEXAI: "true",
    GOOGLE_GENAI_USE_ENTERPRISE: "true",
    GOOGLE_GENAI_API_VERSION: "v9",
    GOOGLE_CLOUD_PROJECT: "evil",
    GOOGLE_CLOUD_LOCATION: "evil",
    NODE_USE_ENV_PROXY: "1",
    NO_PROXY: "",
    no_proxy: "",
  };
}

test("no environment variable and no file of the folder changes where a key goes", async () => {
  const [key, other] = [googleApiKey(), googleApiKey()];
  const [server, evil] = [await startGeminiServer(), await startGeminiServer()];
  const environment = hostileEnvironment(evil.endpoint, other);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  const folder = temporaryFolder({ ".env": lines.join(""), ".env.local": lines.join("") });
  vi.spyOn(process, "cwd").mockReturnValue(folder);

  const verdict = await verdictOn(key, { endpoint: server.endpoint, generate: true, reach: true });

  expect(verdict?.reason).toBe("generates");
  expect(evil.received).toEqual([]);
  const keys = server.received.map(({ headers }) => headers["x-goog-api-key"]);
  expect(new Set(keys)).toEqual(new Set([key]));
  expect(server.received.every(({ path }) => path.startsWith("/v1beta/"))).toBe(true);
});

describe("a proxy is used when the user asks, and only for what it is asked to pass on", () => {
  test("the one that was named", async () => {
    const [server, proxy] = [await startGeminiServer(), await startProxy()];
    const { endpoint } = server;
    const verdict = await verdictOn(geminiAuthKey(), { endpoint, proxy: proxy.address });
    expect(verdict?.reason).toBe("listed");
    expect(proxy.connected).toEqual([new URL(endpoint).host]);
    expect(proxy.asked).toEqual([]);
  });

  test("the one of the environment", async () => {
    const [server, proxy] = [await startGeminiServer(), await startProxy()];
    vi.stubEnv("HTTP_PROXY", proxy.address);
    vi.stubEnv("http_proxy", proxy.address);
    vi.stubEnv("NO_PROXY", "");
    vi.stubEnv("no_proxy", "");
    const { endpoint } = server;
    const verdict = await verdictOn(geminiAuthKey(), { endpoint, useEnvProxy: true });
    expect(verdict?.reason).toBe("listed");
    expect(proxy.connected).toEqual([new URL(endpoint).host]);
    expect(proxy.asked).toEqual([]);
  });

  test("one that hangs up is asked as often as a server that does", async () => {
    const server = await startGeminiServer();
    const proxy = await startProxy((socket) => socket.destroy());
    const options = { endpoint: server.endpoint, proxy: proxy.address };
    expect((await verdictOn(geminiAuthKey(), options))?.reason).toBe("network");
    expect(proxy.connected).toHaveLength(4);
  });

  test("one that wants a password", async () => {
    const server = await startGeminiServer();
    const refusal = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
    const proxy = await startProxy((socket) => socket.end(refusal));
    const options = { endpoint: server.endpoint, proxy: proxy.address };
    expect((await verdictOn(geminiAuthKey(), options))?.reason).toBe("network");
    expect(proxy.connected).toHaveLength(4);
  });

  test("one that is not there", async () => {
    const server = await startGeminiServer();
    const options = { endpoint: server.endpoint, proxy: "http://127.0.0.1:1" };
    const verdict = await verdictOn(geminiAuthKey(), options);
    expect(verdict?.reason).toBe("network");
    expect(server.received).toEqual([]);
  });
});

/** A proxy that notes where it is told to connect, and what it is asked to fetch itself. */
async function startProxy(
  answer: (socket: Duplex, url: string) => void = passOn,
): Promise<{ address: string; connected: string[]; asked: string[] }> {
  const connected: string[] = [];
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(500).end();
  });
  proxy.on("connect", ({ url = "" }, socket) => {
    connected.push(url);
    answer(socket, url);
  });
  return { address: `http://127.0.0.1:${await portOf(proxy)}`, connected, asked };
}

function passOn(socket: Duplex, url: string): void {
  const { hostname, port } = new URL(`http://${url}`);
  const through = connect(Number(port), hostname, () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    through.pipe(socket).pipe(through);
  });
  for (const end of [through, socket]) end.on("error", () => {});
}

const WAYS = ["directly", "through a proxy"] as const;
test.for(WAYS)("a certificate that nobody vouches for is refused %s", async (way) => {
  const folder = temporaryFolder();
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"];
  const subject = ["-subj", "/CN=localhost", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...request, ...subject], { stdio: "ignore" });
  const asked: unknown[] = [];
  const server = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    (incoming, response) => {
      asked.push(incoming.headers);
      response.end("{}");
    },
  );
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const endpoint = `https://127.0.0.1:${await portOf(server)}`;
  const proxy = way === "directly" ? undefined : (await startProxy()).address;
  const verdict = await verdictOn(googleApiKey(), { endpoint, proxy });
  expect(verdict?.reason).toBe("network");
  expect(asked).toEqual([]);
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
