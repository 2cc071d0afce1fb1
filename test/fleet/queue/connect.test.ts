import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { queueAddress } from "../../../src/fleet/queue/address.ts";
import { connect } from "../../../src/fleet/queue/connect.ts";
import { freePort, hasRedis, startRedis } from "../../support/redis.ts";
import { temporaryFolder } from "../../support/tree.ts";

const PASSWORD = "tell nobody";

/** What it says when it is refused, and what was announced before. */
async function refusal(url: string): Promise<string> {
  const said: string[] = [];
  try {
    const connection = await connect(queueAddress(url, "--queue"), "gemsweep", (text) =>
      said.push(text),
    );
    connection.end();
    return ["accepted", ...said].join("\n");
  } catch (thrown) {
    const { message, remedy } = thrown as { message: string; remedy?: string };
    return `${message}\n${remedy}`;
  }
}

function urlOf(server: Server): string {
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `redis://127.0.0.1:${address.port}`;
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return urlOf(server);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.runIf(hasRedis())("a server", () => {
  test("is accepted, without a word", async () => {
    const { url } = await startRedis();
    const warn = vi.spyOn(console, "warn");
    expect(await refusal(url)).toBe("accepted");
    expect(warn).not.toHaveBeenCalled();
  });

  test("is asked for its password", async () => {
    const { port } = await startRedis(["--requirepass", PASSWORD]);
    expect(await refusal(`redis://127.0.0.1:${port}`)).toMatch(
      /asks for a password.*\nGEMSWEEP_QUEUE=/,
    );
    expect(await refusal(`redis://:wrong@127.0.0.1:${port}`)).toMatch(/does not accept this user/);
    expect(await refusal(`redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`)).toBe(
      "accepted",
    );
  });

  test("may let a user do too little", async () => {
    const { port } = await startRedis(["--user", "ada", "on", ">secret", "~*", "+@all", "-set"]);
    expect(await refusal(`redis://ada:secret@127.0.0.1:${port}`)).toMatch(/does not let this user/);
  });

  test("must have the database", async () => {
    const { url } = await startRedis();
    expect(await refusal(`${url}/3`)).toBe("accepted");
    expect(await refusal(`${url}/99`)).toMatch(/no database of that number/);
  });

  test("must not throw away jobs", async () => {
    const { url } = await startRedis(["--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru"]);
    expect(await refusal(url)).toMatch(/^accepted\n.*throws away .*allkeys-lru.*noeviction/);
  });

  test("must have room", async () => {
    const { url } = await startRedis(["--maxmemory", "1"]);
    expect(await refusal(url)).toMatch(/no memory left/);
  });

  test("must be the primary", async () => {
    const { url } = await startRedis(["--replicaof", "127.0.0.1", `${await freePort()}`]);
    expect(await refusal(url)).toMatch(/is a replica|still loading/);
  });

  test("may speak TLS", async () => {
    const folder = temporaryFolder();
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate].concat(
        ["-days", "2", ...subject],
      ),
      { stdio: "ignore" },
    );
    const files = [
      "--tls-cert-file",
      certificate,
      "--tls-key-file",
      key,
      "--tls-ca-cert-file",
      certificate,
    ];
    const { url, port } = await startRedis([...files, "--tls-auth-clients", "no"], "rediss");
    expect(await refusal(url)).toMatch(/certificate that is not trusted here\nNODE_EXTRA_CA_CERTS/);
    expect(await refusal(`redis://127.0.0.1:${port}`)).toMatch(/rediss:\/\/ /);
  });

  test("does not speak TLS", async () => {
    const { port } = await startRedis();
    expect(await refusal(`rediss://127.0.0.1:${port}`)).toMatch(/redis:\/\/ (?:if|for)/);
  });

  test("is connected to again when it was lost, and so is nothing that was asked meanwhile", async () => {
    const server = await startRedis(["--appendfsync", "always"]);
    const said: string[] = [];
    const address = queueAddress(server.url, "--queue");
    const connection = await connect(address, "gemsweep", (text) => said.push(text));
    onTestFinished(connection.end);
    await connection.client.set("before", "1");
    await server.kill();
    const pending = connection.client.set("meanwhile", "2");
    await server.start();
    await pending;
    expect(await connection.client.mget("before", "meanwhile")).toEqual(["1", "2"]);
    expect(said).toEqual([
      `lost the connection to ${address.shown}; trying again until it is there`,
      `connected to ${address.shown} again`,
    ]);
  });
});

test("nobody is there", async () => {
  expect(await refusal(`redis://127.0.0.1:${await freePort()}`)).toMatch(/connection was refused/);
  expect(await refusal("redis://nowhere.invalid")).toMatch(/cannot be reached/);
});

test("what is there is no Redis", async () => {
  const url = await listening(createServer((_, response) => response.end("hello")));
  expect(await refusal(url)).toMatch(/it is no Redis server/);
});

test("what is there is too old", async () => {
  const info = "redis_version:5.0.14\r\n";
  const url = await listening(
    createTcpServer((socket) =>
      socket.on("data", (data) => {
        const text = String(data);
        for (const word of text.matchAll(/\r\n(hello|select|info|client)\r\n/gi))
          socket.write(
            word[1]?.toLowerCase() === "info"
              ? `$${info.length}\r\n${info}\r\n`
              : word[1]?.toLowerCase() === "hello"
                ? "-ERR unknown command 'HELLO'\r\n"
                : "+OK\r\n",
          );
      }),
    ),
  );
  expect(await refusal(url)).toMatch(/Redis 5\.0\.14, which is too old\na queue needs 6\.2/);
});

test("what is there says nothing", { timeout: 60_000 }, async () => {
  const url = await listening(createTcpServer(() => {}));
  expect(await refusal(url)).toMatch(/does not answer as a Redis server does/);
});
