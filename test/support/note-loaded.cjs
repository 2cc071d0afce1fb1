// Notes in the file that LOADED_MODULES names, one a line, what a program has loaded when it ends: the files that it
// required by their paths, node's own modules as `node:` and their names.
const { appendFileSync } = require("node:fs");

const before = new Set(loaded());

process.on("exit", () => {
  const since = loaded().filter((name) => !before.has(name));
  appendFileSync(process.env.LOADED_MODULES, since.map((name) => `${name}\n`).join(""));
});

function loaded() {
  const own = process.moduleLoadList.map((entry) => entry.replace(/^NativeModule /, "node:"));
  return [...own, ...Object.keys(require.cache)];
}
