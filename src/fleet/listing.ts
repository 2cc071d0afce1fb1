/** Reads lists of repositories: one a line, or the JSON that `gh repo list` and `glab repo list` print. Pure. */
import type { Visibility } from "../fleet.ts";

/** What one line or entry of a list names, and what the list tells of it. */
export interface Entry {
  readonly text: string;
  /** Counts from 1; undefined for an entry of JSON. */
  readonly line: number | undefined;
  readonly owner: string | undefined;
  readonly archived: boolean | undefined;
  readonly fork: boolean | undefined;
  readonly visibility: Visibility | undefined;
  /** Why it names nothing; undefined when it may. */
  readonly why: string | undefined;
}

/** An entry of which the list tells no more than where it is. */
export function plainEntry(text: string, line: number | undefined): Entry {
  const nothing = { owner: undefined, archived: undefined, fork: undefined, visibility: undefined };
  return { text, line, ...nothing, why: undefined };
}

/** The entries of a list. */
export function entriesOf(text: string): readonly Entry[] {
  const list = text.replace(/^\uFEFF/, "");
  return /^\s*[[{]/.test(list) ? jsonEntries(list) : lineEntries(list);
}

/** A hash sign begins a comment where a line begins, and behind a space. */
function lineEntries(text: string): readonly Entry[] {
  return text.split(/\r\n|[\r\n]/).flatMap((line, index) => {
    const named = line.replace(/(?:^|\s)#.*$/s, "").trim();
    return named === "" ? [] : [plainEntry(named, index + 1)];
  });
}

/** One document, or several with a line for each, as they come of asking page by page. */
function jsonEntries(text: string): readonly Entry[] {
  const whole = parsed(text);
  if (whole !== undefined) return listed(whole).map((item) => jsonEntry(item, undefined));
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parsed(line);
    if (value !== undefined) return listed(value).map((item) => jsonEntry(item, index + 1));
    return [{ ...plainEntry(line.trim(), index + 1), why: "is not JSON, which the list began as" }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Names of `gh repo list --json`, and of GitLab's interface, which `glab` prints as it is. */
function jsonEntry(value: unknown, line: number | undefined): Entry {
  const entry = new Map(Object.entries(Object(value) as object));
  const addresses = ["url", "http_url_to_repo", "sshUrl", "ssh_url_to_repo"];
  const text = addresses.map((name) => textOf(entry.get(name))).find(Boolean);
  const full = textOf(entry.get("nameWithOwner")) ?? textOf(entry.get("path_with_namespace"));
  if (text === undefined)
    return {
      ...plainEntry(full ?? textOf(entry.get("name")) ?? "an entry", line),
      why: "has no address: ask gh for url or sshUrl with --json",
    };
  return {
    text,
    line,
    owner: full?.includes("/") === true ? full.slice(0, full.lastIndexOf("/")) : undefined,
    archived: flagOf(entry.get("isArchived") ?? entry.get("archived")),
    fork: flagOf(entry.get("isFork")) ?? isForkOfGitlab(entry),
    visibility: visibilityOf(entry),
    why: undefined,
  };
}

/** GitLab tells of what a fork was made from, and of nothing for all others. */
function isForkOfGitlab(entry: ReadonlyMap<string, unknown>): boolean | undefined {
  if (!entry.has("http_url_to_repo")) return undefined;
  const from = entry.get("forked_from_project");
  return from !== undefined && from !== null;
}

function visibilityOf(entry: ReadonlyMap<string, unknown>): Visibility | undefined {
  const told = textOf(entry.get("visibility"))?.toLowerCase();
  if (told === "public" || told === "internal" || told === "private") return told;
  const isPrivate = flagOf(entry.get("isPrivate"));
  return isPrivate === undefined ? undefined : isPrivate ? "private" : "public";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
