/** Says of parsed JSON what it is, piece by piece: text is data until somebody has looked. */

/** Takes a value for what it should be; `at` is where it stands, for the error. Throws {@link ShapeError}. */
export type Shape<T> = (value: unknown, at: string) => T;

/** A value that is not what it should be; the message has no word of the value. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

export const text: Shape<string> = (value, at) =>
  typeof value === "string" ? value : refuse(at, "text");

export const flag: Shape<boolean> = (value, at) =>
  typeof value === "boolean" ? value : refuse(at, "true or false");

/** A whole number, 0 or more. */
export const count: Shape<number> = (value, at) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : refuse(at, "a number");

/** Text that the pattern matches. */
export function like(pattern: RegExp): Shape<string> {
  return (value, at) =>
    typeof value === "string" && pattern.test(value)
      ? value
      : refuse(at, "what a report has there");
}

export function oneOf<Choice extends string>(choices: readonly Choice[]): Shape<Choice> {
  return (value, at) =>
    choices.find((choice) => choice === value) ?? refuse(at, `one of ${choices.join(", ")}`);
}

/** The name of one of these fields. */
export function named<Name extends string>(names: Record<Name, true>): Shape<Name> {
  return oneOf(Object.keys(names) as Name[]);
}

/** A value that may be left out. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) =>
    Array.isArray(value)
      ? value.map((item, index) => shape(item, `${at}[${index}]`))
      : refuse(at, "a list");
}

/** An object with these fields; others are left out of what is returned. */
export function fields<T extends object>(shapes: {
  readonly [Name in keyof T]: Shape<T[Name]>;
}): Shape<T> {
  const names = Object.keys(shapes) as (keyof T & string)[];
  return (value, at) => {
    if (typeof value !== "object" || value === null) return refuse(at, "an object");
    const given = new Map(Object.entries(value));
    return Object.fromEntries(
      names.map((name) => [
        name,
        shapes[name](given.get(name), at === "" ? name : `${at}.${name}`),
      ]),
    ) as T;
  };
}

function refuse(at: string, expected: string): never {
  throw new ShapeError(`${at || "the whole"} is not ${expected}`);
}
