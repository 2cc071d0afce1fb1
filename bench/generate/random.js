/** Random values that are the same in every run with the same seed. */

/**
 * @typedef {object} Random
 * @property {(limit: number) => number} below An integer from 0 up to, not including, `limit`.
 * @property {<T>(values: readonly T[]) => T} pick
 * @property {(percent: number) => boolean} chance
 * @property {(length: number) => Buffer} bytes
 */

/**
 * A generator (xorshift32) for a seed.
 * @param {number} seed
 * @returns {Random}
 */
export function seeded(seed) {
  // Spread, so that near seeds begin far apart; the state may not be 0.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let i = 0; i < 8; i++) next();
  return {
    below: (limit) => next() % limit,
    pick: (values) => values[next() % values.length],
    chance: (percent) => next() % 100 < percent,
    bytes(length) {
      const words = new Uint32Array(Math.ceil(length / 4));
      for (let i = 0; i < words.length; i++) words[i] = next();
      return Buffer.from(words.buffer, 0, length);
    },
  };
}
