import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/finding.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderText } from "../../src/report/text.ts";
import { displayWidth } from "../../src/report/layout.ts";
import { finding, objectId, report, sighting } from "../support/findings.ts";
import { judged, leaks, pushed, staged } from "../support/leaks.ts";

function text(one: Report, width = 80): string {
  return `\n${renderText(one, { color: false, width })}`;
}

test("an audit at 80 columns", () => {
  expect(text(leaks)).toMatchInlineSnapshot(`
    "
    CRITICAL Gemini auth key: AQ.Ab8R…x7Qg (key id x7Qg)
      Why         opens the Gemini API: quota, bill and uploaded files of its
                    project; in a built file or app that every visitor downloads
      Where       dist/app.js:1:28301 (built from src/api.ts:14; working tree)
                  src/config.ts:12:18 (working tree, index, history; also in 3 older
                    versions)
                  k8s/secret.yaml:7:12 (read through base64; history only, blob
                    6666666)
                  notebooks/demo.ipynb:31:9 (cell 4, output 1 (traceback); read
                    through terminal colours; history only, blob 7777777)
                  message of commit 9999999:5:1
                  note on ccccccc:1:6
                  file name in keys/AQ.Ab8R…x7Qg.txt
                  .git/logs/HEAD:8:90
                  blob 8888888:3:2 (no committed path names it)
      Added by    ccccccc 2025-03-01 Jane Doe, src/config.ts, k8s/secret.yaml
                  ddddddd 2025-03-04 Jane Doe, notebooks/demo.ipynb
      Removed by  eeeeeee 2025-04-01 Sam Roe, k8s/secret.yaml
      Still on    the history of main, origin/main, tag v1.0, stash; the checked-out
                    commit still shows it
      Pushed      yes, a remote has it: treat it as known to others
      Fingerprint aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

    HIGH Google API key: AIzaSy…Qk3w (key id Qk3w)
      Why         may open the Gemini API: any Google API key can, unless it is
                    restricted to other APIs
      Where       poc/run.py:2:11 (history only, blob fffffff)
      Added by    fffffff 2024-11-05 Sam Roe, poc/run.py
      Still on    no branch or tag: only in this clone's object store (reflog, stash
                    or dropped commits)
      Fingerprint bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

    LOW Google API key: AIzaSy…fB0k (key id fB0k)
      Why         used for Firebase; a Firebase key is public by design, as long as
                    its API restrictions leave the Gemini API out
      Where       packages/app0/google-services.json:24:26 (working tree)
                  packages/app1/google-services.json:24:26 (working tree)
                  packages/app2/google-services.json:24:26 (working tree)
                  packages/app3/google-services.json:24:26 (working tree)
                  packages/app4/google-services.json:24:26 (working tree)
                  packages/app5/google-services.json:24:26 (working tree)
                  packages/app6/google-services.json:24:26 (working tree)
                  packages/app7/google-services.json:24:26 (working tree)
                  packages/app8/google-services.json:24:26 (working tree)
                  packages/app9/google-services.json:24:26 (working tree)
                  and 3 more (see --format json)
      Fingerprint cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc

    Known public keys: no secrets
      AIzaSy…qcW8 YouTube web client, in youtube.py:88:1 and 1 more place

    What must be scrubbed
      Files now   .git/logs/HEAD
                  dist/app.js
                  src/config.ts
      Commits     fffffff, ccccccc, ddddddd, 9999999
      Refs        main, origin/main, tag v1.0, stash

    What to do, in this order
      By min 1    Ask Google which of them still work: gemsweep audit --verify
                  Prove that a standby key works; without one, make the new key
                    first:
                    gemsweep verify --verify=generate < FILE_WITH_THE_STANDBY_KEY
      By min 5    Make the new keys: https://aistudio.google.com/api-keys
                  Deploy it wherever the old one is used: dist/app.js, src/config.ts
                  Delete …x7Qg and …Qk3w, as soon as nothing uses them. Signs of
                    abuse (unknown requests, charges)? Then delete first and deploy
                    after: an outage costs less.
      By min 15   Make the next standby key.
                  Make sure that the Firebase key does not open Gemini:
                    https://console.cloud.google.com/apis/credentials
                  Take it out of the files: gemsweep scrub --worktree --dry-run
                    in src/config.ts write process.env.GEMINI_API_KEY!
      By min 30   Then, not before, rewrite the history:
                    gemsweep scrub --apply --into ../clean.git
                  Drop what no branch reaches. It is in this clone's object store
                    only. This also drops all stashes but the last, and what could
                    still be undone.
                  Force-push these refs: main, tag v1.0
                  Tell everybody who has a copy: Jane Doe
      By min 60   Check the bill and the usage since 2024-11-05:
                    https://console.cloud.google.com/billing
                  Ask the git host to drop what it keeps.
                  Prove that nothing is left:
                    git clone --mirror REMOTE ../new && gemsweep audit ../new
      After that  Give each environment a key of its own. One key serves bundle,
                    notebook: one leak is a leak in all of them.
                  Keep the next one out of the repository.
                  Rotate every 90 days: by its first commit, …Qk3w is due from
                    2025-02-03 on.
      In full     all commands, pages and places, with boxes to tick:
                    --format markdown

    Notes
      broken.ipynb: broken JSON, searched as plain text

    The report is incomplete: 2 things could not be looked at
      private/: permission denied
      history before 2024-01-02: shallow clone: git fetch --unshallow brings the
        rest

    Keys were not checked with Google; --verify does.
    3 credentials (1 critical, 1 high, 1 low) in 23 places, 1 known public key.
    Looked at 1,234 files, 56,789 blobs, 901 commits (120 MB).
    "
  `);
});

