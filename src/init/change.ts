/** What an installation comes to: files as they are and as they are to be. */

export interface Change {
  /** Absolute. */
  readonly file: string;
  /** What people are told: from the root of the working tree where it is in there. */
  readonly shown: string;
  /** Undefined for a file that is not there yet, and for one of which nothing stays. */
  readonly before: string | undefined;
  readonly after: string;
  readonly executable?: true;
  /** The file, absolute, to which what is there now is moved first. */
  readonly keptAs?: string;
}

/** All of one kind of installation. */
export interface Proposal {
  /** None where everything is there already. */
  readonly changes: readonly Change[];
  /** What is left for people to do, each a sentence or a command; told after a change alone. */
  readonly next: readonly string[];
}

/** A file that people wrote and that is not changed, because it is not certain how; they are told what belongs in it. */
export class ByHand extends Error {
  override readonly name = "ByHand";
  readonly file: string;
  readonly lines: string;

  /** `why` completes "FILE is left as it is: ". */
  constructor(file: string, why: string, lines: string) {
    super(why);
    this.file = file;
    this.lines = lines;
  }
}
