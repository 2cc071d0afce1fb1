import { expect, test } from "vitest";
import type { Finding, Report } from "../../src/finding.ts";
import { displayWidth } from "../../src/report/layout.ts";
import { renderText } from "../../src/report/text.ts";
import { VERDICT } from "../../src/report/verdict-words.ts";
import {
  type Verdict,
  type VerdictReason,
  VERDICTS,
  type VerdictStatus,
} from "../../src/verdict.ts";
import { finding, report, sighting } from "../support/findings.ts";

function verdict(
  status: VerdictStatus,
  reason: VerdictReason,
  given: Partial<Verdict> = {},
): Verdict {
  return {
    status,
    reason,
    project: undefined,
    model: undefined,
    reach: undefined,
    cached: false,
    ...given,
  };
}

function verified(findings: readonly Finding[], given: Partial<Report> = {}): Report {
  const unchecked = findings.filter((one) => one.verdict?.status === "unknown").length;
  const checked = findings.length - unchecked;
  const verification = { generate: false, reach: false, endpoint: undefined, checked, unchecked };
  return report(findings, { verification, ...given });
}

/** Of files alone it is not known whether a key in them has leaked. */
const FILES = { command: "scan", paths: ["."], head: undefined } as const;

function text(one: Report, width = 80): string {
  return renderText(one, { color: false, width });
}

const all = Object.entries(VERDICTS).flatMap(([status, reasons]) =>
  reasons.map((reason): [VerdictStatus, VerdictReason] => [status as VerdictStatus, reason]),
);

test.for(all.filter(([, reason]) => reason !== "network"))(
  "%s, %s: what is known and what to do",
  ([status, reason]) => {
    const { says, act } = VERDICT[reason];
    const one = finding({ verdict: verdict(status, reason) });
    const lines = text(verified([one], { target: FILES })).split("\n");
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    const running = lines.map((line) => line.trim()).join(" ");
    expect(running).toContain(`Checked     ${says}`);
    expect(running).toContain(act ?? says);
  },
);

test("all that can be known of a key", () => {
  const reach = {
    files: { count: 3, more: false },
    cachedContents: { count: 0, more: false },
    fileSearchStores: { count: 200, more: true },
    tunedModels: undefined,
  };
  const known = { project: "123456789012", model: "gemini-3.1-flash-lite", reach, cached: true };
  const one = finding({ verdict: verdict("live", "generates", known), reasons: ["verdict-live"] });
  expect(`\n${text(verified([one], { target: FILES }))}`).toMatchInlineSnapshot(`
    "
    CRITICAL Gemini auth key: AQ.Ab8R…x7Qg (key id x7Qg)
      Why         works right now
      Checked     works: it generated text just now, so that whoever has it can run
                    up its bill (model gemini-3.1-flash-lite) (as an earlier run was
                    told)
                  Deploy a new key and delete this one today; if it is being abused,
                    delete it first.
      Project     123456789012,
                    https://console.cloud.google.com/apis/credentials?project=123456789012
      Behind it   3 uploaded files, no cached contents, 200 file search stores or
                    more, tuned models not told
      Where       src/app.ts:1:1
      Fingerprint 0000000000000000000000000000000000000000000000000000000000000000

    What must be scrubbed
      Files now   src/app.ts

    What to do, in this order
      By min 1    Prove that a standby key works; without one, make the new key
                    first:
                    gemsweep verify --verify=generate < FILE_WITH_THE_STANDBY_KEY
      By min 5    Make the new key: https://aistudio.google.com/api-keys
                  Deploy it wherever the old one is used: src/app.ts
                  Delete …x7Qg, as soon as nothing uses it. Signs of abuse (unknown
                    requests, charges)? Then delete first and deploy after: an
                    outage costs less.
      By min 15   Make the next standby key.
                  Take it out of the files:
                    in src/app.ts write process.env.GEMINI_API_KEY!
      By min 60   Check the bill and the usage since the key was made:
                    https://console.cloud.google.com/billing/linkedaccount?project=123456789012
                  Prove that nothing is left: gemsweep scan
      After that  Keep the next one out of the repository.
                  Rotate every 90 days.
      In full     all commands, pages and places, with boxes to tick:
                    --format markdown

    Checked with Google: 1 live.
    1 credential (1 critical) in 1 place. Looked at 1,234 files, 56,789 blobs, 901
    commits (120 MB).
    "
  `);
});

test("that the network was down is said once", () => {
  const findings = ["a", "b"].map((digit) =>
    finding({ fingerprint: digit.repeat(64), verdict: verdict("unknown", "network") }),
  );
  const notes = [{ about: "host", note: "could not be reached: 2 keys were not checked" }];
  const shown = text(verified(findings, { notes }));
  expect(shown.match(/reached/g)).toHaveLength(1);
  expect(shown).toContain(
    "None could be checked with Google: 2 unknown. What is unknown counts as live.",
  );
});

test("a stopped commit says in a line what is known, and nothing where nobody asked", () => {
  const target = { command: "staged", paths: [], head: "main" } as const;
  const sightings = [sighting({ source: "index" })];
  const one = finding({ sightings, verdict: verdict("live", "listed") });
  expect(text(verified([one], { target }))).toContain("  checked: works: Gemini accepts it");
  const unasked = report([finding({ sightings })], { target });
  expect(text(unasked)).not.toContain("checked");
});

test("of many low findings those that differ in the answer are told apart", () => {
  const reasons = ["referrer", "referrer", "api-blocked", "api-blocked"] as const;
  const low = reasons.map((reason, index) =>
    finding({
      fingerprint: String(index).repeat(64),
      severity: "low",
      credential: "google-api-key",
      verdict: verdict(reason === "referrer" ? "restricted" : "no-gemini", reason),
    }),
  );
  const shown = text(verified(low), 300);
  for (const reason of ["referrer", "api-blocked"] as const)
    expect(shown.split(VERDICT[reason].says)).toHaveLength(2);
});

test("a dead key needs no rotation, and is taken out all the same", () => {
  const dead = { severity: "info", mustScrub: true, verdict: verdict("dead", "invalid") } as const;
  const { steps } = verified([finding(dead)]).plan;
  expect(steps.map(({ id }) => id)).toEqual(["remove", "billing", "confirm", "store"]);
  expect(text(verified([finding(dead)]))).toContain("1 credential (1 info) in 1 place.");
});
