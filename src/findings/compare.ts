/** Orders by code units, so that the same input gives the same bytes whatever the machine's language. */

type Key = string | number | boolean | undefined;

/** A comparison by several keys, the first that differs decides; undefined and false come first. */
export function byKeys<T>(...keys: readonly ((item: T) => Key)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const order = compareKeys(key(a), key(b));
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** The distinct strings, sorted. */
export function sortedUnique(strings: Iterable<string>): string[] {
  return [...new Set(strings)].sort(compareKeys);
}

function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a < b ? -1 : 1;
}
