import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { parseArguments } from "../../src/command-line/arguments.ts";
import { resolveConfig } from "../../src/config.ts";

const page = readFileSync(new URL("../../docs/fleet-workers.md", import.meta.url), "utf8");

/** Everything in a document, with the name it has there. */
function* walk(value: unknown, name = ""): Iterable<readonly [name: string, value: unknown]> {
  yield [name, value];
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* walk(inner, key);
}

const documents = [...page.matchAll(/```yaml\n([^]*?)```/g)].flatMap(([, yaml = ""]) =>
  parseAllDocuments(yaml),
);

/** The words of a command behind `gemsweep`. */
function wordsOf(command: string): readonly string[] {
  const [, words = ""] = /(?:^|\s)gemsweep (fleet [^|#`&]*)/.exec(command) ?? [];
  return words.trim().split(/\s+/);
}

const inYaml = documents
  .flatMap((document) => [...walk(document.toJS())])
  .flatMap(([name, value]) => (name === "command" && Array.isArray(value) ? [value.join(" ")] : []))
  .filter((command) => command.includes("gemsweep fleet"));
const inShell = [...page.matchAll(/```sh\n([^]*?)```/g)]
  .flatMap(([, lines = ""]) => lines.split("\n"))
  .filter((line) => line.startsWith("gemsweep "));

describe("docs/fleet-workers.md", () => {
  test("its YAML is YAML", () => {
    expect(documents).toHaveLength(4);
    for (const { errors, warnings } of documents) expect([...errors, ...warnings]).toEqual([]);
  });

  test("every example has the queue from the environment", () => {
    const variables = documents
      .flatMap((document) => [...walk(document.toJS())])
      .filter(([name, value]) => name === "GEMSWEEP_QUEUE" || value === "GEMSWEEP_QUEUE");
    expect(variables).toHaveLength(inYaml.length);
  });

  test.each([...inYaml, ...inShell])("is understood: %s", async (command) => {
    const { command: name, operands, settings } = parseArguments(wordsOf(command));
    const environment = { GEMSWEEP_QUEUE: "redis://:PASSWORD@queue:6379" };
    const config = await resolveConfig(settings, name, { isTTY: false, environment });
    expect(config.queue?.address.shown).toBe("redis://queue:6379");
    expect(operands).toHaveLength(name === "fleet" ? 1 : 0);
  });

  test("all commands are looked at", () => {
    expect(inYaml).toHaveLength(4);
    expect(inShell).toHaveLength(4);
  });

  test("a pod lives longer than the grace of its worker", () => {
    const [, grace = ""] = /--grace", "(\d+)", "--work"/.exec(page) ?? [];
    const [, pod = ""] = /terminationGracePeriodSeconds: (\d+)/.exec(page) ?? [];
    expect(Number(grace)).toBeGreaterThan(0);
    expect(Number(pod)).toBeGreaterThan(Number(grace));
  });
});
