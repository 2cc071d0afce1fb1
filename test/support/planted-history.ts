/** Random histories with literals planted where a delta reader could miss them. */
import type { Literal } from "../../src/match/finder.ts";
import type { Random } from "./random.ts";

/** Short, long, of either case, and of bytes that are no text. */
export const LITERALS: readonly Literal[] = [
  { text: "AQ.", ignoreCase: false },
  { text: "AIza", ignoreCase: false },
  { text: "x-goog-api-key", ignoreCase: true },
  { text: "generativelanguage.googleapis.com/v1beta", ignoreCase: true },
  { text: "A\0I\0z\0a", ignoreCase: false },
];

const PLANTS = [
  "AQ.",
  "AIza",
  "X-Goog-API-Key",
  "generativelanguage.GOOGLEAPIS.com/v1beta",
  "A\0I\0z\0a",
];

/** Whether a literal occurs, by the slowest means. */
export function holdsLiteral(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  // Case folding must be that of ASCII alone.
  const folded = text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
  return LITERALS.some(({ text: literal, ignoreCase }) =>
    ignoreCase ? folded.includes(literal.toLowerCase()) : text.includes(literal),
  );
}

interface File {
  readonly name: string;
  lines: string[];
}

/**
 * A `git fast-import` stream of `commits` commits on `branch`. Files are edited line by line, so that versions become
 * deltas of each other; plants come, move, are cut in two, joined, copied and taken out again.
 */
export function plantedHistory(random: Random, commits: number, branch = "main"): Buffer {
  const parts: Buffer[] = [];
  const put = (text: string): void => void parts.push(Buffer.from(text, "latin1"));
  const data = (content: string): void => put(`data ${content.length}\n${content}\n`);

  const files: File[] = Array.from({ length: 6 }, (_, i) => ({
    name: `dir${i % 3}/file${i}.txt`,
    lines: Array.from({ length: random.pick([3, 40, 400, 1500]) }, () => ordinaryLine(random)),
  }));
  for (let number = 0; number < commits; number++) {
    put(
      `commit refs/heads/${branch}\ncommitter A <a@example.com> ${1_600_000_000 + number} +0000\n`,
    );
    data(`Change ${number}${random.below(12) === 0 ? ` ${random.pick(PLANTS)}` : ""}`);
    for (let edits = 1 + random.below(3); edits > 0; edits--) {
      const file = random.pick(files);
      edit(random, file);
      put(`M 100644 inline ${file.name}\n`);
      data(file.lines.join("\n"));
    }
    if (random.below(15) === 0) {
      put(
        `M 100644 inline ${random.pick(["named-AIza", "x-goog-api-key", "AQ.txt", "plain"])}${number}\n`,
      );
      data(`content ${number}`);
    }
  }
  for (let number = 0; number < 4; number++) {
    put(
      `tag ${branch}-v${number}\nfrom refs/heads/${branch}\ntagger A <a@example.com> ${1_700_000_000 + number} +0000\n`,
    );
    data(number % 2 === 0 ? `Release ${number}` : `Release ${number} with ${random.pick(PLANTS)}`);
  }
  return Buffer.concat(parts);
}

function edit(random: Random, file: File): void {
  const { lines } = file;
  const at = random.below(lines.length + 1);
  const line = lines[at] ?? "";
  const plant = random.pick(PLANTS);
  const middle = random.below(plant.length);
  const actions: (() => void)[] = [
    () => lines.splice(at, 0, ordinaryLine(random)),
    () => lines.splice(at, random.below(8)),
    () => (lines[at] = line.slice(0, random.below(line.length + 1)) + ordinaryLine(random)),
    // Blocks that move make copies from elsewhere, and seams between them.
    () => lines.splice(random.below(lines.length + 1), 0, ...lines.splice(at, random.below(60))),
    () => lines.push(...lines.slice(at, at + random.below(60))),
    // Halves of a plant, each harmless, that a later removal of what is between them joins.
    () =>
      lines.splice(
        at,
        0,
        `${"=".repeat(30)}${plant.slice(0, middle)}<cut>${plant.slice(middle)}${"=".repeat(30)}`,
      ),
    () =>
      (file.lines = file.lines.map((each) =>
        random.below(3) === 0 ? each.replace("<cut>", "") : each,
      )),
    () => lines.splice(at, 0, `${ordinaryLine(random)}${plant}${ordinaryLine(random)}`),
    () => (lines[at] = plant),
    // All of a plant goes, or one byte of it.
    () =>
      (file.lines = file.lines.map((each) =>
        PLANTS.reduce((text, gone) => text.replaceAll(gone, ""), each),
      )),
    () =>
      (file.lines = file.lines.map((each) =>
        PLANTS.reduce((text, gone) => text.replace(gone, gone.slice(1)), each),
      )),
  ];
  random.pick(actions)();
  if (file.lines.length === 0) file.lines = [ordinaryLine(random)];
}

function ordinaryLine(random: Random): string {
  return Array.from({ length: random.below(12) }, () =>
    random.pick(["AI", "za", "AQ", "x-goog", "word", "zaAI", "0x41", "\u00e9", "tree"]),
  ).join(" ");
}
