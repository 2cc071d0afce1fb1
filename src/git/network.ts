/**
 * git for those who ask servers: as isolated as ever, but for https and ssh and for what the user's own configuration says
 * of how to get there. Nothing of it is taken but what is named here.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contextOf, withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import { quoted, usersEntries } from "./users-config.ts";

/**
 * Who the user is, by which way, and whom they trust. Neither headers nor cookies, which would be credentials that no
 * helper gave; nor what weakens TLS.
 */
const TAKEN =
  "^(credential\\..*|core\\.sshcommand|ssh\\.variant|url\\..*\\.insteadof|http\\.(.*\\.)?(proxy|proxyauthmethod|proxysslcainfo|sslcainfo|sslcapath|sslcert|sslkey|sslbackend|sslversion|schannelusesslcainfo|useragent|version|emptyauth|delegation))$";

/** What rewritten addresses may begin with. What is of another protocol, git itself would refuse. */
const REACHED = /^(?:https:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)/;

/** Variables by which the user says whom to trust. */
const KEPT = ["GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSH_VARIANT"];

/** Does `work` with such a git in `folder`; the context is good until then. Its configuration lies in `scratch` meanwhile. */
export async function withNetwork<Result>(
  folder: string,
  scratch: string,
  work: (git: GitContext) => Promise<Result>,
): Promise<Result> {
  const asking = join(scratch, "asking");
  const configuration = join(scratch, "gitconfig");
  await mkdir(asking, { recursive: true, mode: 0o700 });
  try {
    const entries = await usersEntries(asking, TAKEN);
    await writeFile(configuration, entries.map(entryText).join(""), { mode: 0o600 });
    return await work(networkContext(folder, configuration, entries));
  } finally {
    await rm(configuration, { force: true });
    await rm(asking, { recursive: true, force: true });
  }
}

type Entry = readonly [key: string, value: string];

function networkContext(folder: string, configuration: string, entries: readonly Entry[]) {
  const kept = KEPT.filter((name) => process.env[name] !== undefined);
  return withEnvironment(contextOf(folder), {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    GIT_SSH_COMMAND: sshCommand(entries),
    GIT_CONFIG_GLOBAL: configuration,
    GIT_ALLOW_PROTOCOL: "https:ssh",
    // No program that asks people; an empty name is none.
    GIT_ASKPASS: "",
    SSH_ASKPASS_REQUIRE: "never",
    GCM_INTERACTIVE: "never",
    GIT_LFS_SKIP_SMUDGE: "1",
  });
}

/** OpenSSH asks on the terminal, whatever git says, unless it is told not to; other programs do not know the word. */
function sshCommand(entries: readonly Entry[]): string {
  const set = (name: string) => entries.findLast(([key]) => key === name)?.[1];
  const { GIT_SSH, GIT_SSH_COMMAND, GIT_SSH_VARIANT } = process.env;
  const program = GIT_SSH === undefined ? "ssh" : `'${GIT_SSH.replaceAll("'", "'\\''")}'`;
  const command = GIT_SSH_COMMAND ?? set("core.sshcommand") ?? program;
  const variant = GIT_SSH_VARIANT ?? set("ssh.variant") ?? "ssh";
  if (variant !== "ssh" && variant !== "auto") return command;
  return `${command} -o BatchMode=yes -o ConnectTimeout=30`;
}

/** `[section "subsection"] name = value`; what lies between the first and the last dot is the subsection. */
function entryText([key, value]: Entry): string {
  const from = key.indexOf(".");
  const to = key.lastIndexOf(".");
  const section = key.slice(0, from);
  const between = key.slice(from + 1, Math.max(from + 1, to));
  if (section === "url" && !REACHED.test(between)) return "";
  const header = between === "" ? `[${section}]` : `[${section} ${quoted(between)}]`;
  return `${header}\n\t${key.slice(to + 1)} = ${quoted(value)}\n`;
}
