import { expect, test } from "vitest";
import { repository } from "../support/git.ts";
import { runCli, Transcript } from "../support/cli.ts";
import { freePort } from "../support/redis.ts";
import { temporaryFolder } from "../support/tree.ts";

test("workers, and what keeps them from work", { timeout: 60_000 }, async () => {
  const cwd = temporaryFolder();
  const port = await freePort();
  const transcript = new Transcript("Workers for fleets", { [`:${port}`]: ":6379" });
  const { stdout } = transcript.run("help", { cwd, args: ["fleet", "worker", "--help"] });
  const lines = stdout.split("\n");
  expect(lines.length).toBeLessThanOrEqual(41);
  for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(80);
  expect(runCli({ cwd, args: ["help", "fleet", "worker"] }).stdout).toBe(stdout);

  const worker = ["fleet", "worker"];
  transcript.run("no queue", { cwd, args: worker });
  transcript.run("no server", { cwd, args: [...worker, "--queue", `redis://localhost:${port}`] });
  transcript.run("no URL", { cwd, args: [...worker, "--queue", "localhost:6379"] });
  transcript.run("repositories", { cwd, args: [...worker, "clones", "--queue", "redis://h"] });
  transcript.run("what a run decides", {
    cwd,
    args: [...worker, "--verify", "--queue", "redis://h"],
  });
  transcript.run("numbers", { cwd, args: [...worker, "--rate", "0", "--queue", "redis://h"] });

  const fleet = ["fleet", "repositories.txt", "--queue", `redis://localhost:${port}`];
  transcript.run("what workers decide", { cwd, args: [...fleet, "--jobs", "4"] });
  transcript.run("a prefix without a queue", { cwd, args: ["fleet", ".", "--prefix", "team-a"] });
  const folder = repository().root;
  transcript.run(
    "folders",
    { cwd: folder, args: ["fleet", ".", "--queue", `redis://localhost:${port}`] },
    "gemsweep fleet . --queue redis://localhost:6379",
  );
  await expect(transcript.toString()).toMatchFileSnapshot("transcripts/fleet-worker.md");
});

test("the password of a queue is in no output", async () => {
  const cwd = temporaryFolder();
  const port = await freePort();
  for (const url of [
    `redis://ada:tell-nobody@127.0.0.1:${port}`,
    "redis://ada:tell-nobody@nowhere.invalid",
    "http://ada:tell-nobody@127.0.0.1",
    "redis://ada:tell-nobody@127.0.0.1/x?y#z",
    "redis://ada:tell-nobody%zz@127.0.0.1",
  ])
    for (const [args, env] of [
      [["fleet", "worker", "--queue", url], {}],
      [["fleet", "worker"], { GEMSWEEP_QUEUE: url }],
    ] as const) {
      const { stdout, stderr, exitCode } = runCli({ cwd, args, env });
      expect(exitCode).toBe(2);
      expect(stderr).not.toBe("");
      expect(stdout + stderr).not.toContain("tell-nobody");
    }
});
