/** A server of repositories over https, which can also be gone, silent, private or a liar. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { gitEnvironment } from "./git.ts";
import { temporaryFolder } from "./tree.ts";

export interface CloneServer {
  /** `https://127.0.0.1:PORT` */
  readonly origin: string;
  /** `host:port`, with which names of its repositories begin. */
  readonly host: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** Variables with which git trusts this server. `more` is added to the user's git configuration. */
  environment(more?: string): Record<string, string>;
  /** Puts a repository there, as a bare copy. */
  offer(name: string, root: string): void;
}

export const USER = "build-robot";
export const PASSWORD = "hunter2-correct-horse";

/** A server on this machine that lives until the test is over. What is below `/private/` wants {@link PASSWORD}. */
export async function startCloneServer(): Promise<CloneServer> {
  const folder = temporaryFolder();
  const root = join(folder, "repositories");
  mkdirSync(root);
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const files = ["-nodes", "-keyout", key, "-out", certificate, "-days", "2"];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", [...request, ...files, ...subject], { stdio: "ignore" });

  const asked: string[] = [];
  const options = { key: readFileSync(key), cert: readFileSync(certificate) };
  const server = createServer(options, (incoming, response) => {
    const { pathname } = new URL(incoming.url ?? "/", "https://127.0.0.1");
    asked.push(pathname);
    answer(pathname, root, incoming, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `https://${host}`,
    host,
    asked,
    environment(more = "") {
      const configuration = join(temporaryFolder(), "gitconfig");
      writeFileSync(configuration, `[http]\n\tsslCAInfo = ${certificate}\n${more}`);
      return { GIT_CONFIG_GLOBAL: configuration, HOME: folder };
    },
    offer(name, from) {
      const target = join(root, `${name}.git`);
      mkdirSync(join(target, ".."), { recursive: true });
      const mirror = ["clone", "--quiet", "--mirror", from, target];
      execFileSync("git", mirror, { env: gitEnvironment(), stdio: "ignore" });
    },
  };
}

function answer(
  path: string,
  root: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  if (path.startsWith("/silent/")) return;
  if (path.startsWith("/away/"))
    return void response.writeHead(302, { location: `http://127.0.0.1:1${path}` }).end();
  if (path.startsWith("/liar/")) return lie(path, response);
  if (path.startsWith("/private/") && !isKnown(incoming))
    return void response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  serve(path, root, incoming, response);
}

function isKnown({ headers }: IncomingMessage): boolean {
  const expected = Buffer.from(`${USER}:${PASSWORD}`).toString("base64");
  return headers.authorization === `Basic ${expected}`;
}

/** Says that it has a commit, and of the pack with it that there is no end to it: random bytes of one blob. */
function lie(path: string, response: ServerResponse): void {
  const tip = "1".repeat(40);
  if (path.endsWith("/info/refs")) {
    response.setHeader("content-type", "application/x-git-upload-pack-advertisement");
    const first = `${tip} refs/heads/main\0side-band-64k agent=liar\n`;
    return void response.end(`${packet("# service=git-upload-pack\n")}0000${packet(first)}0000`);
  }
  response.setHeader("content-type", "application/x-git-upload-pack-result");
  response.write(packet("NAK\n"));
  const header = Buffer.concat([
    Buffer.from("PACK\0\0\0\u0002\0\0\0\u0001", "latin1"),
    // A blob of 32 GB, stored so that each byte sent is a byte of it.
    Buffer.from([0xb0, 0x80, 0x80, 0x80, 0x80, 0x08, 0x78, 0x01]),
  ]);
  response.write(band(header));
  const block = Buffer.concat([Buffer.from([0, 0xf0, 0xff, 0x0f, 0]), Buffer.alloc(65_520, "gem")]);
  const chunk = Buffer.concat([band(block.subarray(0, 40_000)), band(block.subarray(40_000))]);
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", pour);
  };
  pour();
}

function packet(text: string): string {
  return (text.length + 4).toString(16).padStart(4, "0") + text;
}

function band(bytes: Buffer): Buffer {
  const length = (bytes.length + 5).toString(16).padStart(4, "0");
  return Buffer.concat([Buffer.from(`${length}\u0001`, "latin1"), bytes]);
}

/** Has git itself answer, as web servers do. */
function serve(
  path: string,
  root: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const { searchParams } = new URL(incoming.url ?? "/", "https://127.0.0.1");
  const git = spawn("git", ["http-backend"], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: path,
      QUERY_STRING: searchParams.toString(),
      REQUEST_METHOD: incoming.method,
      CONTENT_TYPE: incoming.headers["content-type"],
      GIT_PROTOCOL: String(incoming.headers["git-protocol"] ?? ""),
      HTTP_CONTENT_ENCODING: incoming.headers["content-encoding"],
    },
  });
  incoming.pipe(git.stdin).on("error", () => {});
  const chunks: Buffer[] = [];
  git.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  git.on("close", () => {
    const said = Buffer.concat(chunks);
    const end = said.indexOf("\r\n\r\n");
    const headers = said.toString("latin1", 0, Math.max(0, end)).split("\r\n");
    for (const header of headers) {
      const [name = "", value = ""] = header.split(/: (.*)/s);
      if (name.toLowerCase() === "status") response.statusCode = Number.parseInt(value, 10);
      else if (name !== "") response.setHeader(name, value);
    }
    response.end(said.subarray(end + 4));
  });
}
