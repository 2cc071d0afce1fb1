// Bundles the program into a few files of dist/, because resolving and compiling a hundred modules takes longer than a
// hook's own work. They are CommonJS, which node starts sooner than ES modules, and require each other and node's own
// modules only where something of theirs is first used, so that no command pays for what it does not come to. dist/
// begins empty: what an earlier build left there would be shipped.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));
const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

/** Turns the requires at the head of a file into functions that require when they are first called. */
function requireLate(code) {
  let late = code;
  // Neither part of a longer name nor the ending of a file that a text names.
  const before = "(?<![\\w$/]|[^.]\\.)";
  for (const [line, name, required] of code.matchAll(
    /^(?:let|const) ([\w$]+) = (require\("[^"]+"\));$/gm,
  )) {
    // What is wrapped for its default export goes by the same name.
    if (code.includes(`\n${name} = `)) continue;
    const plain = name.replaceAll("$", "\\$&");
    late = late
      .replace(line, "")
      // In parentheses, because of `new`.
      .replaceAll(new RegExp(`${before}${plain}\\.`, "g"), `(late_${name}()).`);
    if (new RegExp(`${before}${plain}(?![\\w$])`).test(late))
      throw new Error(`${name} is used as a whole, so that it cannot be loaded late`);
    late += `\nvar ${name}; function late_${name}() { return ${name} ??= ${required}; }\n`;
  }
  return late;
}

const { output } = await build({
  cwd: root,
  input: {
    cli: "src/cli.ts",
    index: "src/index.ts",
    worker: "src/crew/worker.ts",
    auditor: "src/fleet/auditor.ts",
  },
  platform: "node",
  external: Object.keys({ ...dependencies, ...peerDependencies }).map(
    (name) => new RegExp(`^${name}(?:/|$)`),
  ),
  resolve: { mainFields: ["module", "main"] },
  plugins: [{ name: "require-late", renderChunk: requireLate }],
  // Its paths are those of types.
  tsconfig: false,
  // Which a chunk that leaves out some of what it needs asks for.
  preserveEntrySignatures: "allow-extension",
  transform: { jsx: { runtime: "automatic", importSource: "preact" } },
  output: {
    dir: "dist",
    format: "cjs",
    cleanDir: true,
    entryFileNames: "[name].cjs",
    // src/installed.ts finds its files from directly below dist/ alone.
    chunkFileNames: "[name].cjs",
    // Each takes along all that it needs and those above it do not have.
    codeSplitting: {
      groups: [
        {
          name: "start",
          test: /src\/(?:config|exit-code|installed|reason|tool|commands\/(?:all|check)|command-line\/(?!ask|config-file|decision|fleet-formats|queue|running-hook|step-summary|verification).*)\.ts$/,
        },
        { name: "search", test: /src\/(?:decode|match)\/(?!beginnings|compile|linear).*\.ts$/ },
        {
          // What only people with a leak read, and a hook's text does not say.
          name: "plan",
          test: /src\/remediate\/(?!fleet|scrub|redact|plan-|callbacks|diff|editable|expressions|imports|notebook|out-of|placeholders).*\.ts$/,
          includeDependenciesRecursively: false,
        },
        {
          name: "hook",
          test: /src\/(?:scan|own-files|rules\/load|commands\/policy|git\/(?:root-above|stored-files)|sources\/(?:disk|staged|worktree-files))\.ts$/,
        },
        {
          name: "report",
          test: /src\/(?:render|report\/(?!ci\/|fleet\/|html|json|markdown|parse-json|plan-json|price|shape|text-scrub|text-cleaned).*)\.ts$/,
        },
      ].map((group, index, all) => ({ ...group, priority: all.length - index })),
    },
  },
});
chmodSync(`${root}dist/cli.cjs`, 0o755);

// What the HTML report carries in itself. Its hash is made when it is written, so that nothing here may change it.
const page = await build({
  cwd: root,
  input: "src/report/html/page/main.ts",
  tsconfig: false,
  output: { file: "dist/page.js", format: "iife", minify: true },
});
if (page.output[0].code.includes("</")) throw new Error("dist/page.js would end its element early");
const styles = [
  "colours",
  "everything",
  "verdict",
  "plan",
  "pictures",
  "controls",
  "cards",
  "fleet",
  "phone",
  "print",
];
const style = styles.map((name) =>
  readFileSync(`${root}src/report/html/page/style/${name}.css`, "utf8"),
);
writeFileSync(`${root}dist/page.css`, style.join("\n"));

// The library, as the ES module that its types say it is.
const library = output.find(({ fileName }) => fileName === "index.cjs");
const names = library && "exports" in library ? library.exports : [];
writeFileSync(
  `${root}dist/index.js`,
  `import library from "./index.cjs";\n\nexport const { ${names.join(", ")} } = library;\n`,
);

const bundled = new Set(
  output
    .flatMap((chunk) => ("moduleIds" in chunk ? chunk.moduleIds : []))
    .flatMap((module) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(module)?.[0] ?? []),
);
const licenses = [...bundled].toSorted().map((folder) => {
  const { name, version } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^license(?:\.md)?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} comes without its license`);
  return `${name} ${version}\n\n${readFileSync(folder + file, "utf8").trim()}\n`;
});
writeFileSync(`${root}dist/licenses.txt`, licenses.join("\n---\n\n"));
