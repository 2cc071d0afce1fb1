import { describe, expect, test } from "vitest";
import type { FleetReport, FleetTotals } from "../../src/fleet-report.ts";
import { fleetReport } from "../../src/findings/fleet-report.ts";
import { isAudited } from "../../src/findings/fleet-order.ts";
import {
  audited,
  failed,
  fleetOf,
  largeFleet,
  leaked,
  repository,
  resultsOf,
  said,
  shuffled,
} from "../support/fleets.ts";
import { objectId, sighting } from "../support/findings.ts";

const web = repository("git.example/acme/web");
const old = repository("git.example/acme/old");
const demo = repository("git.example/lab/demo");

function names({ repositories }: FleetReport): readonly string[] {
  return repositories.map((row) => row.repository.name);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

describe("the same report whatever came first", () => {
  test.for([1, 2, 3, 4])("shuffled with seed %i", (seed) => {
    const results = largeFleet(40, 60, seed);
    const doubled = [...results.outcomes, ...shuffled(results.outcomes, seed).slice(0, 9)];
    const again = { ...results, outcomes: shuffled(doubled, seed + 100) };
    expect(JSON.stringify(fleetReport(again))).toBe(JSON.stringify(fleetReport(results)));
  });

  test("also after outcomes were written to a file and read again", () => {
    const results = largeFleet(30, 40);
    const outcomes = JSON.parse(JSON.stringify(results.outcomes)) as typeof results.outcomes;
    const again = fleetReport({ ...results, outcomes });
    expect(JSON.stringify(again)).toBe(JSON.stringify(fleetReport(results)));
  });
});

test.for([1, 2, 3])("sums agree, seed %i", (seed) => {
  const results = largeFleet(120, 200, seed);
  const { totals, keys, repositories } = fleetReport(results);
  const counted: readonly (keyof FleetTotals)[] = [
    "bySeverity",
    "byUsage",
    "byVerdict",
    "byExposure",
  ];
  for (const name of counted)
    expect([name, sum(totals[name] as Record<string, number>)]).toEqual([name, totals.keys]);
  expect(totals.keys).toBe(keys.length);
  expect(sum(totals.byState)).toBe(totals.repositories);
  expect(totals.repositories).toBe(results.outcomes.length);
  const rows = repositories.filter(isAudited);
  expect(sum(totals.repositoriesBySeverity)).toBe(rows.filter((row) => row.keys.length > 0).length);
  expect(totals.findings).toBe(rows.reduce((all, row) => all + row.report.findings.length, 0));
  expect(totals.findings).toBe(rows.reduce((all, row) => all + row.keys.length, 0));
  expect(totals.findings).toBe(keys.reduce((all, key) => all + key.places.length, 0));
  expect(totals.shared).toBe(keys.filter((key) => key.places.length > 1).length);
  expect(new Set(keys.map((key) => key.finding.fingerprint)).size).toBe(keys.length);
});

describe("a key that several repositories hold", () => {
  const firebase = leaked(1, {
    credential: "google-api-key",
    usage: "firebase",
    severity: "low",
    mustScrub: false,
    reasons: ["firebase-public-by-design"],
  });
  const gemini = leaked(1, { credential: "google-api-key", usage: "gemini" });
  const report = fleetOf([audited(web, [firebase]), audited(demo, [gemini]), audited(old, [])]);
  const [key] = report.keys;

  test("is told once, with all of them and their owners", () => {
    expect(report.keys).toHaveLength(1);
    expect(key?.places.map((place) => place.repository.name)).toEqual([web.name, demo.name]);
    expect(key?.owners).toEqual(["acme", "lab"]);
    expect(key?.finding.sightings.map(({ path }) => path)).toEqual([
      `${web.name}/web/page.tsx`,
      `${demo.name}/web/page.tsx`,
    ]);
  });

  test("is as bad everywhere as it is anywhere", () => {
    expect(key?.usages).toEqual(["firebase", "gemini"]);
    expect(key?.finding).toMatchObject({ usage: "gemini", severity: "critical", mustScrub: true });
    for (const row of report.repositories.filter(isAudited).slice(0, 2)) {
      expect(row).toMatchObject({ state: "leaks", severity: "critical" });
      expect(row.report.findings[0]).toMatchObject({ severity: "critical", usage: "gemini" });
      expect(row.report.scrub.commits).toEqual([objectId("c")]);
      expect(row.report.plan.steps.map(({ id }) => id)).toContain("rewrite");
    }
  });

  test("is rotated once, then each repository is cleaned", () => {
    const { steps, keys } = report.plan;
    expect(keys.map(({ rotation }) => rotation)).toEqual(["replace"]);
    const create = steps.find(({ id }) => id === "create");
    expect(create?.findings).toEqual([gemini.fingerprint]);
    expect(steps.find(({ id }) => id === "deploy")?.items.map(({ name }) => name)).toEqual(
      [demo.name, web.name].toSorted(),
    );
    const ids = steps.map(({ id }) => id);
    expect(ids.filter((id) => id === "rewrite")).toHaveLength(1);
    expect(ids.indexOf("create")).toBeLessThan(ids.indexOf("rewrite"));
    const items = steps.find(({ id }) => id === "rewrite")?.items.map(({ name }) => name);
    expect(items?.toSorted()).toEqual([web.name, demo.name].toSorted());
  });

  test("has one commit where forks share it", () => {
    expect(key?.finding.history?.introducedBy).toHaveLength(1);
    expect(key?.finding.history?.introducedBy[0]?.paths).toEqual([
      `${web.name}/web/page.tsx`,
      `${demo.name}/web/page.tsx`,
    ]);
  });

  test("has the worst that Google said, whichever repository asked", () => {
    const [one] = fleetOf([
      audited(web, [leaked(1, { verdict: said("unknown", "timeout") })]),
      audited(old, [leaked(1, { verdict: said("live", "listed", "123456") })]),
      audited(demo, [leaked(1)]),
    ]).keys;
    expect(one).toMatchObject({ urgency: "live", project: "123456" });
  });
});

test("what is ignored in one repository and not in another says so", () => {
  const by = { kind: "comment", mark: "gemsweep:allow", reason: "a test" } as const;
  const report = fleetOf([
    audited(web, [], { ignored: [{ by, finding: leaked(1) }] }),
    audited(old, [leaked(1)], { ignored: [{ by, finding: leaked(2) }] }),
  ]);
  expect(report.totals.ignored).toBe(2);
  expect(report.keys.map(({ ignoredIn }) => ignoredIn)).toEqual([[web.name]]);
  expect(
    report.repositories
      .filter(isAudited)
      .map(({ repository, state, ignored }) => [repository.name, state, ignored]),
  ).toEqual([
    [old.name, "leaks", 1],
    [web.name, "clean", 1],
  ]);
});

describe("the order", () => {
  test("what works and is abused, what works, what is blocked, what may work, what is dead", () => {
    const of = (name: string, ...given: Parameters<typeof leaked>) =>
      audited(repository(`git.example/o/${name}`), [leaked(...given)]);
    const report = fleetOf([
      of("e-dead", 5, { severity: "info", mustScrub: true, verdict: said("dead", "invalid") }),
      of("d-open", 4, { severity: "critical" }),
      of("c-blocked", 3, { severity: "high", verdict: said("blocked-leaked", "reported-leaked") }),
      of("b-live", 2, { verdict: said("live", "listed") }),
      of("a-abused", 1, { verdict: said("live", "quota-spent") }),
      failed("git.example/o/a-failed"),
      audited(repository("git.example/o/a-clean"), []),
      audited(repository("git.example/o/a-partly"), [], {
        complete: false,
        skipped: [{ what: "a", why: "b" }],
      }),
      of("a-harmless", 6, { severity: "info", mustScrub: false, knownPublic: "a client" }),
    ]);
    expect(report.keys.map(({ urgency }) => urgency)).toEqual([
      "abused",
      "live",
      "blocked",
      "open",
      "spent",
      "harmless",
    ]);
    expect(names(report).map((name) => name.split("/").at(-1))).toEqual([
      "a-abused",
      "b-live",
      "c-blocked",
      "d-open",
      "e-dead",
      "a-failed",
      "a-partly",
      "a-harmless",
      "a-clean",
    ]);
  });

  test("then severity, exposure, what files hold, age", () => {
    const of = (name: string, given: Partial<typeof web>, ...key: Parameters<typeof leaked>) =>
      audited(repository(`git.example/o/${name}`, given), [leaked(...key)]);
    const history = { ...leaked(1).history, atHead: false } as NonNullable<
      ReturnType<typeof leaked>["history"]
    >;
    const report = fleetOf([
      of("f-medium", { visibility: "public" }, 6, { severity: "medium" }),
      of("e-kept", { kind: "path" }, 5, { history: { ...history, pushed: false } }),
      of("d-unknown", { kind: "path" }, 4, { history: { ...history, pushed: undefined } }),
      of("c-history", {}, 3, { history }),
      of("b2-younger", {}, 20),
      of("b1-older", {}, 2),
      of("a-public", { visibility: "public" }, 1),
    ]);
    expect(names(report).map((name) => name.split("/").at(-1))).toEqual([
      "a-public",
      "b1-older",
      "b2-younger",
      "c-history",
      "d-unknown",
      "e-kept",
      "f-medium",
    ]);
    expect(report.totals.byExposure).toEqual({ public: 2, pushed: 3, unknown: 1, local: 1 });
  });
});

describe("complete", () => {
  test("when every repository was audited completely", () => {
    expect(fleetOf([audited(web, [leaked(1)]), audited(old, [])]).complete).toBe(true);
  });

  const rejected = [{ list: "list.txt", line: 3, text: "??", why: "it is no repository" }];
  test.for([
    ["one failed", fleetOf([audited(web, []), failed("git.example/a/b")])],
    ["one was skipped in part", fleetOf([audited(web, [], { complete: false })])],
    ["the run was stopped", fleetOf([audited(web, [])], { undone: [old] })],
    [
      "an entry was rejected",
      fleetOf([audited(web, [])], {
        sources: { asked: 2, duplicates: 0, leftOut: 0, rejected },
      }),
    ],
  ] as const)("not when %s", ([, report]) => {
    expect(report.complete).toBe(false);
  });
});

test("a repository that was done after all is not told as undone or failed", () => {
  const report = fleetOf([failed(web.name), audited(web, [])], { undone: [web, old] });
  expect(report.repositories.map(({ state, repository }) => [state, repository.name])).toEqual([
    ["undone", old.name],
    ["clean", web.name],
  ]);
});

test("what was cloned is cleaned in a copy that the plan says how to make", () => {
  const [row] = fleetOf([audited(web, [leaked(1)])]).repositories.filter(isAudited);
  expect(row?.fetch?.run).toBe(`git clone --mirror ${web.location} git.example-acme-web.git`);
  const rewrite = row?.report.plan.steps.find(({ id }) => id === "rewrite");
  expect(rewrite?.commands[0]?.run).toBe(
    "gemsweep scrub git.example-acme-web.git --apply --into ../git.example-acme-web-clean.git",
  );
});

test("the folders of two repositories do not meet", () => {
  const rows = fleetOf([audited(web, [leaked(1)]), audited(old, [leaked(1)])]).repositories;
  const folders = rows
    .filter(isAudited)
    .flatMap(({ report }) => report.plan.steps.flatMap(({ commands }) => commands))
    .flatMap(({ run }) => /--(?:into|plan) (\S+)/.exec(run)?.[1] ?? []);
  expect(folders.length).toBeGreaterThan(2);
  expect(new Set(folders).size).toBe(folders.length);
});

test.for(["--upload-pack=evil", "a; rm -rf /", "$(id)", "../../etc", "'", "\n", "…"])(
  "no command has %j as it is",
  (name) => {
    const where = repository(name, { location: name });
    const [row] = fleetOf([audited(where, [leaked(1)])]).repositories.filter(isAudited);
    const words = (row?.fetch?.run ?? "").replaceAll(/'(?:[^']|'\\'')*'/g, "QUOTED");
    expect(words).toMatch(/^git clone --mirror (?:QUOTED|ADDRESS|[\w./]+) [\w.-]+\.git$/);
    expect(row?.fetch?.run.split(" ").at(-1)).toMatch(/^\w/);
  },
);

test("a failure names no key, whatever a server said", () => {
  const key = `AIza${"Sy0".repeat(11)}xy`;
  const [row] = fleetOf([failed(web.name, `no access with ${key}`)]).repositories;
  expect(JSON.stringify(row)).not.toContain(key);
});

test("places without a path say which repository they are in", () => {
  const message = sighting({ source: "message", path: "commit", blob: objectId("9") });
  const note = sighting({
    source: "message",
    path: "note",
    part: "note on 1",
    blob: objectId("8"),
  });
  const [key] = fleetOf([audited(web, [leaked(1, { sightings: [message, note] })])]).keys;
  expect(key?.finding.sightings).toMatchObject([
    { path: "commit", part: `in ${web.name}` },
    { path: "note", part: `note on 1, in ${web.name}` },
  ]);
});

test("nothing was asked for", () => {
  const report = fleetReport(resultsOf([]));
  expect(report).toMatchObject({ complete: true, repositories: [], keys: [] });
  expect(report.plan.steps).toEqual([]);
});
