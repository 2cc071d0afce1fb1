/** What was generated once is kept in the folder for temporary files, under a name that changes with its generator. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { undoneAtEnd } from "../measure/endings.js";

const GENERATOR = dirname(fileURLToPath(import.meta.url));

/**
 * The folder of that name; `make` fills it when it is not there.
 * @param {string} name Holds all that its content depends on besides the generator's own code.
 * @param {(folder: string) => Promise<void> | void} make
 * @returns {Promise<string>}
 */
export async function cached(name, make) {
  const folder = join(tmpdir(), "gemsweep-bench", `${name}-${codeVersion()}`);
  if (existsSync(folder)) return folder;
  console.error(`making ${name} …`);
  const unfinished = `${folder}.${process.pid}`;
  const remove = () => rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
  const done = undoneAtEnd(remove);
  mkdirSync(unfinished, { recursive: true });
  try {
    await make(unfinished);
    renameSync(unfinished, folder);
  } finally {
    remove();
    done();
  }
  return folder;
}

function codeVersion() {
  const hash = createHash("sha256");
  for (const file of readdirSync(GENERATOR).sort())
    hash.update(readFileSync(join(GENERATOR, file)));
  return hash.digest("hex").slice(0, 8);
}
