/** The repositories and folders that are measured unless others are named. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.js";
import { fastImport, git } from "./git.js";
import { historyStream } from "./history.js";
import { keysInTree, writeTree } from "./tree.js";
import { plantedKeys } from "./keys.js";
import { sourceFile } from "./project.js";
import { seeded } from "./random.js";

/** @typedef {import("./history.js").HistoryPlan} HistoryPlan */
/** @typedef {import("./keys.js").PlantedKey} PlantedKey */

/**
 * A bare repository with a generated history, packed as `git gc --aggressive` would not, but a clone is.
 * @param {HistoryPlan} plan
 * @returns {Promise<string>}
 */
export async function historyRepository(plan) {
  return cached(`history-${plan.commits}-${plan.seed}`, async (folder) => {
    await makeBare(folder, historyStream(plan));
  });
}

/**
 * Makes a bare repository of a stream in an empty folder.
 * @param {string} folder
 * @param {Iterable<string | Uint8Array>} stream
 */
export async function makeBare(folder, stream) {
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main");
  await fastImport(folder, stream);
  git(folder, "repack", "-adfq");
}

/**
 * A repository with one file of so many bytes, half text, half noise, and a key near its end.
 * @param {number} seed
 * @param {number} bytes
 * @returns {Promise<{ path: string, keys: PlantedKey[] }>}
 */
export async function largeBlobRepository(seed, bytes) {
  const keys = plantedKeys(seed + 2, 1);
  const path = await cached(`blob-${bytes}-${seed}`, (folder) =>
    makeBare(folder, largeBlobStream(seed, bytes, keys[0].value)),
  );
  return { path, keys };
}

function* largeBlobStream(seed, bytes, key) {
  const random = seeded(seed);
  const block = Buffer.concat([
    Buffer.from(sourceFile(0, random).content().repeat(40)).subarray(0, 500_000),
    Buffer.from(random.bytes(375_000).toString("base64")),
  ]);
  const last = `\nconst apiKey = "${key}";\n`;
  const blocks = Math.floor(bytes / block.length);
  yield `commit refs/heads/main\ncommitter Developer <developer@example.com> 1500000000 +0000\ndata 5\nLarge\n`;
  yield `M 100644 inline dump.sql\ndata ${blocks * block.length + last.length}\n`;
  for (let left = blocks; left > 0; left--) yield block;
  yield `${last}\ndone\n`;
}

/**
 * The same files twice: in a plain folder, and in a repository with one commit of them.
 * @param {number} seed
 * @param {number} files
 * @returns {Promise<{ folder: string, repository: string, keys: PlantedKey[] }>}
 */
export async function workingTree(seed, files) {
  const root = await cached(`tree-${files}-${seed}`, (root) => {
    writeTree(join(root, "folder"), seed, files);
    writeTree(join(root, "repository"), seed, files);
    commitAll(join(root, "repository"));
  });
  const keys = keysInTree(seed, files);
  return { folder: join(root, "folder"), repository: join(root, "repository"), keys };
}

/**
 * Repositories with twenty staged files: one in which nothing is to be found, one with a key in the last file.
 * @param {number} seed
 * @returns {Promise<{ clean: string, leaking: string, paths: string[], keys: PlantedKey[] }>}
 */
export async function stagedRepositories(seed) {
  const keys = plantedKeys(seed + 3, 1);
  const paths = Array.from({ length: 20 }, (_, number) => `src/staged/file${number}.ts`);
  const root = await cached(`staged-${seed}`, (root) => {
    for (const kind of ["clean", "leaking"]) {
      const folder = join(root, kind);
      writeTree(folder, seed, 1_000);
      commitAll(folder);
      const random = seeded(seed);
      mkdirSync(join(folder, "src/staged"), { recursive: true });
      for (const path of paths) {
        const file = sourceFile(0, random);
        if (kind === "leaking" && path === paths.at(-1)) file.plant(keys[0].value, random);
        writeFileSync(join(folder, path), file.content());
      }
      git(folder, "add", "--force", "src/staged");
    }
  });
  return { clean: join(root, "clean"), leaking: join(root, "leaking"), paths, keys };
}

function commitAll(folder) {
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", "--all", "--force");
  git(folder, "commit", "--quiet", "--message", "All files");
}