test("an audit at 48 columns", () => {
  expect(text(leaks, 48)).toMatchInlineSnapshot(`
    "
    CRITICAL Gemini auth key: AQ.Ab8R…x7Qg
      (key id x7Qg)
      Why         opens the Gemini API: quota, bill
                    and uploaded files of its
                    project; in a built file or app
                    that every visitor downloads
      Where       dist/app.js:1:28301 (built from
                    src/api.ts:14; working tree)
                  src/config.ts:12:18 (working tree,
                    index, history; also in 3 older
                    versions)
                  k8s/secret.yaml:7:12 (read through
                    base64; history only, blob
                    6666666)
                  notebooks/demo.ipynb:31:9 (cell 4,
                    output 1 (traceback); read
                    through terminal colours;
                    history only, blob 7777777)
                  message of commit 9999999:5:1
                  note on ccccccc:1:6
                  file name in keys/AQ.Ab8R…x7Qg.txt
                  .git/logs/HEAD:8:90
                  blob 8888888:3:2 (no committed
                    path names it)
      Added by    ccccccc 2025-03-01 Jane Doe,
                    src/config.ts, k8s/secret.yaml
                  ddddddd 2025-03-04 Jane Doe,
                    notebooks/demo.ipynb
      Removed by  eeeeeee 2025-04-01 Sam Roe,
                    k8s/secret.yaml
      Still on    the history of main, origin/main,
                    tag v1.0, stash; the checked-out
                    commit still shows it
      Pushed      yes, a remote has it: treat it as
                    known to others
      Fingerprint aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

    HIGH Google API key: AIzaSy…Qk3w (key id Qk3w)
      Why         may open the Gemini API: any
                    Google API key can, unless it is
                    restricted to other APIs
      Where       poc/run.py:2:11 (history only,
                    blob fffffff)
      Added by    fffffff 2024-11-05 Sam Roe,
                    poc/run.py
      Still on    no branch or tag: only in this
                    clone's object store (reflog,
                    stash or dropped commits)
      Fingerprint bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

    LOW Google API key: AIzaSy…fB0k (key id fB0k)
      Why         used for Firebase; a Firebase key
                    is public by design, as long as
                    its API restrictions leave the
                    Gemini API out
      Where       packages/app0/google-services.json:24:26
                    (working tree)
                  packages/app1/google-services.json:24:26
                    (working tree)
                  packages/app2/google-services.json:24:26
                    (working tree)
                  packages/app3/google-services.json:24:26
                    (working tree)
                  packages/app4/google-services.json:24:26
                    (working tree)
                  packages/app5/google-services.json:24:26
                    (working tree)
                  packages/app6/google-services.json:24:26
                    (working tree)
                  packages/app7/google-services.json:24:26
                    (working tree)
                  packages/app8/google-services.json:24:26
                    (working tree)
                  packages/app9/google-services.json:24:26
                    (working tree)
                  and 3 more (see --format json)
      Fingerprint cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc

    Known public keys: no secrets
      AIzaSy…qcW8 YouTube web client, in
        youtube.py:88:1 and 1 more place

    What must be scrubbed
      Files now   .git/logs/HEAD
                  dist/app.js
                  src/config.ts
      Commits     fffffff, ccccccc, ddddddd, 9999999
      Refs        main, origin/main, tag v1.0, stash

    What to do, in this order
      By min 1    Ask Google which of them still
                    work: gemsweep audit --verify
                  Prove that a standby key works;
                    without one, make the new key
                    first:
                    gemsweep verify --verify=generate < FILE_WITH_THE_STANDBY_KEY
      By min 5    Make the new keys:
                    https://aistudio.google.com/api-keys
                  Deploy it wherever the old one is
                    used: dist/app.js, src/config.ts
                  Delete …x7Qg and …Qk3w, as soon as
                    nothing uses them. Signs of
                    abuse (unknown requests,
                    charges)? Then delete first and
                    deploy after: an outage costs
                    less.
      By min 15   Make the next standby key.
                  Make sure that the Firebase key
                    does not open Gemini:
                    https://console.cloud.google.com/apis/credentials
                  Take it out of the files:
                    gemsweep scrub --worktree --dry-run
                    in src/config.ts write process.env.GEMINI_API_KEY!
      By min 30   Then, not before, rewrite the
                    history:
                    gemsweep scrub --apply --into ../clean.git
                  Drop what no branch reaches. It is
                    in this clone's object store
                    only. This also drops all
                    stashes but the last, and what
                    could still be undone.
                  Force-push these refs: main,
                    tag v1.0
                  Tell everybody who has a copy:
                    Jane Doe
      By min 60   Check the bill and the usage since
                    2024-11-05:
                    https://console.cloud.google.com/billing
                  Ask the git host to drop what it
                    keeps.
                  Prove that nothing is left:
                    git clone --mirror REMOTE ../new && gemsweep audit ../new
      After that  Give each environment a key of its
                    own. One key serves bundle,
                    notebook: one leak is a leak in
                    all of them.
                  Keep the next one out of the
                    repository.
                  Rotate every 90 days: by its first
                    commit, …Qk3w is due from
                    2025-02-03 on.
      In full     all commands, pages and places,
                    with boxes to tick:
                    --format markdown

    Notes
      broken.ipynb: broken JSON, searched as plain
        text

    The report is incomplete: 2 things could not be
    looked at
      private/: permission denied
      history before 2024-01-02: shallow clone: git
        fetch --unshallow brings the rest

    Keys were not checked with Google; --verify
    does.
    3 credentials (1 critical, 1 high, 1 low) in 23
    places, 1 known public key. Looked at 1,234
    files, 56,789 blobs, 901 commits (120 MB).
    "
  `);
});

