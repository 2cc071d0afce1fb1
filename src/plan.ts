/** The nouns of a plan: what to do about what was found, and when. Types only; no field can hold a raw value. */

/** What to do, for the whole repository and for each credential. */
export interface Plan {
  /** In the order in which they are taken; none when there is nothing to do. */
  readonly steps: readonly Step[];
  /** In the order of the findings; without those that nothing has to be done about. */
  readonly keys: readonly KeyPlan[];
}

/**
 * One thing to do. Title, details, pages and what a command does are our words, but for the last four characters of
 * credentials; items come from the scanned repository and are not trusted.
 */
export interface Step {
  readonly id: StepId;
  /** Minutes after the discovery by which it should be done; undefined for what comes after the first hour. */
  readonly byMinute: 1 | 5 | 15 | 30 | 60 | undefined;
  readonly title: string;
  /** Sentences, the most important first. */
  readonly details: readonly string[];
  readonly items: readonly Item[];
  readonly commands: readonly Command[];
  /** Addresses of web pages. */
  readonly pages: readonly string[];
  /** Fingerprints of the findings that it is about, in their order. */
  readonly findings: readonly string[];
}

/** The closed set of steps, in the order in which they are taken. */
export type StepId =
  | "check"
  | "standby"
  | "delete-first"
  | "create"
  | "deploy"
  | "delete"
  | "next-standby"
  | "restrict"
  | "keep"
  | "remove"
  | "rewrite"
  | "prune"
  | "push"
  | "tell"
  | "billing"
  | "support"
  | "confirm"
  | "separate"
  | "store"
  | "rotate";

/** A file, ref, commit or person. Not trusted. */
export interface Item {
  readonly name: string;
  /** What to know about it. */
  readonly about: string | undefined;
  /** What to write in it in the place of a credential; none for what is no file, or has no such line. */
  readonly code: readonly CodeChange[];
}

/** A line for a POSIX shell (bash or zsh), typed where the report was asked for. No command line ever holds a key. */
export interface Command {
  /** What it is for, in a few words. */
  readonly does: string;
  /** Ready to be copied: untrusted words are quoted. Words in capitals are for the reader to replace. */
  readonly run: string;
}

/** What is known for, and done about, one credential. */
export interface KeyPlan {
  readonly fingerprint: string;
  readonly rotation: Rotation;
  /** Number or id of the Google Cloud project that it belongs to; undefined when nothing tells. */
  readonly project: string | undefined;
  /** Undefined for what no commit brought in. */
  readonly exposure: Exposure | undefined;
  /** Sorted by name. More than one means that one leak is a leak in all of them. */
  readonly environments: readonly EnvironmentUse[];
  readonly places: readonly PlacePlan[];
  /** Authors of the commits that brought it in, sorted. */
  readonly authors: readonly string[];
  /** Its own part of the plan, up to where it is out of use and out of the files. */
  readonly steps: readonly Step[];
}

/** What happens to a credential where it was issued. */
export type Rotation =
  /** It is abused, or known as leaked: it goes at once, and what replaces it is deployed after that. */
  | "delete-first"
  /** The new one is deployed, then it goes. */
  | "replace"
  /** It may stay, as long as it does not open Gemini. */
  | "restrict"
  /** It never left this machine, as far as the report can tell. */
  | "keep"
  /** It expires by itself, or is dead. */
  | "none";

/** How long others could take a credential. Days of the form 2025-03-01, as the authors' clocks showed them. */
export interface Exposure {
  /** Author date of the first commit that held it. */
  readonly from: string;
  /** Of the last commit that took it out of files; undefined when none did. History keeps it after that. */
  readonly removed: string | undefined;
  /** When it was 90 days old: it is due for rotation from then on, whether it leaked or not. */
  readonly rotateBy: string;
}

/** Where a credential is used. */
export type Environment =
  | "CI"
  | "bundle"
  | "demo"
  | "development"
  | "mobile app"
  | "notebook"
  | "production"
  | "staging"
  | "test"
  | "web page";

/** An environment, the files that say so, and what it should have in the place of a shared key. */
export interface EnvironmentUse {
  readonly environment: Environment;
  /** Sorted. */
  readonly paths: readonly string[];
  readonly instead: string;
}

/** Kinds of places; each has its own way to live without a credential in it. */
export type PlaceKind =
  | "source"
  | "script-or-page"
  | "frontend"
  | "mobile"
  | "bundle"
  | "notebook"
  | "environment-file"
  | "cloudflare"
  | "ci"
  | "container"
  | "configuration"
  | "infrastructure"
  | "shell"
  | "document"
  | "log"
  | "message"
  | "name"
  | "history"
  | "git-directory"
  | "stdin";

/** A file, message or other place that holds a credential, and what to do there. */
export interface PlacePlan {
  readonly kind: PlaceKind;
  /** Undefined where a place has none. */
  readonly path: string | undefined;
  /** Lines on which files show it now, in order; none for what only history, a message or a name holds. */
  readonly lines: readonly number[];
  /** The file, and the line if it is known, that a bundle was built from: what is changed in its place. */
  readonly original: string | undefined;
  readonly advice: string;
  /** Ways to write it, by program where there are several; none where no line of code is the answer. */
  readonly code: readonly CodeChange[];
}

/** What to write where the credential stands. */
export interface CodeChange {
  /** Of the code, or the program that reads it: `Python`, `Colab`, `Docker`. */
  readonly language: string;
  /** An expression or a line, without any value. */
  readonly write: string;
  /** What the file needs besides, such as `import os`; undefined when nothing. */
  readonly needs: string | undefined;
}
