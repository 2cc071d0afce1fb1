import { expect, test } from "vitest";
import type { FleetRepository, RepositoryOutcome } from "../../src/fleet.ts";
import { eventJson, startTally } from "../../src/fleet/events.ts";
import { finding, report } from "../support/findings.ts";

function named(name: string): FleetRepository {
  const nothing = { owner: undefined, archived: undefined, fork: undefined, visibility: undefined };
  return { name, location: `https://${name}`, kind: "url", ...nothing };
}

function finished(outcome: RepositoryOutcome) {
  return { event: "finished", id: "0".repeat(32), outcome, refs: "" } as const;
}

test("a line tells how far it is, what was found and what is being done", () => {
  let time = 0;
  const tally = startTally(() => time);
  tally.take({ event: "begun", repositories: 1200, done: 200 });
  expect(tally.line()).toBe("repositories 200 of 1,200 · 0 keys found");
  const [one, two] = [named("host/one"), named("host/\u001b[2Jtwo")];
  tally.take({ event: "started", repository: one });
  tally.take({ event: "started", repository: two });
  tally.take({ event: "progress", repository: two, what: "clone: receiving", done: 1, total: 2 });
  expect(tally.line()).toBe(
    "repositories 200 of 1,200 · 0 keys found · host/one, host/\\x1b[2Jtwo (cloning)",
  );
  time = 30_000;
  const found = [finding({}), finding({ fingerprint: "1".repeat(64) })];
  tally.take(finished({ repository: one, report: report(found) }));
  const failure = { stage: "clone", why: "is gone", remedy: undefined } as const;
  // The same key in another repository is no other key.
  tally.take(finished({ repository: named("host/three"), report: report([finding({})]) }));
  tally.take(finished({ repository: two, failure }));
  expect(tally.line()).toBe(
    "repositories 203 of 1,200 · 2 keys found · 1 failed · 2 h 47 min left",
  );
});

test("an event is a line of JSON; progress within a repository is none", () => {
  const repository = named("host/one");
  const progress = { event: "progress", repository, what: "objects", done: 1, total: 2 } as const;
  expect(eventJson(progress)).toBe(undefined);
  const failure = { stage: "read", why: "is\nno repository", remedy: undefined } as const;
  expect(eventJson(finished({ repository, failure }))).toBe(
    '{"type":"finished","repository":"host/one","failure":{"stage":"read","why":"is\\nno repository"}}\n',
  );
});
