/** Holds what the page on hooks shows to what a hook says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksIn } from "../support/fenced-blocks.ts";
import { googleApiKey } from "../support/keys.ts";
import { project } from "../support/project.ts";

test("a commit is stopped in the words that are shown", () => {
  const page = readFileSync(new URL("../../docs/hooks.md", import.meta.url), "utf8");
  const [shown] = blocksIn(page).filter(({ language }) => language === "text");
  const made = project();
  made.stage("app.py", `genai.configure(api_key="${googleApiKey()}")\n`);
  const { stdout } = made.run("gemsweep", "staged");
  const like = stdout
    .replaceAll(/…[\w-]{4}|id [\w-]{4}/g, (found) => `${found.slice(0, -4)}Qk3w`)
    .replace(/[0-9a-f]{64}/, "0f3a…64 digits…");
  expect(like).toBe(shown?.text);
});
