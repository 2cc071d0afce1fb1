import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "../../src/remediate/shell.ts";

test.for([
  "a.py",
  "with space",
  "it's",
  "$(touch x)",
  "`id`",
  "a;b|c&d>e<f",
  '"quoted"',
  "\\back\\",
  "*?[a]{b,c}",
  "~root",
  "!history",
  "#comment",
  "a=b",
  "日本",
])("%j is one word that means itself", (text) => {
  const shown = execFileSync("sh", ["-c", `printf %s ${shellWord(text, "X")}`], {
    encoding: "utf8",
  });
  expect(shown).toBe(text);
});

test.for(["", "-rf", "a\nb", "\u202egnp.exe", "AQ.Ab8R…x7Qg", "\u001b[2J", "x".repeat(500)])(
  "%j is not to be pasted",
  (text) => {
    expect(shellWord(text, "X")).toBe("X");
  },
);
