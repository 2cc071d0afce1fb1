import { expect, test } from "vitest";
import { fleetReport } from "../../../src/findings/fleet-report.ts";
import { displayWidth } from "../../../src/report/layout.ts";
import { renderFleetText } from "../../../src/report/fleet/text.ts";
import {
  audited,
  failed,
  fleetOf,
  largeFleet,
  leaked,
  repository,
  said,
} from "../../support/fleets.ts";

const plain = { color: false, width: 80 };

const few = fleetOf(
  [
    audited(repository("git.example/acme/web", { visibility: "public" }), [
      leaked(1, { verdict: said("live", "listed", "123456789") }),
      leaked(2, { severity: "medium", verdict: said("unknown", "timeout") }),
    ]),
    audited(repository("git.example/lab/demo"), [
      leaked(1, { verdict: said("live", "listed", "123456789") }),
    ]),
    audited(repository("git.example/lab/partly"), [], {
      complete: false,
      skipped: [
        { what: "packs/pack-1.pack", why: "the pack is damaged" },
        { what: "src/big.bin", why: "it vanished while it was read" },
      ],
    }),
    audited(repository("git.example/lab/clean"), []),
    failed("git.example/lab/gone"),
  ],
  {
    sources: {
      asked: 9,
      duplicates: 2,
      leftOut: 1,
      rejected: [{ list: "list.txt", line: 4, text: "ext::sh -c id", why: "only https and ssh" }],
    },
    undone: [repository("git.example/lab/later")],
  },
);

test("a fleet in full", async () => {
  await expect(renderFleetText(few, plain)).toMatchFileSnapshot("text-in-full.txt");
});

test("what a repository has ignored is told, also where nothing else was found", () => {
  const by = { kind: "path", file: ".gemsweep.yaml", setting: "exclude", pattern: "**" } as const;
  const ignored = [{ by, finding: leaked(1) }];
  const text = renderFleetText(
    fleetOf([audited(repository("git.example/lab/clean"), [], { ignored })]),
    plain,
  );
  expect(text).toContain("No credential that is not ignored was found");
  expect(text).toMatch(/Ignored +1 credential, by git.example\/lab\/clean/);
});

test("what a repository remarks is told, also where nothing was found", () => {
  const notes = [{ about: ".gemsweep.yaml", note: "decides how findings are judged: exclude" }];
  const report = fleetOf([audited(repository("git.example/lab/clean"), [], { notes })]);
  expect(renderFleetText(report, { color: false, width: 200 })).toContain(
    "git.example/lab/clean: .gemsweep.yaml: decides how findings are judged: exclude",
  );
});

const large = fleetReport(largeFleet(200, 300));

test("fits a terminal, but for what is copied", () => {
  for (const report of [few, large]) {
    const wide = renderFleetText(report, plain)
      .split("\n")
      .filter((line) => displayWidth(line) > 80 && !line.includes("https://"));
    expect(wide).toEqual([]);
  }
});

test("the most urgent are shown, the rest is counted", () => {
  const text = renderFleetText(large, plain);
  expect(text.match(/^ {2,3}\d+\. /gm)).toHaveLength(20);
  expect(text).toContain(`and ${large.totals.byState.leaks - 20} more repositories`);
});

test("what fails alike is told together", () => {
  const report = fleetOf(
    Array.from({ length: 30 }, (_, index) => failed(`git.example/o/r${index}`, "no answer came")),
  );
  const text = renderFleetText(report, plain);
  expect(text.match(/no answer came/g)).toHaveLength(1);
  expect(text).toContain("and 27 more:");
});

test("colours are there when asked for, and change no word", () => {
  const coloured = renderFleetText(few, { color: true, width: 80 });
  expect(coloured).toContain("\u001b[");
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(renderFleetText(few, plain));
});

test("a clean fleet says that everything was looked at", () => {
  const text = renderFleetText(fleetOf([audited(repository("git.example/a/b"), [])]), plain);
  expect(text).toContain(
    "No Gemini credential was found in 1 repository, and everything was looked at.",
  );
});

const one = repository("git.example/acme/web");
const live = { verdict: said("live", "listed", "123456789") } as const;
const partly = { complete: false, skipped: [{ what: "a", why: "b" }] };

test.for([
  ["No repository was audited.", []],
  ["The only repository was not audited: nothing is known of it.", [failed("a/b")]],
  ["None of 2 repositories was audited: nothing is known of them.", [failed("a/b"), failed("a/c")]],
  [
    "No Gemini credential was found in 1 of 2 repositories, but not everything could be looked at: nothing is known of 1 repository.",
    [audited(one, []), failed("a/b")],
  ],
  [
    "No Gemini credential was found in 1 repository, but not everything could be looked at.",
    [audited(one, [], partly)],
  ],
  ["1 credential to act on in 1 repository.", [audited(one, [leaked(1)])]],
  [
    "1 credential to act on in 1 repository; it works right now.",
    [audited(one, [leaked(1, live)])],
  ],
  [
    "2 credentials to act on in 1 of 2 repositories; 1 of them works right now; nothing is known of 1 repository.",
    [audited(one, [leaked(1, live), leaked(2)]), failed("a/b")],
  ],
] as const)("begins and ends with: %s", ([sentence, outcomes]) => {
  const text = renderFleetText(fleetOf(outcomes), { color: false, width: 400 });
  expect(text.split("\n")[0]).toBe(sentence);
  expect(text.split("\n").at(-2)).toMatch(sentence);
});

test("owners are told where all are known", () => {
  const here = repository("src/demo", { kind: "path", owner: undefined });
  const of = (...where: (typeof one)[]) =>
    renderFleetText(fleetOf(where.map((at) => audited(at, []))), plain);
  expect(of(one)).toContain("1 repository of 1 owner\n");
  expect(of(one, here)).toContain("2 repositories\n");
});

test("a key about which nothing must be done is no work in any repository", () => {
  const harmless = leaked(3, { severity: "info", mustScrub: false, reasons: ["known-public"] });
  const both = [leaked(1), harmless];
  const text = renderFleetText(
    fleetOf([audited(one, both), audited(repository("git.example/lab/demo"), both)]),
    { color: false, width: 400 },
  );
  expect(text).toContain("The same key in several repositories: 1,");
  expect(text).toContain("1 of 2 credentials to act on");
  expect(text).not.toContain(harmless.preview);
});
