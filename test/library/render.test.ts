import { beforeAll, expect, test } from "vitest";
import { type Format, render, type Report, scan } from "../../src/index.ts";
import { FORMATS } from "../../src/command-line/formats.ts";

import { geminiAuthKey } from "../support/keys.ts";

const content = `GEMINI_API_KEY=${geminiAuthKey()}\n`;
let report: Report;
beforeAll(async () => {
  report = await scan({ name: "a.env", content }, { excerpts: true }).report();
});

test.each(FORMATS)("%s says what was found, and no key", async (format) => {
  const text = await render(report, format);
  expect(text).toContain(report.findings[0]?.keyId);
  expect(text).not.toContain(content.trim().slice(20));
});

test("a format that does not exist is refused with the nearest", async () => {
  await expect(render(report, "jsno" as Format)).rejects.toThrow(/format cannot be jsno/);
});