test("a stopped commit", () => {
  expect(text(staged)).toMatchInlineSnapshot(`
    "
    2 credentials are about to be committed.

    CRITICAL AQ.Ab8R…x7Qg notebooks/demo.ipynb:31:9 (cell 4, output 1 (traceback)) –
      opens the Gemini API
    HIGH AIzaSy…Qk3w app/[id]/page's.tsx:3:14 – may open the Gemini API

    Three ways on
      1. Take it out, by hand or as scrub does, and stage it again:
           gemsweep scrub --worktree --clear-outputs
           git add -- ':(literal)app/[id]/page'\\''s.tsx' # and 1 more
         or leave it out of this commit:
           git restore --staged -- ':(literal)app/[id]/page'\\''s.tsx' # and 1 more
         If it was never committed, sent or shown before, that is all; otherwise it
         is leaked: create a new one, deploy it, and delete this one.
      2. Say why it may stay: in a comment, gemsweep:allow REASON, or by (all others
         likewise):
           gemsweep ignore 0000000000000000000000000000000000000000000000000000000000000000 --reason "…"
           git add .gemsweep-ignore.yaml
      3. Skip the check this once: git commit --no-verify
    "
  `);
});

test("a stopped first commit at 48 columns", () => {
  expect(text({ ...staged, target: { ...staged.target, head: undefined } }, 48))
    .toMatchInlineSnapshot(`
      "
      2 credentials are about to be committed.

      CRITICAL AQ.Ab8R…x7Qg notebooks/demo.ipynb:31:9
        (cell 4, output 1 (traceback)) – opens the
        Gemini API
      And 1 more credential:
      gemsweep staged --format json

      Three ways on
        1. Take it out, by hand or as scrub does, and
           stage it again:
             gemsweep scrub --worktree --clear-outputs
             git add -- ':(literal)app/[id]/page'\\''s.tsx' # and 1 more
           or leave it out of this commit:
             git rm --cached -- ':(literal)app/[id]/page'\\''s.tsx' # and 1 more
           If it was never committed, sent or shown
           before, that is all; otherwise it is
           leaked: create a new one, deploy it, and
           delete this one.
        2. Say why it may stay: in a comment,
           gemsweep:allow REASON, or by (all others
           likewise):
             gemsweep ignore 0000000000000000000000000000000000000000000000000000000000000000 --reason "…"
             git add .gemsweep-ignore.yaml
        3. Skip the check this once:
             git commit --no-verify
      "
    `);
});

