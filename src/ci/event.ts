/** Reads what a service says of the event that started a run. Parts of it were typed by whoever opened the change. */

/** What is at a path of parsed JSON; undefined where there is nothing. Only own fields of objects are followed. */
export function jsonAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== "object" || at === null || Array.isArray(at)) return undefined;
    at = Object.getOwnPropertyDescriptor(at, name)?.value;
  }
  return at;
}
