/** A folder for what is needed during one step. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { undoneAtEnd } from "./endings.js";

/**
 * Removed when the work is over, however it ends.
 * @template Value
 * @param {(folder: string) => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function withScratch(work) {
  const folder = mkdtempSync(join(tmpdir(), "gemsweep-bench-run-"));
  // Something that was just ended may still be writing.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const done = undoneAtEnd(remove);
  try {
    return await work(folder);
  } finally {
    remove();
    done();
  }
}