test.for<[string, Partial<Report>, string]>([
  ["audit", {}, "No Gemini credential in 1,234 files, 56,789 blobs, 901 commits (120 MB)."],
  [
    "scan",
    {
      target: { command: "scan", paths: ["-"], head: undefined },
      coverage: { files: 1, blobs: 0, commits: 0, bytes: 12, notebooks: 0, bundles: 0 },
    },
    "No Gemini credential in 1 file (12 bytes).",
  ],
  [
    "staged",
    {
      target: { command: "staged", paths: [], head: "main" },
      coverage: { files: 0, blobs: 3, commits: 0, bytes: 4_200_000, notebooks: 0, bundles: 0 },
    },
    "No Gemini credential in 3 staged files (4.2 MB).",
  ],
  [
    "push",
    {
      target: { command: "push", paths: [], head: undefined },
      coverage: { files: 0, blobs: 3, commits: 1, bytes: 4_200_000, notebooks: 0, bundles: 0 },
    },
    "No Gemini credential in 1 commit, 3 blobs (4.2 MB).",
  ],
])("a clean %s is one line", ([, given, line]) => {
  expect(renderText(report([], given), { color: false, width: 80 })).toBe(`${line}\n`);
});

test("nothing found is never reassuring when something was not looked at", () => {
  const incomplete = report([], { complete: false, skipped: leaks.skipped });
  expect(text(incomplete)).toMatchInlineSnapshot(`
    "
    The report is incomplete: 2 things could not be looked at
      private/: permission denied
      history before 2024-01-02: shallow clone: git fetch --unshallow brings the
        rest

    No Gemini credential in 1,234 files, 56,789 blobs, 901 commits (120 MB), but see
    above what could not be looked at.
    "
  `);
});

test("known public keys alone are no leak", () => {
  const known = leaks.findings.filter(({ severity }) => severity === "info");
  expect(text(report(known))).toMatchInlineSnapshot(`
    "
    Known public keys: no secrets
      AIzaSy…qcW8 YouTube web client, in youtube.py:88:1 and 1 more place

    No secret, 1 known public key. Looked at 1,234 files, 56,789 blobs, 901 commits
    (120 MB).
    "
  `);
});

