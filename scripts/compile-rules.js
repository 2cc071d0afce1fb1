// Turns rules/*.yaml into dist/rules.json, so that a run need neither read YAML nor compile the prefilter. Runs after tsc.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compilePrefilter } from "../build/kernel/compile-prefilter.js";
import { storePrefilter } from "../build/kernel/prefilter.js";
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

writeFileSync(
  new URL("../dist/rules.json", import.meta.url),
  `${JSON.stringify({ rules, prefilter: storePrefilter(compilePrefilter(rules)) })}\n`,
);
