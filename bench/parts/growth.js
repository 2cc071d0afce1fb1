/** How the time of each contender grows with the number of objects. */
import { GOOGLE_RULES } from "../contenders/scanners.js";
import { least } from "../measure/rounds.js";
import { number, ratio, seconds } from "../report/table.js";
import { generatedSubject, sizeOf } from "../subjects.js";
import { historyResults } from "./history.js";

/** Commits make six or seven objects each. */
const SHARES = [0.01, 0.1, 1];

/** @param {import("../options.js").Options} options */
export async function growth(options) {
  const sizes = [];
  const counts = SHARES.map((share) => Math.max(100, Math.round(options.commits * share)));
  for (const commits of new Set(counts)) {
    const subject = await generatedSubject({ commits, seed: options.seed });
    const results = await historyResults(subject, options);
    sizes.push({ objects: sizeOf(subject.path).objects, results });
  }
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  const names = largest.results
    .map(({ name }) => name)
    .filter((name) => !name.endsWith(GOOGLE_RULES));
  const rows = names.map((name) => {
    const each = sizes.map(({ results }) => ({
      ours: results[0],
      theirs: results.find((result) => result.name === name),
    }));
    return [
      name,
      ...each.map(({ ours, theirs }) => number(ratio(ours, theirs))),
      ...each.map(({ theirs }) => time(theirs)),
      number(ratio(each.at(-1).theirs, each[0].theirs)),
    ];
  });
  const objects = sizes.map(({ objects }) => objects.toLocaleString("en"));
  const head = [
    "against",
    ...objects.map((count) => `ratio at ${count}`),
    ...objects.map((count) => `at ${count}`),
    "times as long",
  ];
  const times = number(largest.objects / smallest.objects);
  const title = `Growth of the history's audit: ${objects.join(", ")} objects, ${times} times as many`;
  return { tables: [{ title, head, rows }], claims: [] };
}

function time(result) {
  return result.trouble ?? seconds(least(result, "wall"));
}