describe("places", () => {
  test("what cannot be told apart by a reader is told once", () => {
    const versions = Array.from({ length: 37 }, (_, index) =>
      sighting({
        source: "history",
        path: "old.py",
        line: index + 1,
        blob: index.toString(16).padStart(40, "0"),
      }),
    );
    const twice = sighting({
      source: "index",
      path: "new.py",
      line: 4,
      column: 2,
      blob: objectId("f"),
    });
    expect(
      text(report([finding({ sightings: [twice, { ...twice, line: 9 }, ...versions] })])),
    ).toContain(
      [
        "  Where       new.py:4:2 (index)",
        "              new.py:9:2 (index)",
        "              old.py:1:1 (history only, blob 0000000; also in 36 other versions)",
      ].join("\n"),
    );
  });

  test("ten are listed, the others counted", () => {
    const many = Array.from({ length: 47 }, (_, index) => sighting({ path: `f${index}` }));
    const shown = text(report([finding({ sightings: many })]));
    expect(shown).toContain("              and 37 more (see --format json)\n");
    expect(shown).toContain(" in 47 places.");
  });
});

describe("hostile text", () => {
  const evil = "\u001b[2Jx\n\u202eCRITICAL\u2028\ud800";
  const change = { commit: objectId("c"), date: `2025-01-01${evil}`, author: evil, paths: [evil] };
  const hostile = report(
    [
      finding({
        title: evil,
        sightings: [
          sighting({ path: evil, part: evil, bundle: { originalSource: evil, originalLine: 1 } }),
        ],
        history: {
          introducedBy: [change],
          removedBy: [change],
          refs: [`refs/heads/${evil}`],
          atHead: true,
          pushed: true,
          unreachable: false,
        },
      }),
      finding({
        fingerprint: "1".repeat(64),
        severity: "info",
        knownPublic: evil,
        sightings: [sighting({ path: evil })],
      }),
    ],
    { complete: false, notes: [{ about: evil, note: evil }], skipped: [{ what: evil, why: evil }] },
  );

  test.for<Report["target"]["command"]>(["audit", "staged", "push", "scan"])(
    "is shown escaped (%s)",
    (command) => {
      const shown = renderText(
        { ...hostile, target: { command, paths: [evil], head: "main" } },
        { color: false, width: 80 },
      );
      expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(shown).not.toMatch(/^.?CRITICAL\\/m);
      expect(shown).toContain("\\x1b[2Jx\\n\\u{202e}CRITICAL\\u{2028}\\u{d800}");
    },
  );

  test.for<[string, string]>([
    ["plain/file-1.ts", "plain/file-1.ts"],
    ["with space.ts", "'with space.ts'"],
    ["$(reboot)`x`.ts", "'$(reboot)`x`.ts'"],
    ["it's", "'it'\\''s'"],
    ["-rf", "-rf"],
    [":(top)a", "':(literal):(top)a'"],
    ["*.ts", "':(literal)*.ts'"],
    ["a\u001b[31m", "<the file above>"],
    ["keys/AQ.Ab8R…x7Qg", "<the file above>"],
  ])("%s is safe to paste", ([path, argument]) => {
    const one = report([finding({ sightings: [sighting({ source: "index", path })] })], {
      target: staged.target,
    });
    expect(text(one)).toContain(`    git restore --staged -- ${argument}\n`);
  });
});

test.for([40, 48, 80, 200])("only what must not be broken is wider than %i columns", (width) => {
  const longest = (shown: string) =>
    shown
      .split("\n")
      .filter(
        (line) =>
          displayWidth(line) > width &&
          !/https:|google-services|git (add|restore|clone)|gemsweep |write |[0-9a-f]{64}/.test(
            line,
          ),
      );
  expect(longest(text(leaks, width))).toEqual([]);
  expect(longest(text(staged, width))).toEqual([]);
  expect(longest(text(pushed, width))).toEqual([]);
});

test("narrower than 40 columns is laid out for 40", () => {
  expect(text(leaks, 0)).toBe(text(leaks, 40));
});

