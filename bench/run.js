/** `npm run bench`: measures gemsweep against git, and against what else there is, and prints ratios. */
import { otherPrograms } from "./contenders/versions.js";
import { endCleanly } from "./measure/endings.js";
import { fleet } from "./parts/fleet.js";
import { growth } from "./parts/growth.js";
import { history } from "./parts/history.js";
import { hook } from "./parts/hook.js";
import { memory } from "./parts/memory.js";
import { trace } from "./parts/trace.js";
import { worktree } from "./parts/worktree.js";
import { writeInto } from "./report/marks.js";
import { busyness, machine } from "./report/machine.js";
import { printed } from "./report/table.js";
import { summary } from "./report/targets.js";
import { readOptions } from "./options.js";
import { subjectsOf } from "./subjects.js";

/** Each part's name, and whether it takes repositories that may be named. */
const PARTS = [
  ["history", history, true],
  ["worktree", (_, options) => worktree(options), false],
  ["hook", (_, options) => hook(options), false],
  ["memory", memory, true],
  ["growth", (_, options) => growth(options), false],
  ["trace", trace, true],
  ["fleet", (_, options) => fleet(options), false],
];

const options = readOptions(process.argv.slice(2));
endCleanly();
if (typeof options === "string") console.log(options);
else await measure();

async function measure() {
  const { markdown, write, peers, rounds } = options;
  const busy = busyness();
  if (busy !== undefined) console.error(busy);
  const start = performance.now();
  const results = await allParts();
  const minutes = Math.max(1, Math.round((performance.now() - start) / 60_000));
  const tables = [
    summary(results.flatMap(({ claims }) => claims)),
    ...results.flatMap(({ tables }) => tables),
  ].filter(({ rows }) => rows.length > 0);
  const about = [
    `${machine()}.`,
    ...(peers ? [`Against ${otherPrograms()}.`] : []),
    `Took ${minutes} min; rounds: ${rounds}.`,
    ...(busy === undefined ? [] : [busy]),
  ];
  const text = (markdown) =>
    [about.join("\n"), "", ...tables.map((table) => printed(table, markdown))].join("\n");
  console.log(text(markdown));
  if (write !== undefined) writeInto(write, text(true));
}

async function allParts() {
  const wanted = PARTS.filter(([name]) => options.parts.has(name));
  const subjects = wanted.some(([, , takes]) => takes) ? await subjectsOf(options) : [];
  const results = [];
  for (const [, measure] of wanted) results.push(await measure(subjects, options));
  return results;
}
