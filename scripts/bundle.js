// Bundles the program into a few files of dist/, because resolving and compiling a hundred modules takes longer than a
// hook's own work. dist/ begins empty: what an earlier build left there would be shipped.
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

const { output } = await build({
  cwd: root,
  input: { cli: "src/cli.ts", index: "src/index.ts", worker: "src/git/pack/worker.ts" },
  platform: "node",
  external: Object.keys(dependencies),
  resolve: { mainFields: ["module", "main"] },
  output: {
    dir: "dist",
    cleanDir: true,
    // src/installed.ts finds its files from directly below dist/ alone.
    chunkFileNames: "[name].js",
    // Each takes along all that it needs and those above it do not have.
    codeSplitting: {
      groups: [
        {
          name: "start",
          test: /rolldown.runtime|src\/(?:config|installed|render|commands\/all|command-line\/(?!config-file).*)\.ts$/,
        },
        { name: "hook", test: /src\/(?:scan|rules\/load|sources\/staged)\.ts$/ },
      ].map((group, index, all) => ({ ...group, priority: all.length - index })),
    },
  },
});
chmodSync(`${root}dist/cli.js`, 0o755);

const bundled = new Set(
  output
    .flatMap((chunk) => ("moduleIds" in chunk ? chunk.moduleIds : []))
    .flatMap((module) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(module)?.[0] ?? []),
);
const licenses = [...bundled].toSorted().map((folder) => {
  const { name, version } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const file = ["LICENSE", "LICENSE.md"].find((name) => existsSync(folder + name));
  if (file === undefined) throw new Error(`${name} comes without its license`);
  return `${name} ${version}\n\n${readFileSync(folder + file, "utf8").trim()}\n`;
});
writeFileSync(`${root}dist/licenses.txt`, licenses.join("\n---\n\n"));
