/** The axis of commands: one thin file for each. */
import type { Readable } from "node:stream";
import type { Config } from "../config.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Report } from "../finding.ts";
import type { FleetResults } from "../fleet.ts";
import type { RepositoryFiles } from "../own-files.ts";
import type { Sieve } from "../sources/source.ts";

/** What a command is handed. */
export interface Invocation {
  /** What was typed besides the command and its flags. */
  readonly operands: readonly string[];
  /** By flags and by the file that `--config` names. */
  readonly config: Config;
  /** The same with what the repository's own config file says, unless `--config` names another. Throws UserError. */
  ownConfig(files: RepositoryFiles | undefined): Promise<Config>;
  readonly signal: AbortSignal;
  readonly progress: Sieve["progress"];
  /** Says in the progress line what is being done while nothing can be counted. */
  stage(what: string): void;
  /** Shows a text of the command's own as the progress line. */
  show(text: string): void;
  /** Says something at once, in a line on standard error. */
  announce(text: string): void;
  /** Writes to standard output at once, what a program reads while the command is at work. */
  print(text: string): void;
  /** The answer of the person at the terminal; undefined where nobody sits at one. Throws UserError. */
  ask(question: string): Promise<string | undefined>;
  /** Standard input. */
  readonly input: Readable;
}

/** What a command found out, or a text that is all there is to say. */
export type Outcome =
  /** With the configuration that it was made by, where that is the repository's own. */
  | { readonly report: Report; readonly config?: Config }
  | { readonly fleet: FleetResults }
  | { readonly text: string; readonly exitCode: ExitCode };

export interface Command {
  /** One screen: at most 40 lines of 80 columns. */
  readonly help: string;
  run(invocation: Invocation): Promise<Outcome>;
}
