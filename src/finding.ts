/** The nouns of the way out. Types only. Nothing here but Match and Secret can hold a raw value. */
import type {
  ByteRange,
  Decoding,
  Note,
  Origin,
  OriginalPosition,
  Position,
  Skipped,
} from "./document.ts";
import type { Plan } from "./plan.ts";
import type { Verdict, VerdictStatus } from "./verdict.ts";

export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Confidence = "low" | "medium" | "high";
export type Usage = "gemini" | "firebase" | "maps" | "youtube" | "unknown";

/** What kind of credential a rule finds. */
export type Credential =
  | "gemini-auth-key"
  | "google-api-key"
  | "gemini-key-by-name"
  | "gemini-ephemeral-token"
  | "service-account-key"
  | "authorized-user"
  | "oauth-client-secret"
  | "oauth-refresh-token"
  | "oauth-access-token"
  | "custom";

/** One rule hit in one chunk. Holds the raw value. */
export interface Match {
  readonly ruleId: string;
  readonly title: string;
  readonly credential: Credential;
  /** Rules that find the same kind of value share a family; part of the fingerprint. */
  readonly family: string;
  readonly value: string;
  readonly confidence: Confidence;
  /** Whether the value has the exact structure of an issued key; undefined where no structure is known. */
  readonly wellFormed: boolean | undefined;
  /** What the words around the value say it is used for; "unknown" when they say nothing. */
  readonly usage: Usage;
  /** What a known public key is ("YouTube web client"); undefined for all others. */
  readonly knownPublic: string | undefined;
  /** The name the value is assigned to, for values of unknown format; undefined otherwise. */
  readonly assignedTo: string | undefined;
  /** Whose key it is, for the key of a service account; undefined for all others, and where nothing tells. */
  readonly account: ServiceAccount | undefined;
  readonly position: Position;
  /** The bytes of the document, or of the window of it, that the value was read from; undefined inside an archive. */
  readonly bytes: ByteRange | undefined;
  readonly part: string | undefined;
  readonly decodings: readonly Decoding[];
  readonly bundle: boolean;
  readonly sourceMapUrl: string | undefined;
  readonly original: OriginalPosition | undefined;
  /** The text around it as it stands there, other keys and all; undefined unless a report is to show it. */
  readonly excerpt?: Excerpt | undefined;
  /** What comments beside the value say of it; heeded or not. */
  readonly marks: readonly InlineMark[];
}

/** A few lines around a value, which itself stands between the two and is in neither. */
export interface Excerpt {
  readonly before: string;
  readonly behind: string;
}

/** The comments that scanners know; only the first is ours. */
export type MarkName =
  | "gemsweep:allow"
  | "gitleaks:allow"
  | "betterleaks:allow"
  | "trufflehog:ignore"
  | "kingfisher:ignore"
  | "pragma: allowlist secret"
  | "secretlint-disable-line"
  | "ggignore";

/** A comment that asks not to report a value; `reason` is empty when it gives none. */
export interface InlineMark {
  readonly mark: MarkName;
  readonly reason: string;
}

/** The owner of a private key, none of which is secret. All three have the exact form that Google gives them. */
export interface ServiceAccount {
  readonly email: string;
  /** Id of the Google Cloud project. */
  readonly project: string;
  /** By which Google lists the key; undefined when nothing tells. */
  readonly keyId: string | undefined;
}

/** One distinct value with all the places it was seen in. Holds the raw value. */
export interface Secret {
  readonly value: string;
  readonly family: string;
  readonly hits: readonly Hit[];
}

/** A match together with the origin of its document. Holds the raw value. */
export interface Hit {
  readonly origin: Origin;
  readonly match: Match;
}

/** Where a secret was seen. */
export interface Sighting {
  readonly source: "worktree" | "index" | "history" | "message" | "name" | "gitdir" | "stdin";
  /** The file; for a message the kind of object ("commit", "tag", "note"). Undefined for stdin and for blobs no tree names. */
  readonly path: string | undefined;
  readonly line: number;
  readonly column: number;
  readonly part: string | undefined;
  readonly decodings: readonly Decoding[];
  /** Object id of the blob, commit, tag or tree that holds it. A note is a blob; the commit it is on is named in `part`. */
  readonly blob: string | undefined;
  readonly bundle: BundleSighting | undefined;
  /** Masked; undefined unless a format that shows it was asked for, and in what is no text. */
  readonly excerpt?: Excerpt | undefined;
  /** What comments beside it say, for who decides what is ignored. */
  readonly marks: readonly InlineMark[];
  /** True where a change brings what was there before to one more file. */
  readonly isNew?: true | undefined;
}

/** Set on a sighting in a built frontend file; the original position when a source map tells. */
export interface BundleSighting {
  readonly originalSource: string | undefined;
  readonly originalLine: number | undefined;
}

/** A commit that brought a secret to some paths, or took it away. `date` is the author date, ISO 8601 with offset. */
export interface CommitChange {
  readonly commit: string;
  readonly date: string;
  readonly author: string;
  readonly paths: readonly string[];
}

/** What git's history says about one secret. */
export interface SecretHistory {
  readonly introducedBy: readonly CommitChange[];
  readonly removedBy: readonly CommitChange[];
  /** Full names of the refs whose history still holds it, sorted. */
  readonly refs: readonly string[];
  /** Whether the commit that HEAD names still shows it in its tree. */
  readonly atHead: boolean;
  /** Whether a remote-tracking ref or one of a pull request reaches it; undefined when the repository cannot tell. */
  readonly pushed: boolean | undefined;
  /** True when no ref reaches it: it is only in this clone's object store (reflog, stash, dropped commits). */
  readonly unreachable: boolean;
}

