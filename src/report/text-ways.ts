/** The three ways on for whoever is kept from committing or pushing: each with the command to type. */
import type { Report } from "../finding.ts";
import { sortedUnique } from "../findings/compare.ts";
import { displayWidth, kept, type Page, words, wrapped } from "./layout.ts";
import { isPlain } from "./visible.ts";
import { counted } from "./words.ts";

/** What runs the hook, as far as commands to type depend on it. */
export interface HookWords {
  /** How gemsweep is called in the shell of whoever reads this. */
  readonly program: string;
  /** The framework that can leave out one hook of many. */
  readonly framework: "pre-commit" | undefined;
}

/** By hand, or in a hook of git's own. */
export const PLAIN_HOOK: HookWords = { program: "gemsweep", framework: undefined };

/** What is stopped. */
export type Stopped = "commit" | "push";

/** `takeOut` are the lines of the first way. */
export function waysLines(
  { findings }: Report,
  stopped: Stopped,
  takeOut: readonly string[],
  { program, framework }: HookWords,
  page: Page,
): string[] {
  const [first, ...others] = findings.filter(({ mustScrub }) => mustScrub);
  if (first === undefined) return [];
  const hook = stopped === "commit" ? "gemsweep" : "gemsweep-push";
  const skip =
    framework === "pre-commit" ? `SKIP=${hook} git ${stopped}` : `git ${stopped} --no-verify`;
  const likewise = others.length > 0 ? " (all others likewise)" : "";
  const stage = "git add .gemsweep-ignore.yaml";
  return [
    page.colors.bold("Three ways on"),
    ...takeOut,
    ...way(`2. Say why it may stay: in a comment, gemsweep:allow REASON, or by${likewise}:`, page),
    command(`${program} ignore ${first.fingerprint} --reason "…"`),
    command(stopped === "commit" ? stage : `${stage} && git commit -m "Allow a key"`),
    ...wrapped([words("3. Skip the check this once:"), kept(skip)], page, "  ", "       "),
  ];
}

/** Whether taking it out may not be enough: what no longer works harms nobody. */
export function isLeaked({ findings }: Report): boolean {
  return findings.some(({ mustScrub, verdict }) => mustScrub && verdict?.status !== "dead");
}

/** The beginning of a way. */
export function way(text: string, page: Page): string[] {
  return wrapped([words(text)], page, "  ", "     ");
}

/** More of a way. */
export function more(text: string, page: Page): string[] {
  return wrapped([words(text)], page, "     ");
}

/** A line to type. */
export function command(text: string): string {
  return `       ${text}`;
}

/** Files that hold what must not go on, as they are now. */
export interface StoppedFiles {
  /** The place for keys, which does not belong into a repository. */
  readonly environment: readonly string[];
  readonly others: readonly string[];
}

/** By path. */
export function filesIn({ findings }: Report): StoppedFiles {
  const stopping = findings.filter(({ mustScrub }) => mustScrub);
  const files = sortedUnique(
    stopping.flatMap(({ sightings }) => sightings.flatMap(({ path }) => path ?? [])),
  );
  return {
    environment: files.filter((file) => ENVIRONMENT.test(file)),
    others: files.filter((file) => !ENVIRONMENT.test(file)),
  };
}

/** By name alone: the plan, which knows more, takes long to make. */
const ENVIRONMENT = /(^|\/)\.(env|dev\.vars)(\.(?!example$|sample$|template$|dist$)[^/]*)?$/i;

/** The commands that take it out of the files: they are edited, but environment files left out by `leaveOut`. */
export function fileCommands(
  { environment, others }: StoppedFiles,
  leaveOut: string,
  { program }: HookWords,
  page: Page,
): string[] {
  const [only = "", ...more] = environment;
  const canIgnore = more.length === 0 && /^[\w./-]+$/.test(only);
  const clear = others.some((file) => file.endsWith(".ipynb")) ? " --clear-outputs" : "";
  return [
    ...(environment.length > 0 ? [fileCommand(leaveOut, environment, page)] : []),
    ...(canIgnore ? [command(`echo ${only} >> .gitignore`)] : []),
    ...(others.length > 0
      ? [command(`${program} scrub --worktree${clear}`), fileCommand("git add --", others, page)]
      : []),
  ];
}

/** One command for as many files as fit in its line, at least one, as typed at the top of the repository. */
export function fileCommand(start: string, files: readonly string[], page: Page): string {
  let line = command(start);
  let count = 0;
  for (const file of files) {
    const longer = `${line} ${argument(file)}`;
    if (count > 0 && displayWidth(longer) > page.width - AND_MORE) break;
    line = longer;
    count += 1;
  }
  const left = files.length - count;
  return left > 0 ? `${line} # and ${counted(left, "more", "more")}` : line;
}

const AND_MORE = 14;

/** A path for git in a POSIX shell. One that is not shown as it is must not be pasted either. */
function argument(path: string): string {
  if (!isPlain(path) || path.includes("…")) return "<the file above>";
  const literal = /[*?[\]\\]|^:/.test(path) ? `:(literal)${path}` : path;
  return /^[\w./@%+=,-]+$/.test(literal) ? literal : `'${literal.replaceAll("'", `'\\''`)}'`;
}
