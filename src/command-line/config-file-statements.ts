/** Reads what a config file says of findings: paths in or out, usage hints, own public keys. */
import { UserError } from "../errors.ts";
import { USAGES } from "../findings/closed-sets.ts";
import { pathTest } from "../findings/path-pattern.ts";
import type { PathPattern, Statements } from "../findings/policy.ts";
import { clipped, Fields, type Field, type Located } from "../rules/fields.ts";

/** The settings of a config file that are no flags. */
export const STATEMENTS = ["include", "exclude", "usage-hints", "public-keys"] as const;
export type StatementName = (typeof STATEMENTS)[number];

/** What a file says under one of these settings; `file` is what reports call it. Throws {@link UserError}. */
export function readStatement(
  name: StatementName,
  field: Field,
  file: string,
): Partial<Statements> {
  switch (name) {
    case "include":
    case "exclude":
      return { [name]: textsIn(name, field).map((pattern) => pathPattern(pattern, file)) };
    case "usage-hints":
      return { usageHints: listIn(name, field).map((item) => usageHint(item, file)) };
    case "public-keys":
      return { publicKeys: publicKeys(field, file) };
  }
}

/** The pattern as tests for it. */
export function pathPattern(pattern: string, file: string): PathPattern {
  return { pattern, file, test: pathTest(pattern) };
}

/** One text, or a list of texts. */
export function textsIn(name: string, { at, value }: Located): readonly string[] {
  const items = Array.isArray(value) ? (value as readonly Located[]) : [{ at, value }];
  return items.map((item) => {
    if (typeof item.value === "string" && item.value !== "") return item.value;
    throw new UserError(`${item.at}: ${name} needs a text or a list of texts`);
  });
}

function listIn(name: string, { at, value }: Located): readonly Located[] {
  if (Array.isArray(value)) return value as readonly Located[];
  throw new UserError(`${at}: ${name} needs a list`);
}

const HINT_FIELDS = ["path", "usage"] as const;

function usageHint(item: Located, file: string): Statements["usageHints"][number] {
  const fields = new Fields(item, "a usage hint", HINT_FIELDS);
  const pattern = fields.text("path");
  const usage = fields.optionalOneOf("usage", USAGES);
  return { ...pathPattern(pattern, file), usage: usage ?? fields.fail("usage", "what it is for") };
}

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** Throws {@link UserError} for anything but a fingerprint, and does not repeat it: it may be the key itself. */
export function checkFingerprint(name: string, at: string): string {
  if (FINGERPRINT.test(name)) return name;
  throw new UserError(
    `${at}: expected the fingerprint of a credential: 64 digits and letters from a to f`,
    "never the credential itself; gemsweep audit --format json tells fingerprints",
  );
}

/** The file is told with the title, because these keys are taken at its word. */
function publicKeys({ at, value }: Field, file: string): ReadonlyMap<string, string> {
  if (!(value instanceof Map))
    throw new UserError(`${at}: public-keys needs fingerprints, each with what the key is`);
  const entries = [...(value as ReadonlyMap<string, Field>)].map(([name, key]) => {
    const fingerprint = checkFingerprint(name, key.nameAt);
    if (typeof key.value !== "string" || key.value === "")
      throw new UserError(`${key.at}: public-keys needs a text that says what the key is`);
    return [fingerprint, `${clipped(key.value)} (public, says ${file})`] as const;
  });
  return new Map(entries);
}
