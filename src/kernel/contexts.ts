/** How likely bytes are next to each other in what repositories hold: a few kinds of content, each with its own bytes. */

export interface Context {
  /** The share of all content that is of this kind. */
  readonly weight: number;
  /** For each high nibble, how often bytes occur whose low nibble is in a set of those below 8, then of those from 8 on. */
  readonly rowSums: Float64Array;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const LETTER_WEIGHTS = [
  7, 1.6, 3.5, 3.6, 9, 2.2, 1.8, 3, 6.5, 0.3, 0.8, 4, 2.5, 6, 6, 2.6, 0.2, 6, 6, 8, 2.8, 1.1, 1,
  0.7, 1.3, 0.3,
];
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

export const CONTEXTS: readonly Context[] = [
  context(0.5, [LOWER, LETTER_WEIGHTS], [" ", [10]], ["_", [3]], ["-./,()", [0.8]], [UPPER, [0.2]]),
  context(0.1, [UPPER, LETTER_WEIGHTS], ["_", [10]], [" ", [4]], ["0123456789", [0.5]]),
  context(0.15, ["0123456789", [4]], ["abcdefABCDEF", [1]], [" ,.x", [4]], [PUNCTUATION, [0.2]]),
  context(0.15, [PUNCTUATION, [1]], [LOWER, [0.7]], [" \n\t", [5]], ["0123456789", [0.6]]),
  context(
    0.1,
    [UPPER + LOWER, [1]],
    ["0123456789+/", [1]],
    [String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i)), [0.1]],
    ["\0", [10]],
  ),
];

/** A kind of content from groups of characters and their weights; a single weight is for each character of the group. */
function context(
  weight: number,
  ...groups: readonly (readonly [string, readonly number[]])[]
): Context {
  const frequency = new Float64Array(256).fill(0.02);
  for (const [characters, weights] of groups)
    for (let i = 0; i < characters.length; i++) {
      const byte = characters.charCodeAt(i);
      frequency[byte] = (frequency[byte] ?? 0) + (weights[i] ?? weights[0] ?? 0);
    }
  const total = frequency.reduce((sum, each) => sum + each, 0);
  const rowSums = new Float64Array(16 * 512);
  for (let half = 0; half < 32; half++)
    for (let set = 1; set < 256; set++) {
      const lowest = 31 - Math.clz32(set & -set);
      rowSums[half * 256 + set] =
        (rowSums[half * 256 + (set & (set - 1))] ?? 0) +
        (frequency[half * 8 + lowest] ?? 0) / total;
    }
  return { weight, rowSums };
}
