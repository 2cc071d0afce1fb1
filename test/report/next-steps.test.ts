import { describe, expect, test } from "vitest";
import type { SecretHistory } from "../../src/finding.ts";
import { nextSteps } from "../../src/report/next-steps.ts";
import { renderText } from "../../src/report/text.ts";
import { finding, objectId, report, sighting } from "../support/findings.ts";

const added = { commit: objectId("c"), date: "2025-01-01", author: "Jane", paths: ["a.py"] };

function history(given: Partial<SecretHistory>): SecretHistory {
  return {
    introducedBy: [added],
    removedBy: [],
    refs: ["refs/heads/main"],
    atHead: false,
    pushed: false,
    unreachable: false,
    ...given,
  };
}

function steps(given: Partial<SecretHistory>): string {
  const sightings = [sighting({ source: "history", path: "a.py", blob: objectId("b") })];
  return nextSteps(report([finding({ sightings, history: history(given) })]))
    .map((step) => step.text)
    .join("\n");
}

describe("rewriting", () => {
  test("what was not pushed needs no force", () => {
    expect(steps({})).toContain("proves that it is clean.");
  });

  test("what may have been pushed does", () => {
    expect(steps({ pushed: undefined })).toContain(
      "proves that it is clean; then force-push. Forks",
    );
  });

  test.for(["refs/pull/7/head", "refs/merge-requests/7/head"])("%s stays with the host", (ref) => {
    expect(steps({ refs: [ref], pushed: true })).toContain("ask the support of your git host");
    expect(steps({ pushed: true })).not.toContain("support");
  });
});

describe("what no ref reaches", () => {
  const nowhere = { refs: [], unreachable: true } as const;
  const staged = finding({
    sightings: [sighting({ source: "index", path: "a.py", blob: objectId("b") })],
    history: history({ ...nowhere, introducedBy: [] }),
  });

  test("a dropped commit is dropped for good", () => {
    expect(steps(nowhere)).toContain("git reflog expire");
  });

  test("what is only staged costs no stash and no reflog", () => {
    const one = report([staged]);
    expect(nextSteps(one).map((step) => step.text)).not.toContainEqual(
      expect.stringContaining("git reflog expire"),
    );
    expect(renderText(one, { color: false, width: 80 })).toContain(
      "  Still on    no commit yet: it is only staged\n",
    );
  });
});
