/** Reads once more what holds a secret, to learn in which bytes it is written and what replacing those leaves. */
import type { Document } from "../document.ts";
import type { Match, Secret } from "../finding.ts";
import { readObjects, reachable } from "../git/read-objects.ts";
import { listRefs } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { type Search, startSearch } from "../search.ts";
import { objectDocument } from "../sources/object-document.ts";
import type { OtherPlace } from "./callbacks.ts";
import { type Expression, inOrder, isLeftAlone, likelyForms, replaced } from "./expressions.ts";
import { placeholdersOf } from "./placeholders.ts";

/** What rewriting the history must replace. Holds raw values. */
export interface Survey {
  readonly expressions: readonly Expression[];
  /** Kinds of places beyond files and messages in which a value stands. */
  readonly places: ReadonlySet<OtherPlace>;
  /** Blobs that some ref leads to and that still hold a value when the expressions have been applied. */
  readonly outOfReach: readonly OutOfReach[];
}

/** A blob that replacing text does not clean, and why. */
export interface OutOfReach {
  readonly blob: string;
  readonly why: "archive" | "utf-16" | "binary" | "lfs" | "other";
}

/** Surveys the history of a repository for these secrets. */
export async function surveyHistory(
  repository: Repository,
  secrets: readonly Secret[],
  ruleSet: RuleSet,
  signal: AbortSignal,
): Promise<Survey> {
  const search = startSearch(ruleSet);
  const finder = secretFinder(search, secrets);
  const oids = [...new Set(secrets.flatMap(({ hits }) => hits.flatMap(objectIn)))].toSorted();
  const objects = () => readObjects(repository, oids, { search, ruleSet }, signal);

  const found: Expression[] = [];
  const places = new Set<OtherPlace>();
  for await (const object of objects()) {
    const document = objectDocument(object, repository.objectFormat);
    const written = finder.expressionsIn(document);
    found.push(...written.map(({ expression }) => expression));
    if (object.type === "tree" && written.length > 0) places.add("path");
    if (object.type === "commit" || object.type === "tag") {
      const message = document.bytes.indexOf("\n\n");
      if (written.some(({ start }) => start < message)) places.add("person");
    }
  }
  const { refs } = await listRefs(repository, signal);
  const names = finder.expressionsIn(named(refs.map(({ name }) => name).join("\n")));
  if (names.length > 0) places.add("ref");
  const expressions = inOrder([
    ...found,
    ...names.map(({ expression }) => expression),
    ...[...finder.placeholders].flatMap(([{ value }, placeholder]) =>
      likelyForms(value).map((raw) => ({ raw, placeholder })),
    ),
  ]);

  const left = new Map<string, OutOfReach["why"]>();
  const binary = new Set<string>();
  for await (const object of objects()) {
    if (object.type !== "blob") continue;
    // Of a very large blob the first window tells.
    if (object.start.line === 1 && object.start.column === 1 && isLeftAlone(object.bytes))
      binary.add(object.oid);
    const bytes = binary.has(object.oid)
      ? object.bytes
      : Buffer.from(replaced(object.bytes.toString("latin1"), expressions), "latin1");
    const remaining = finder.matchesIn(
      objectDocument({ ...object, bytes }, repository.objectFormat),
    );
    if (remaining.length > 0) left.set(object.oid, reasonFor(remaining, binary.has(object.oid)));
  }
  const leading = await reachable(repository, new Set(left.keys()), signal);
  const outOfReach = [...left].flatMap(([blob, why]) => (leading.has(blob) ? { blob, why } : []));
  return { expressions, places, outOfReach };
}

/** A value as it stands in one document. */
export interface Written {
  readonly expression: Expression;
  /** The byte at which it begins. */
  readonly start: number;
  readonly match: Match;
}

/** Finds these secrets and no others. */
export function secretFinder(search: Search, secrets: readonly Secret[]) {
  const placeholders = placeholdersOf(secrets);
  const known = new Map(secrets.map((secret) => [keyOf(secret), placeholders.get(secret) ?? ""]));
  const matchesIn = (document: Document): readonly Match[] =>
    search.searchDocument(document).matches.filter((match) => known.has(keyOf(match)));
  return {
    placeholders,
    matchesIn,
    kindOf: (document: Document) => search.searchDocument(document).kind,
    /** Ways in which the document writes them; without those inside archives. */
    expressionsIn(document: Document): readonly Written[] {
      return matchesIn(document).flatMap((match) => {
        if (match.bytes === undefined) return [];
        const { start, end } = match.bytes;
        const raw = document.bytes.subarray(start, end).toString("latin1");
        const placeholder = known.get(keyOf(match)) ?? "";
        return raw === "" ? [] : [{ expression: { raw, placeholder }, start, match }];
      });
    },
  };
}

function keyOf({ family, value }: Pick<Secret, "family" | "value">): string {
  return `${family}\0${value}`;
}

function objectIn({ origin }: Secret["hits"][number]): readonly string[] {
  if (origin.source === "history" || origin.source === "index") return [origin.blob];
  if (origin.source === "message") return [origin.object];
  return origin.source === "name" && origin.tree !== undefined ? [origin.tree] : [];
}

function named(names: string): Document {
  return {
    origin: { source: "name", kind: "ref", tree: undefined },
    bytes: Buffer.from(names),
    start: { line: 1, column: 1 },
    whole: true,
  };
}

function reasonFor(remaining: readonly Match[], binary: boolean): OutOfReach["why"] {
  const decodings = remaining.flatMap((match) => match.decodings);
  if (decodings.includes("zip") || decodings.includes("gzip")) return "archive";
  if (!binary) return "other";
  return remaining.every((match) => match.decodings[0] === "utf-16") ? "utf-16" : "binary";
}
