/** Takes the mappings of a rule file apart, so that every mistake is told with its place. */
import { UserError } from "../errors.ts";
import { nearest } from "../command-line/nearest.ts";

/** A piece of a file with its place as `file:line:column`. Undefined is what a rule cannot be made of (an alias, a date). */
export interface Located {
  readonly at: string;
  readonly value:
    | string
    | number
    | boolean
    | undefined
    | readonly Located[]
    | ReadonlyMap<string, Field>;
}

/** A field of a mapping; `nameAt` is the place of its name. */
export interface Field extends Located {
  readonly nameAt: string;
}

/** The fields of one mapping, each asked for by the type it must have; anything else is a UserError that says where. */
export class Fields {
  private readonly fields: ReadonlyMap<string, Field>;
  private readonly what: string;
  private readonly at: string;

  constructor({ value, at }: Located, what: string, known: readonly string[]) {
    if (!(value instanceof Map))
      throw new UserError(`${at}: expected ${what}: a mapping with ${known.join(", ")}`);
    this.fields = value;
    this.what = what;
    this.at = at;
    for (const [name, { nameAt }] of this.fields)
      if (!known.includes(name))
        throw new UserError(
          `${nameAt}: ${what} has no field "${clipped(name)}"`,
          `Did you mean "${nearest(clipped(name), known)}"?`,
        );
  }

  /** Refuses a field: `expected` says what it should have been. */
  fail(name: string, expected: string): never {
    const at = this.fields.get(name)?.at ?? this.at;
    throw new UserError(`${at}: "${name}" of ${this.what}: expected ${expected}`);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.fail(name, "text, but the field is missing");
  }

  optionalText(name: string): string | undefined {
    const field = this.fields.get(name);
    if (field === undefined) return undefined;
    return typeof field.value === "string" && field.value !== ""
      ? field.value
      : this.fail(name, "text");
  }

  optionalNumber(name: string): number | undefined {
    const field = this.fields.get(name);
    if (field === undefined) return undefined;
    return typeof field.value === "number" ? field.value : this.fail(name, "a number");
  }

  flag(name: string): boolean {
    const field = this.fields.get(name);
    if (field === undefined) return false;
    return typeof field.value === "boolean" ? field.value : this.fail(name, "true or false");
  }

  optionalOneOf<Choice extends string>(
    name: string,
    choices: Readonly<Record<Choice, true>>,
  ): Choice | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    const isChoice = (value: string): value is Choice => Object.hasOwn(choices, value);
    return isChoice(text) ? text : this.fail(name, `one of ${Object.keys(choices).join(", ")}`);
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  field(name: string): Field | undefined {
    return this.fields.get(name);
  }

  items(name: string): readonly Located[] {
    const value = this.fields.get(name)?.value;
    return isList(value) && value.length > 0
      ? value
      : this.fail(name, "a list with at least one entry");
  }

  texts(name: string): readonly string[] {
    if (!this.has(name)) return [];
    const value = this.fields.get(name)?.value;
    if (!isList(value)) return this.fail(name, "a list of texts, such as [abc]");
    return value.map((item) =>
      typeof item.value === "string" ? item.value : this.fail(name, "a list of texts only"),
    );
  }

  record(name: string): Readonly<Record<string, string>> {
    if (!this.has(name)) return {};
    const value = this.fields.get(name)?.value;
    if (!(value instanceof Map)) return this.fail(name, "a mapping of names to texts");
    const entries = Array.from(value as ReadonlyMap<string, Field>, ([key, field]) =>
      typeof field.value === "string"
        ? [key, field.value]
        : this.fail(name, "a mapping of names to texts only"),
    );
    return Object.fromEntries(entries) as Readonly<Record<string, string>>;
  }
}

function isList(value: Located["value"]): value is readonly Located[] {
  return Array.isArray(value);
}

/** A name that somebody made up, short enough for a message. */
export function clipped(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