test("colour changes nothing but colour", () => {
  for (const one of [leaks, staged, pushed]) {
    const coloured = renderText(one, { color: true, width: 80 });
    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toBe(renderText(one, { color: false, width: 80 }));
  }
});

test("a stopped push", () => {
  expect(text(pushed)).toMatchInlineSnapshot(`
    "
    2 credentials are about to be pushed.

    CRITICAL AQ.Ab8R…x7Qg notebooks/demo.ipynb:31:9 (cell 4, output 1 (traceback);
      blob 7777777) in commit ddddddd and 1 more – opens the Gemini API
    HIGH AIzaSy…Qk3w poc/run.py:2:11 (blob fffffff) in commit fffffff – may open the
      Gemini API

    Three ways on
      1. Take it out of the commits above; a new one on top does not help. Mark each
         “edit” (is it the very first? then --root):
           git rebase -i fffffff^
         or make one new commit of all since then, without it:
           git reset fffffff^
         If it was never sent or shown before, that is all; otherwise it is leaked:
         create a new one, deploy it, and delete this one.
      2. Say why it may stay: in a comment, gemsweep:allow REASON, or by (all others
         likewise):
           gemsweep ignore 0000000000000000000000000000000000000000000000000000000000000000 --reason "…"
           git add .gemsweep-ignore.yaml && git commit -m "Allow a key"
      3. Skip the check this once: git push --no-verify
    "
  `);
});

test("a stopped push of the last commit alone, to a second remote", () => {
  const [only, second] = pushed.findings;
  if (!only?.history || !second) throw new Error("two findings with history");
  const [first] = only.history.introducedBy;
  if (!first) throw new Error("a commit that added it");
  const history = { ...only.history, introducedBy: [first], removedBy: [], pushed: true };
  const one = report([{ ...only, history }], {
    target: { ...pushed.target, head: first.commit },
  });
  expect(text(one, 48)).toMatchInlineSnapshot(`
    "
    1 credential is about to be pushed.

    CRITICAL AQ.Ab8R…x7Qg notebooks/demo.ipynb:31:9
      (cell 4, output 1 (traceback); blob 7777777)
      in commit ddddddd – opens the Gemini API

    Three ways on
      1. Take it out of your last commit:
           gemsweep scrub --worktree --clear-outputs
           git add -- notebooks/demo.ipynb
           git commit --amend
         A remote has it already: also create a new
         one, deploy it, and delete this one.
         https://aistudio.google.com/api-keys
      2. Say why it may stay: in a comment,
         gemsweep:allow REASON, or by:
           gemsweep ignore 0000000000000000000000000000000000000000000000000000000000000000 --reason "…"
           git add .gemsweep-ignore.yaml && git commit -m "Allow a key"
      3. Skip the check this once:
           git push --no-verify
    "
  `);
});

test("a stopped push of a tag", () => {
  const told = sighting({ source: "message", path: "tag", line: 6, blob: objectId("9") });
  const one = report([finding({ sightings: [told] })], { target: pushed.target });
  expect(text(one)).toMatchInlineSnapshot(`
    "
    1 credential is about to be pushed.

    CRITICAL Gemini auth key: AQ.Ab8R…x7Qg (key id x7Qg)
      message of tag 9999999:6:1
      opens the Gemini API: quota, bill and uploaded files of its project

    Three ways on
      1. Make anew, without it, what is named above.
         If it was never sent or shown before, that is all; otherwise it is leaked:
         create a new one, deploy it, and delete this one.
      2. Say why it may stay: in a comment, gemsweep:allow REASON, or by:
           gemsweep ignore 0000000000000000000000000000000000000000000000000000000000000000 --reason "…"
           git add .gemsweep-ignore.yaml && git commit -m "Allow a key"
      3. Skip the check this once: git push --no-verify
    "
  `);
});

/** Rows that a terminal of 80 columns shows, which breaks longer lines. */
function rowsOf(text: string): number {
  const rows = (line: string) => Math.max(1, Math.ceil(line.length / 80));
  return text.split("\n").reduce((sum, line) => sum + rows(line), -1);
}

