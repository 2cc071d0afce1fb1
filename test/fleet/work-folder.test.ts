import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWorkFolder } from "../../src/fleet/work-folder.ts";
import { temporaryFolder } from "../support/tree.ts";

test("a folder that does not exist is made, with those above it", async () => {
  const path = join(temporaryFolder(), "a/b/work");
  const folder = await openWorkFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  await folder.release();
});

test.runIf(process.platform === "linux")("one that nobody can make is refused", async () => {
  await expect(openWorkFolder("/proc/work")).rejects.toThrow("cannot work in /proc/work: ");
});
