/** What callers of the library can decide. Types only. */

/** How to look. Each is optional; what is misspelt is refused. */
export interface RunOptions {
  /**
   * Ends the run early. What is known by then is given all the same; then the loop, and `report()`, throw the signal's
   * reason.
   */
  readonly signal?: AbortSignal | undefined;
  /** Paths of YAML files with rules to be used besides those that are built in. */
  readonly rules?: readonly string[] | undefined;
  /** Path of the settings to use in the place of the repository's own `.gemsweep.yaml`. */
  readonly config?: string | undefined;
  /** False to report what is ignored, too, and to read nothing that a repository says of itself. True by default. */
  readonly ignores?: boolean | undefined;
  /** Whether comments for other scanners (`gitleaks:allow` …) count, too. False by default. */
  readonly foreignMarks?: boolean | undefined;
  /** In bytes. Larger files of a disk are left out, and make the run incomplete. No limit by default. */
  readonly maxFileSize?: number | undefined;
  /** Threads that read and search, from 1 to 64. By default one a processor, and at most 4. */
  readonly jobs?: number | undefined;
  /** Whether to ask Google which keys still work; nothing is sent anywhere without it. */
  readonly verify?: boolean | VerifyOptions | undefined;
  /** Whether sightings hold the masked text around them, which HTML reports show. False by default. */
  readonly excerpts?: boolean | undefined;
  /** Told how far the work is, for each few files or objects; `total` is undefined while unknown. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How far a run is. */
export interface Progress {
  readonly what: "files" | "objects" | "commits" | "keys";
  readonly done: number;
  readonly total: number | undefined;
}

/** How keys are checked with Google: one free request for each, and more only if asked for. */
export interface VerifyOptions {
  /** Also generate one token with each accepted key, the only proof, which costs a little. */
  readonly generate?: boolean | undefined;
  /** Also count what a thief would see: files, cached contents, file search stores, tuned models. */
  readonly reach?: boolean | undefined;
  /** What generates; by default the cheapest model that a key lists. */
  readonly model?: string | undefined;
  /** URL of a proxy to go through. */
  readonly proxy?: string | undefined;
  /** Whether to go through the proxy that the environment names. */
  readonly useEnvProxy?: boolean | undefined;
  /** Path of a file that keeps final verdicts for the next run. */
  readonly verdictCache?: string | undefined;
  /** Path of a file that gets a line per request, without the key. */
  readonly auditLog?: string | undefined;
  /** URL to send keys to in the place of Google's, for tests. */
  readonly endpoint?: string | undefined;
  /** Told before the first request what `generate` costs at most, in a sentence. */
  readonly onPrice?: ((price: string) => void) | undefined;
}
