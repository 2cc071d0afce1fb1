// Turns rules/*.yaml into dist/rules.json and two tables, so that a run need neither read YAML nor compile the prefilter.
// Runs after tsc.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compilePrefilter } from "../build/kernel/compile-prefilter.js";
import { storeTable } from "../build/kernel/stored-table.js";
import { parseRules } from "../build/rules/file.js";

const directory = new URL("../rules/", import.meta.url);
const files = readdirSync(directory)
  .filter((name) => name.endsWith(".yaml"))
  .toSorted();
const rules = files.flatMap((name) =>
  parseRules(readFileSync(new URL(name, directory), "utf8"), `rules/${name}`),
);

const ids = rules.map(({ id }) => id);
const duplicate = ids.find((id, index) => ids.indexOf(id) !== index);
if (duplicate !== undefined) throw new Error(`two rules have the id "${duplicate}"`);

const { forms, table, marks } = compilePrefilter(rules);
write("rules.json", `${JSON.stringify({ rules, forms })}\n`);
write("anchors.table", storeTable(table));
write("marks.table", storeTable(marks));

function write(name, content) {
  writeFileSync(new URL(`../dist/${name}`, import.meta.url), content);
}
