import { describe, expect, test } from "vitest";
import type { Finding, Report, SecretHistory, Sighting, Target } from "../../src/finding.ts";
import type { Plan, Step, StepId } from "../../src/plan.ts";
import { VERDICTS, type Verdict, type VerdictReason } from "../../src/verdict.ts";
import { finding, objectId, report, sighting } from "../support/findings.ts";

const added = {
  commit: objectId("c"),
  date: "2025-03-01T23:30:00-05:00",
  author: "Jane Doe",
  paths: ["a.py"],
};

function history(given: Partial<SecretHistory> = {}): SecretHistory {
  return {
    introducedBy: [added],
    removedBy: [],
    refs: ["refs/heads/main", "refs/remotes/origin/main"],
    atHead: true,
    pushed: true,
    unreachable: false,
    ...given,
  };
}

/** A file that is in the working tree, the index and history. */
function everywhere(path: string): readonly Sighting[] {
  return (["worktree", "index", "history"] as const).map((source) =>
    sighting({ source, path, line: 3, blob: objectId("b") }),
  );
}

function verdict(reason: VerdictReason, project?: string): Verdict {
  const status = (Object.keys(VERDICTS) as (keyof typeof VERDICTS)[]).find((one) =>
    (VERDICTS[one] as readonly VerdictReason[]).includes(reason),
  );
  return {
    status: status ?? "unknown",
    reason,
    project,
    model: undefined,
    reach: undefined,
    cached: false,
  };
}

function planOf(findings: readonly Finding[], target?: Partial<Target>): Plan {
  const given: Partial<Report> = target
    ? { target: { command: "audit", paths: ["."], head: "main", ...target } }
    : {};
  return report(findings, given).plan;
}

function ids({ steps }: { readonly steps: readonly Step[] }): readonly StepId[] {
  return steps.map(({ id }) => id);
}

