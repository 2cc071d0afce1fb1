/** How the work is cut and how much memory it may take. The results are the same with any of these. */
export interface Limits {
  /** Stores with fewer bytes in packs are read without workers: their start would take longer. */
  readonly worthWorkers: number;
  /** Bytes of compressed entries in one task. */
  readonly taskWeight: number;
  /** A branch of a delta family with more compressed bytes is a task of its own. */
  readonly branchWeight: number;
  /** Packs of up to so many bytes together are kept in memory: many small reads cost more than what they read. */
  readonly keptPacks: number;
  /** Candidates of more bytes are not searched in the worker, so that only one of them is in the making at a time. */
  readonly searchedThere: number;
  /** Of more objects it is left to git to tell whether any is missing, because their ids take memory. */
  readonly linked: number;
  /** Bytes of objects that a worker holds at a time. */
  readonly memory: number;
  /** The same for the one worker that does at the end what did not fit. */
  readonly lastMemory: number;
}

export const LIMITS: Limits = {
  worthWorkers: 4 * 1024 * 1024,
  taskWeight: 1024 * 1024,
  branchWeight: 8 * 1024 * 1024,
  keptPacks: 128 * 1024 * 1024,
  searchedThere: 8 * 1024 * 1024,
  linked: 4_000_000,
  memory: 32 * 1024 * 1024,
  lastMemory: 256 * 1024 * 1024,
};