describe.each([
  ["staged", staged],
  ["push", pushed],
] as const)("a %s report fits on a screen", (command, { target }) => {
  test.each([1, 2, 3, 4, 5, 10, 200])("with %i findings", (count) => {
    const change = { commit: "d".repeat(40), date: "2025-03-04T05:06:07Z", author: "Jane Doe" };
    const many = Array.from({ length: count }, (_, index) =>
      finding({
        fingerprint: index.toString(16).padStart(64, "0"),
        sightings: Array.from({ length: 30 }, (_unused, line) =>
          sighting({ source: "index", path: `src/some/where/f${index}.ts`, line: line + 1 }),
        ),
        ...(command === "push" && {
          history: {
            introducedBy: [{ ...change, paths: [] }],
            removedBy: [],
            refs: [],
            atHead: true,
            pushed: false,
            unreachable: false,
          },
        }),
      }),
    );
    const shown = renderText(report(many, { target }), { color: false, width: 120 });
    expect(rowsOf(shown)).toBeLessThanOrEqual(24);
    if (count > 20)
      expect(shown).toMatch(/^And 1\d\d more credentials: gemsweep \w+ --format json$/m);
    else expect(shown).toContain("src/some/where/f0.ts:1:1");
  });
});

test("two thousand findings in a hundred places each are shown", () => {
  const many = Array.from({ length: 2000 }, (_, index) =>
    finding({
      fingerprint: index.toString(16).padStart(64, "0"),
      sightings: Array.from({ length: 100 }, (_unused, place) =>
        sighting({ path: `d${place}/f${index}.ts` }),
      ),
    }),
  );
  const big = report(many);
  expect(renderText(big, { color: false, width: 80 })).toContain(
    "2,000 credentials (2,000 critical) in 200,000 places.",
  );
  expect(JSON.parse(renderJson(big, { name: "gemsweep", version: "0" }))).toHaveProperty(
    "findings.length",
    2000,
  );
});

test("a change that brings one key, with what was there before", () => {
  expect(text(judged)).toMatchInlineSnapshot(`
    "
    The change, as told by GitHub pull_request
      Commits     3 commits and 12 objects since aaaaaaa, where it parted from
                    bbbbbbb
      Head        ccccccc
      Files       the checked-out ones (of ddddddd, not of the head)
                  built: dist, web/build

    CRITICAL Gemini auth key: AQ.Ab8R…x7Qg (key id x7Qg)
      Why         opens the Gemini API: quota, bill and uploaded files of its
                    project
      Where       src/new.ts:3:7
      Fingerprint 0000000000000000000000000000000000000000000000000000000000000000

    There before this change: 1 credential (--all fails on these, too; gemsweep
    audit tells what to do)
      HIGH AIzaSy…Qk3w src/copy.ts:1:1 and 1 more place (new in src/copy.ts)

    What must be scrubbed
      Files now   src/new.ts

    What to do, in this order
      By min 1    Ask Google whether it still works.
                  Prove that a standby key works; without one, make the new key
                    first:
                    gemsweep verify --verify=generate < FILE_WITH_THE_STANDBY_KEY
      By min 5    Make the new key: https://aistudio.google.com/api-keys
                  Deploy it wherever the old one is used: src/new.ts
                  Delete …x7Qg, as soon as nothing uses it. Signs of abuse (unknown
                    requests, charges)? Then delete first and deploy after: an
                    outage costs less.
      By min 15   Make the next standby key.
                  Take it out of the files:
                    in src/new.ts write process.env.GEMINI_API_KEY!
      By min 60   Check the bill and the usage since the key was made:
                    https://console.cloud.google.com/billing
                  Prove that nothing is left: gemsweep verify
      After that  Keep the next one out of the repository.
                  Rotate every 90 days.
      In full     all commands, pages and places, with boxes to tick:
                    --format markdown

    Keys were not checked with Google; --verify does.
    1 new credential (1 critical) in 1 place, 1 there before. Looked at 1,234 files,
    56,789 blobs, 901 commits (120 MB).
    "
  `);
});