/** A secret as people are told of it. No field can hold the raw value. */
export interface Finding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly title: string;
  /** Last four characters, the id that incident logs use; undefined for a value too short to show them. */
  readonly keyId: string | undefined;
  readonly preview: string;
  readonly severity: Severity;
  /** Why this severity, most important first. */
  readonly reasons: readonly SeverityReason[];
  /** Whether files and history must be cleaned of it, which a key that is dead by now does not change. */
  readonly mustScrub: boolean;
  readonly confidence: Confidence;
  readonly credential: Credential;
  readonly usage: Usage;
  readonly wellFormed: boolean | undefined;
  readonly knownPublic: string | undefined;
  /** Whose key it is, for the key of a service account where something tells. */
  readonly account: ServiceAccount | undefined;
  /** What Google said of it; undefined when it was not asked. */
  readonly verdict: Verdict | undefined;
  readonly sightings: readonly Sighting[];
  readonly history: SecretHistory | undefined;
  /** Whether a change brings it or it was there before; undefined where no change is judged. */
  readonly arrival?: "new" | "before" | undefined;
}

/** Facts that decided a severity; `report/` has the words. */
export type SeverityReason =
  | "opens-gemini"
  | "may-open-gemini"
  | "cloud-identity"
  | "short-lived"
  | "needs-client"
  | "firebase-public-by-design"
  | "shipped-to-visitors"
  | "malformed"
  | "low-confidence"
  | "unknown-format"
  | "looks-random"
  | "known-public"
  | "custom-rule"
  | `verdict-${Exclude<VerdictStatus, "unknown">}`;

/** How much was looked at. `bytes` counts document bytes before decoding. */
export interface Coverage {
  files: number;
  blobs: number;
  commits: number;
  bytes: number;
  /** Documents that were read as notebooks; the others went by without a candidate. */
  notebooks: number;
  bundles: number;
}

/** What must be cleaned, and where. */
export interface Scrub {
  /** Files of the working tree or index that hold a finding now. */
  readonly files: readonly string[];
  /** Commits that brought a finding into history. */
  readonly commits: readonly string[];
  readonly refs: readonly string[];
}

/** By what a finding, or some of its places, is ignored. */
export type IgnoredBy =
  /** An entry of an ignore file. `who` decided it and `expires` is its last day, if they say so. */
  | {
      readonly kind: "ignore-file";
      readonly file: string;
      readonly reason: string;
      readonly who: string | undefined;
      readonly expires: string | undefined;
    }
  /** A comment beside the value; `reason` is empty for marks of other scanners that give none. */
  | { readonly kind: "comment"; readonly mark: MarkName; readonly reason: string }
  /** `exclude` of a config file, with its pattern; or `include`, whose patterns all do not fit. */
  | {
      readonly kind: "path";
      readonly file: string;
      readonly setting: "exclude" | "include";
      readonly pattern: string | undefined;
    };

/** A finding that nobody has to act on. Its sightings are those that are ignored; others are among the findings. */
export interface Ignored {
  readonly by: IgnoredBy;
  readonly finding: Finding;
}

/** Everything a report format needs. */
export interface Report {
  readonly target: Target;
  readonly complete: boolean;
  readonly coverage: Readonly<Coverage>;
  /** How the keys were checked with Google; undefined when that was not asked for. */
  readonly verification: Verification | undefined;
  readonly findings: readonly Finding[];
  /** In the order of findings; by each thing that ignores some of its places a finding is there once. */
  readonly ignored: readonly Ignored[];
  readonly scrub: Scrub;
  readonly plan: Plan;
  readonly skipped: readonly Skipped[];
  readonly notes: readonly Note[];
}

/** Asks which secrets still work. Answers for each, also when it could not be asked about. */
export type Check = (secrets: readonly Secret[]) => Promise<Checked>;

/** What a live check of a run's secrets gave. */
export interface Checked {
  readonly verification: Verification;
  /** By fingerprint. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly notes: readonly Note[];
  /** What kept it from being done as asked. */
  readonly skipped: readonly Skipped[];
}

/** How keys were checked, and how many. */
export interface Verification {
  /** Whether a token was generated with each key that is accepted. */
  readonly generate: boolean;
  /** Whether it was counted what is stored behind each key that is accepted. */
  readonly reach: boolean;
  /** Where keys were sent; undefined when that is Google. */
  readonly endpoint: string | undefined;
  /** Credentials of which the answer tells something. */
  readonly checked: number;
  /** Credentials of which nothing is known: no or no useful answer, or of a kind that cannot be asked about. */
  readonly unchecked: number;
}

/** What was scanned, without absolute paths. */
export interface Target {
  readonly command: "audit" | "staged" | "push" | "scan" | "verify" | "ci";
  /** As typed. */
  readonly paths: readonly string[];
  readonly head: string | undefined;
  /** The change that is judged; undefined where none is. */
  readonly change?: TargetChange | undefined;
}

/** What exactly a change was taken for. Commits are full ids. */
export interface TargetChange {
  /** Who told of it: `GitHub pull_request`, or the flags. */
  readonly from: string;
  /** Commits of the side that it is to join; none where nothing was there before. */
  readonly bases: readonly string[];
  /** Where the two sides parted; none where they have nothing in common. */
  readonly mergeBases: readonly string[];
  readonly head: string;
  /** How many commits are new. */
  readonly commits: number;
  /** How many objects are new, commits included. */
  readonly objects: number;
  /** The commit whose files were read as well; undefined where nothing is checked out. */
  readonly checkedOut: string | undefined;
  /** Folders of built files that were looked at. */
  readonly bundles: readonly string[];
}
