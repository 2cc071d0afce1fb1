// Keeps of the declarations in dist/ those alone that the library's lead to: the rest is nobody's to import. Runs after tsc.
import { readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const reached = new Set();

function reach(file) {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, , named] of readFileSync(file, "utf8").matchAll(/(from |import\()"(\.[^"]+)"/g))
    reach(join(dirname(file), named.replace(/\.[jt]s$/, ".d.ts")));
}

reach(join(dist, "index.d.ts"));
const entries = readdirSync(dist, { recursive: true, withFileTypes: true });
for (const entry of entries) {
  const file = join(entry.parentPath, entry.name);
  if (entry.name.endsWith(".d.ts") && !reached.has(file)) rmSync(file);
}
// The innermost come last.
for (const entry of entries.toReversed()) {
  const folder = join(entry.parentPath, entry.name);
  if (entry.isDirectory() && readdirSync(folder).length === 0) rmdirSync(folder);
}
