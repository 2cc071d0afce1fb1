/** By which a run finds again in a queue what was done for it while nobody was there to take it. */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { reasonOf } from "../../reason.ts";

const FILE = "queue-run";

/** The name of the run that is at work in a folder, 16 hexadecimal digits; a new one when all is done again. Throws {@link UserError}. */
export async function runIn(folder: string, again: boolean): Promise<string> {
  const file = join(folder, FILE);
  const known = await readFile(file, "utf8").catch(() => "");
  const [run] = again ? [] : (/^[0-9a-f]{16}(?=\n$)/.exec(known) ?? []);
  if (run !== undefined) return run;
  const fresh = randomBytes(8).toString("hex");
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600 });
  } catch (thrown) {
    throw new UserError(`cannot write ${file}: ${reasonOf(thrown)}`);
  }
  return fresh;
}
