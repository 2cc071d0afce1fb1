import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { findCommands } from "../../src/remediate/key-commands.ts";
import { keyFactsOf } from "../../src/remediate/key-facts.ts";
import { finding } from "../support/findings.ts";
import { geminiAuthKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

/** What bash prints when it runs a command with these programs in the place of others. */
function ran(command: string, programs: Readonly<Record<string, string>>, input = ""): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  return execFileSync("bash", ["-c", command], { encoding: "utf8", env, input });
}

function findCommand(given: Partial<Finding>): string {
  const target = { command: "scan", paths: ["."], head: undefined } as const;
  const facts = keyFactsOf(finding(given), target);
  const [command] = facts ? findCommands([facts]) : [];
  return command?.run ?? "";
}

describe.skipIf(process.platform === "win32")("a key is found", () => {
  test("by its last four characters, where the project is known", () => {
    const [wanted, other] = [geminiAuthKey(), geminiAuthKey()];
    const verdict = {
      status: "live",
      reason: "listed",
      project: "123456",
      model: undefined,
      reach: undefined,
      cached: false,
    } as const;
    const gcloud = `case "$*" in
      "services api-keys list --project=123456 --format=value(name)") echo keys/a; echo keys/b;;
      "services api-keys get-key-string keys/a --format=value(keyString)") cat >/dev/null; echo ${other};;
      "services api-keys get-key-string keys/b --format=value(keyString)") cat >/dev/null; echo ${wanted};;
      *) echo "unexpected $*";;
    esac`;
    const command = findCommand({ keyId: wanted.slice(-4), verdict });
    expect(ran(command, { gcloud }).trim().split("\n").at(-1)).toBe("keys/b");
    expect(command).not.toContain(wanted);
  });

  test("by the whole key where it is not, which no program is given as an argument", () => {
    const key = geminiAuthKey();
    const gcloud = `[ "$*" = "auth print-access-token" ] && echo token`;
    const curl = `echo "arguments: $*"; echo "input: $(cat)"
      for word; do case "$word" in @/*) cat "\${word#@}"; echo;; esac; done`;
    const shown = ran(findCommand({}), { gcloud, curl }, `${key}\n`);
    expect(shown).toContain(`input: ${key}`);
    expect(shown).toContain("Authorization: Bearer token");
    expect(shown.split("\n")[0]).toMatch(/^arguments: .*keys:lookupKey$/);
    expect(shown.split("\n")[0]).not.toContain(key);
  });
});
