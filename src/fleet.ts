/** The nouns of a fleet: many repositories that are audited in one run. Types only; no field can hold a raw value. */
import type { Note } from "./document.ts";
import type { Report } from "./finding.ts";

/** One repository of a fleet, as far as it is known before anybody looked at it. */
export interface FleetRepository {
  /** Unique in the fleet and without control characters: `host/owner/name` of a URL, or the path as typed. */
  readonly name: string;
  /** The path as typed, or the URL without its password, and without its user unless that is for ssh. */
  readonly location: string;
  readonly kind: "path" | "url";
  /** User, organisation or group that it belongs to; undefined when neither URL nor list tells. */
  readonly owner: string | undefined;
  /** These three as the list said that named it; undefined when it did not. */
  readonly archived: boolean | undefined;
  readonly fork: boolean | undefined;
  readonly visibility: Visibility | undefined;
}

/** Who can see a repository where it is hosted. */
export type Visibility = "public" | "internal" | "private";

/** What became of the audit of one repository. */
export type RepositoryOutcome = Audited | Failed;

export interface Audited {
  readonly repository: FleetRepository;
  /** Its target names the repository's `location`; nothing in it names the folder it was cloned to. */
  readonly report: Report;
}

export interface Failed {
  readonly repository: FleetRepository;
  readonly failure: RepositoryFailure;
}

/** Why nothing is known of a repository. No word of it holds a credential or names a folder of ours. */
export interface RepositoryFailure {
  readonly stage: FailureStage;
  /** One sentence in our words, or the last line that git said. */
  readonly why: string;
  readonly remedy: string | undefined;
}

/** How far it came: nothing could be cloned, what is there is no repository, or its audit broke off. */
export type FailureStage = "clone" | "read" | "audit";

/** What was asked for that is no repository, or none that will be cloned. */
export interface RejectedSource {
  /** What it was read from: `repositories.txt`, `standard input`; undefined for the command line. */
  readonly list: string | undefined;
  /** Counts from 1; undefined for the command line and for JSON, where `text` tells. */
  readonly line: number | undefined;
  /** What stood there, shortened and without credentials. */
  readonly text: string;
  readonly why: string;
}

/** What was asked for, before and after it was understood. */
export interface FleetSources {
  /** Lines, arguments and entries that name something. */
  readonly asked: number;
  /** Those that name a repository again. */
  readonly duplicates: number;
  /** Archived repositories and forks that were not wanted. */
  readonly leftOut: number;
  /** In the order in which they were given. */
  readonly rejected: readonly RejectedSource[];
}

/** Everything that a fleet's report is made of. Whatever the order of outcomes, the report is the same. */
export interface FleetResults {
  readonly sources: FleetSources;
  readonly outcomes: readonly RepositoryOutcome[];
  /** Repositories that were not come to before the run was stopped. */
  readonly undone: readonly FleetRepository[];
  readonly notes: readonly Note[];
}