function stepOf({ steps }: { readonly steps: readonly Step[] }, id: StepId): Step {
  const step = steps.find((one) => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

function commandsOf(plan: Plan, id: StepId): string {
  return stepOf(plan, id)
    .commands.map(({ run }) => run)
    .join("\n");
}

const inSource = finding({ sightings: everywhere("a.py"), history: history() });

describe("one key in source that was pushed", () => {
  const plan = planOf([inSource]);

  test("is worked off like the first hour of an incident", () => {
    expect(plan.steps.map(({ id, byMinute }) => [byMinute, id])).toEqual([
      [1, "check"],
      [1, "standby"],
      [5, "create"],
      [5, "deploy"],
      [5, "delete"],
      [15, "next-standby"],
      [15, "remove"],
      [30, "rewrite"],
      [30, "push"],
      [30, "tell"],
      [60, "billing"],
      [60, "support"],
      [60, "confirm"],
      [undefined, "store"],
      [undefined, "rotate"],
    ]);
  });

  test("has its own part, up to where it is out of use and out of the files", () => {
    expect(plan.keys.map(({ rotation }) => rotation)).toEqual(["replace"]);
    expect(ids(plan.keys[0] ?? plan)).toEqual([
      "check",
      "standby",
      "create",
      "deploy",
      "delete",
      "next-standby",
      "remove",
    ]);
  });

  test("the line to write stands at each place", () => {
    expect(stepOf(plan, "remove").items).toEqual([
      {
        name: "a.py",
        about: "line 3",
        code: [{ language: "Python", write: 'os.environ["GEMINI_API_KEY"]', needs: "import os" }],
      },
    ]);
  });

  test("exposure counts from the first commit, as its author dated it, without a clock", () => {
    expect(plan.keys[0]?.exposure).toEqual({
      from: "2025-03-01",
      removed: undefined,
      rotateBy: "2025-05-30",
    });
    expect(stepOf(plan, "billing").title).toContain("since 2025-03-01");
    expect(stepOf(plan, "rotate").title).toContain("…x7Qg is due from 2025-05-30 on");
  });

  test("its authors are told, and the remote's refs pushed under the names they have there", () => {
    expect(stepOf(plan, "tell").items.map(({ name }) => name)).toEqual(["Jane Doe"]);
    expect(commandsOf(plan, "push")).toBe(
      "git -C ../clean.git push --force REMOTE refs/heads/main",
    );
  });

  test("it is found at Google without being on a command line", () => {
    const commands = commandsOf(plan, "delete");
    expect(commands).toContain("gcloud services api-keys delete KEY_NAME");
    expect(commands).toContain("read -rs key");
    expect(commands).not.toMatch(/api-keys lookup/);
  });

  test("the proof is made in a new clone, because the old one keeps the history", () => {
    expect(commandsOf(plan, "confirm")).toBe(
      "git clone --mirror REMOTE ../new && gemsweep audit ../new\ngemsweep verify",
    );
  });
});

describe("what Google said", () => {
  const checked = (reason: VerdictReason, given: Partial<Finding> = {}): Plan =>
    planOf([{ ...inSource, ...given, verdict: verdict(reason, "123456") }]);

  test("a live key is replaced, in the project that is known", () => {
    const plan = checked("generates");
    expect(ids(plan)).not.toContain("check");
    expect(stepOf(plan, "delete").pages).toContain(
      "https://console.cloud.google.com/apis/credentials?project=123456",
    );
    expect(commandsOf(plan, "delete")).toContain("--project=123456");
    expect(commandsOf(plan, "delete")).toContain("grep -q -e 'x7Qg$'");
    expect(stepOf(plan, "billing").pages).toContain(
      "https://console.cloud.google.com/billing/linkedaccount?project=123456",
    );
  });

  test.for(["reported-leaked", "consumer-suspended", "quota-spent", "credit-spent"] as const)(
    "what is abused or blocked (%s) goes first",
    (reason) => {
      const plan = checked(reason);
      expect(ids(plan).slice(0, 4)).toEqual(["standby", "delete-first", "create", "deploy"]);
      expect(ids(plan)).not.toContain("delete");
    },
  );

  test("a dead key is not rotated, and goes from files and history all the same", () => {
    const plan = checked("invalid", { severity: "info", mustScrub: true });
    expect(ids(plan)).toEqual([
      "remove",
      "rewrite",
      "push",
      "tell",
      "billing",
      "support",
      "confirm",
      "store",
    ]);
    expect(commandsOf(plan, "confirm")).not.toContain("gemsweep verify");
  });
});

describe("the same key in several environments", () => {
  const shared = finding({
    sightings: [
      ...everywhere(".env.production"),
      ...everywhere("config/dev/app.yaml"),
      ...everywhere("notebooks/examples/try.ipynb"),
      sighting({ path: "dist/app.js", bundle: { originalSource: "src/a.ts", originalLine: 7 } }),
    ],
    history: history(),
  });
  const plan = planOf([shared]);

  test("is called out, with what each should have instead", () => {
    expect(
      plan.keys[0]?.environments.map(({ environment, paths }) => [environment, ...paths]),
    ).toEqual([
      ["bundle", "dist/app.js"],
      ["development", "config/dev/app.yaml"],
      ["notebook", "notebooks/examples/try.ipynb"],
      ["production", ".env.production"],
    ]);
    const { details, items } = stepOf(plan, "separate");
    expect(details[0]).toBe(
      "One key serves bundle, development, notebook, production: one leak is a leak in all of them.",
    );
    expect(details.join("\n")).toContain("For bundle: no key");
    expect(items).toHaveLength(4);
  });

  test("the deployment lists files with their environment", () => {
    expect(stepOf(plan, "deploy").items.map(({ name, about }) => [name, about])).toEqual([
      [".env.production", "production"],
      ["config/dev/app.yaml", "development"],
      ["notebooks/examples/try.ipynb", "notebook"],
      ["dist/app.js", "bundle"],
    ]);
  });

  test("a bundle is changed where it was built from", () => {
    const bundle = plan.keys[0]?.places.find(({ kind }) => kind === "bundle");
    expect(bundle?.original).toBe("src/a.ts:7");
    expect(bundle?.code[0]?.write).toContain('fetch("/api/gemini"');
  });

  test("the new key is restricted by who calls with it", () => {
    expect(commandsOf(plan, "create").split("\n").slice(1)).toEqual([
      "gcloud services api-keys update NEW_KEY_NAME --api-target=service=generativelanguage.googleapis.com --allowed-ips=ADDRESSES",
      "gcloud services api-keys update NEW_KEY_NAME --api-target=service=generativelanguage.googleapis.com",
    ]);
  });

  test("words that are no environments are not taken for some", () => {
    const one = finding({
      sightings: ["src/live/product.py", "src/latest.py", "src/contest/devil.py"].flatMap(
        everywhere,
      ),
      history: history(),
    });
    expect(planOf([one]).keys[0]?.environments).toEqual([]);
  });
});

describe("where history holds it", () => {
  const inHistory = (given: Partial<SecretHistory>, seen?: readonly Sighting[]): Plan =>
    planOf([
      finding({
        sightings: seen ?? [sighting({ source: "history", path: "a.py", blob: objectId("b") })],
        history: history({ atHead: false, ...given }),
      }),
    ]);

  test("what was not pushed is rewritten and not force-pushed", () => {
    const plan = inHistory({ pushed: false, refs: ["refs/heads/main"] });
    expect(ids(plan)).toContain("rewrite");
    expect(ids(plan)).not.toContain("push");
    expect(ids(plan)).not.toContain("support");
    expect(commandsOf(plan, "confirm")).toContain("gemsweep audit ../clean.git");
  });

  test("what may have been pushed counts as pushed", () => {
    expect(ids(inHistory({ pushed: undefined }))).toContain("push");
  });

  test("a key that files no longer hold was removed, and history keeps it", () => {
    const removedBy = [{ ...added, date: "2025-04-01T00:00:00Z" }];
    const plan = inHistory({ removedBy });
    expect(plan.keys[0]?.exposure?.removed).toBe("2025-04-01");
    expect(ids(plan)).not.toContain("remove");
    expect(stepOf(plan, "deploy").details[0]).toBe("No file holds the old one now.");
  });

  test("a message is rewritten", () => {
    const message = sighting({ source: "message", path: "commit", blob: objectId("c") });
    const plan = inHistory({}, [message]);
    expect(stepOf(plan, "rewrite").items.map(({ name }) => name)).toEqual([objectId("c")]);
    expect(plan.keys[0]?.places.map(({ kind }) => kind)).toEqual(["message"]);
    expect(ids(plan)).not.toContain("remove");
  });

  test("what no ref reaches is dropped here, and nobody else has it", () => {
    const plan = inHistory({ refs: [], unreachable: true, pushed: undefined });
    expect(commandsOf(plan, "prune")).toContain("git reflog expire");
    for (const id of ["rewrite", "push", "tell", "support"] as const)
      expect(ids(plan)).not.toContain(id);
  });

  test.for(["refs/pull/7/head", "refs/merge-requests/7/head"])(
    "what only %s holds is the host's to drop",
    (ref) => {
      const plan = inHistory({ refs: [ref] });
      expect(ids(plan)).not.toContain("rewrite");
      expect(ids(plan)).not.toContain("push");
      expect(stepOf(plan, "support").byMinute).toBe(30);
      expect(stepOf(plan, "support").items.map(({ name }) => name)).toEqual([ref]);
      expect(stepOf(plan, "tell").details.join()).toContain("key of their authors");
    },
  );

  test("the refs of pull requests and stashes are not pushed", () => {
    const refs = ["refs/heads/main", "refs/pull/7/head", "refs/stash", "refs/tags/v1"];
    expect(stepOf(inHistory({ refs }), "push").items.map(({ name }) => name)).toEqual([
      "refs/heads/main",
      "refs/tags/v1",
    ]);
  });

  test("dates that no calendar has do no harm", () => {
    for (const date of ["", "soon", "1969-01-01T00:00:00Z", "275760-09-13T00:00:00Z", "2025-99-99"])
      expect(inHistory({ introducedBy: [{ ...added, date }] }).keys[0]?.exposure).toBeUndefined();
  });
});

describe("what is in no commit", () => {
  const nowhere = history({
    introducedBy: [],
    refs: [],
    atHead: false,
    pushed: undefined,
    unreachable: true,
  });
  const staged = finding({
    sightings: [sighting({ source: "index", path: "a.py", blob: objectId("b") })],
    history: nowhere,
  });

  test("is only kept out of git", () => {
    for (const one of [staged, finding({ sightings: [sighting({ path: ".env" })] })]) {
      const plan = planOf([one]);
      expect(plan.keys[0]?.rotation).toBe("keep");
      expect(ids(plan)).toEqual(["check", "keep", "store"]);
    }
  });

  test("is replaced when it was built into something, or Google knows it as leaked", () => {
    const bundle = { originalSource: undefined, originalLine: undefined };
    const built = finding({ sightings: [sighting({ path: "dist/app.js", bundle })] });
    expect(planOf([built]).keys[0]?.rotation).toBe("replace");
    const blocked = { ...staged, verdict: verdict("reported-leaked") };
    expect(planOf([blocked]).keys[0]?.rotation).toBe("delete-first");
  });

  test("is not sure to be in no commit where no history was asked", () => {
    expect(planOf([finding({})], { command: "scan", paths: ["a.py"] }).keys[0]?.rotation).toBe(
      "replace",
    );
  });

  test("stays there in a hook", () => {
    expect(stepOf(planOf([staged], { command: "staged", paths: [] }), "keep").details[0]).toContain(
      "stage the file again",
    );
    expect(ids(planOf([staged], { command: "staged", paths: [] }))).toContain("confirm");
    expect(planOf([staged], { command: "push", paths: [] }).keys[0]?.rotation).toBe("keep");
    expect(planOf([inSource], { command: "push", paths: [] }).keys[0]?.rotation).toBe("replace");
  });
});

describe("other credentials", () => {
  test("a service account's key is deleted by its name, in its project", () => {
    const account = {
      email: "reader@my-project.iam.gserviceaccount.com",
      project: "my-project",
      keyId: "0".repeat(40),
    };
    const credential = "service-account-key";
    const plan = planOf([
      finding({
        credential,
        keyId: undefined,
        account,
        sightings: everywhere("sa.json"),
        history: history(),
      }),
    ]);
    for (const id of ["check", "standby", "next-standby"] as const)
      expect(ids(plan)).not.toContain(id);
    expect(stepOf(plan, "delete").pages).toEqual([
      "https://console.cloud.google.com/iam-admin/serviceaccounts?project=my-project",
    ]);
    expect(commandsOf(plan, "delete")).toContain(
      `keys delete ${account.keyId} --iam-account=${account.email}`,
    );
    expect(plan.keys[0]?.places[0]?.code).toEqual([]);
  });

  test("a Firebase key is restricted, not replaced, and no history is rewritten for it", () => {
    const firebase = { credential: "google-api-key", usage: "firebase" } as const;
    const low = finding({
      ...firebase,
      severity: "low",
      sightings: everywhere("app/google-services.json"),
      history: history(),
    });
    const plan = planOf([low]);
    expect(ids(plan)).toEqual(["check", "restrict"]);
    expect(plan.keys[0]?.rotation).toBe("restrict");
    expect(stepOf(plan, "restrict").byMinute).toBe(15);
    const live = planOf([
      { ...low, severity: "critical", mustScrub: true, verdict: verdict("listed") },
    ]);
    expect(stepOf(live, "restrict").byMinute).toBe(5);
    expect(ids(live)).not.toContain("delete");
  });

  test("a key that is live for other APIs is not replaced by one for Gemini", () => {
    const plan = planOf([
      finding({
        credential: "google-api-key",
        usage: "unknown",
        sightings: everywhere("a.py"),
        history: history(),
        verdict: verdict("api-blocked"),
      }),
    ]);
    expect(commandsOf(plan, "create")).toContain("--api-target=service=SERVICE");
    expect(stepOf(plan, "create").pages.join()).not.toContain("aistudio");
  });

  test("a key for Maps gets a new one for Maps", () => {
    const maps = { credential: "google-api-key", usage: "maps" } as const;
    const plan = planOf([
      finding({ ...maps, sightings: everywhere("web/map.html"), history: history() }),
    ]);
    expect(commandsOf(plan, "create")).toContain(
      "--api-target=service=maps-backend.googleapis.com --allowed-referrers='https://SITE/*'",
    );
  });
});

describe("nothing to plan", () => {
  test.for([
    ["nothing found", [], "audit"],
    [
      "a published key",
      [finding({ severity: "info", knownPublic: "YouTube web client" })],
      "audit",
    ],
    ["an invented key", [finding({ severity: "low", wellFormed: false })], "audit"],
    ["a key that somebody asks about", [finding({})], "verify"],
  ] as const)("%s", ([, findings, command]) => {
    expect(planOf(findings, { command, paths: [] })).toEqual({ steps: [], keys: [] });
  });
});

test("standard input is cleaned where it comes from, and no command reads it again", () => {
  const one = finding({ sightings: [sighting({ source: "stdin", path: undefined })] });
  const plan = planOf([one], { command: "scan", paths: ["-"] });
  expect(ids(plan)).not.toContain("rewrite");
  expect(stepOf(plan, "remove").details).toEqual(["Take it out where the text comes from."]);
  expect(stepOf(plan, "check").commands).toEqual([]);
});

describe("commands from hostile repositories", () => {
  const refs = ["refs/heads/$(rm -rf ~)", "refs/heads/it's", "refs/heads/-x"];

  test("quote what could be more than a word", () => {
    const one = finding({ sightings: everywhere("a.py"), history: history({ refs }) });
    const plan = planOf([one], { paths: ["/srv/$(reboot)'s repo"] });
    expect(commandsOf(plan, "push")).toBe(
      String.raw`git -C ../clean.git push --force REMOTE 'refs/heads/$(rm -rf ~)' refs/heads/-x 'refs/heads/it'\''s'`,
    );
    expect(commandsOf(plan, "rewrite")).toContain(
      String.raw`gemsweep scrub '/srv/$(reboot)'\''s repo' --apply`,
    );
  });

  test.for(["refs/heads/a\u202eb", "refs/heads/AQ.Ab8R…x7Qg", "refs/heads/\u001b[2J"])(
    "%j, which is not what it looks like, is not to be pasted",
    (ref) => {
      const one = finding({ sightings: everywhere("a.py"), history: history({ refs: [ref] }) });
      expect(commandsOf(planOf([one]), "push")).toBe(
        "git -C ../clean.git push --force REMOTE 'refs/heads/*' 'refs/tags/*'",
      );
    },
  );

  test("an odd key id is no part of a command", () => {
    const one = finding({ ...inSource, keyId: "'; x", verdict: verdict("listed", "123456") });
    expect(commandsOf(planOf([one]), "delete")).not.toContain("'; x");
  });
});

test("many keys share the commands that fit on a screen, and have their own", () => {
  const many = Array.from({ length: 9 }, (_, index) =>
    finding({
      ...inSource,
      fingerprint: String(index).repeat(64),
      keyId: `abc${index}`,
      verdict: verdict("listed", "123456"),
    }),
  );
  const plan = planOf(many);
  expect(stepOf(plan, "delete").title).toBe("Delete the old ones, as soon as nothing uses them");
  expect(commandsOf(plan, "delete")).toBe("");
  for (const [index, key] of plan.keys.entries())
    expect(commandsOf({ keys: [], steps: key.steps }, "delete")).toContain(`abc${index}$`);
});
