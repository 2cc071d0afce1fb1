/** Says of a repository that could not be audited why, in words without a credential and without a folder of ours. */
import { UserError } from "../errors.ts";
import type { FailureStage, RepositoryFailure } from "../fleet.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import type { CloneFailure } from "../git/clone.ts";
import { reasonOf } from "../reason.ts";
import { visible } from "../report/visible.ts";
import { sized } from "../report/words.ts";
import { withoutCredentials } from "./location.ts";

interface Known {
  readonly said: RegExp;
  readonly why: string;
  readonly remedy: string | undefined;
}

/** What git and ssh say where no clone comes about; the first that fits decides. */
const KNOWN: readonly Known[] = [
  {
    said: /No space left on device|Disk quota exceeded/,
    why: "there is no room left on the disk of the work folder",
    remedy: "make room, or name another folder with --work",
  },
  {
    said: /transport '[^']*' not allowed|protocol '[^']*' not allowed|Protocol "[^"]*" (?:not supported|disabled)/,
    why: "the server, or your git configuration, leads to a protocol that is not used",
    remedy: "name an https or ssh address that leads there directly",
  },
  {
    said: /Host key verification failed/,
    why: "ssh does not know the server's key",
    remedy: "connect to it once by ssh, and compare the key",
  },
  {
    said: /could not read (?:Username|Password)|terminal prompts disabled|Authentication failed|Permission denied|Access denied|error: 40[13]|requested URL returned error: 407/i,
    why: "the server wants credentials, and git has none that it takes",
    remedy:
      "set up git's credential helper or your ssh agent, and see that the repository is there",
  },
  {
    said: /not found|does not exist|error: 404|error: 410|does not appear to be a git repository/i,
    why: "there is no such repository, or not for you to see",
    remedy: undefined,
  },
  {
    said: /Could not resolve|Couldn't connect|Failed to connect|Connection (?:refused|reset|timed out)|Network is unreachable|No route to host|Operation timed out/i,
    why: "the server cannot be reached",
    remedy: "see that the way there is open, and give the same command again",
  },
  {
    said: /certificate|SSL|TLS|gnutls/i,
    why: "the server does not prove who it is",
    remedy: "set http.sslCAInfo in your git configuration if its authority is your own",
  },
];

/** Why a clone failed; of what nobody has said, `failure` is undefined. */
export function failureOfClone(
  failure: CloneFailure | undefined,
  location: string,
  patience: number,
): RepositoryFailure {
  const stage = "clone";
  if (failure?.stalled === true) {
    const seconds = Math.round(patience / 1000);
    return {
      stage,
      why: `the server was silent for ${seconds} s`,
      remedy: "try again, or wait longer with --stall-timeout",
    };
  }
  const said = failure?.message ?? "";
  const known = KNOWN.find((one) => one.said.test(said));
  if (known) return { stage, why: known.why, remedy: known.remedy };
  const line = lastWords(said);
  return {
    stage,
    why: line === "" ? "git cannot clone it" : `git cannot clone it: ${clean(line, "", location)}`,
    remedy: undefined,
  };
}

/** A repository that takes more than one may. */
export function isTooLarge(limit: number): RepositoryFailure {
  return {
    stage: "clone",
    why: `its clone takes more than ${sized(limit)}, which is the most for one repository`,
    remedy: "allow more with --max-clone-size",
  };
}

/** A repository that takes more than there is for all. */
export function leavesNoRoom(limit: number): RepositoryFailure {
  return {
    stage: "clone",
    why: `its clone alone takes more than the ${sized(limit)} of the work folder`,
    remedy: "allow more with --disk",
  };
}

/** What became of a process that audited, by how it ended and what it said. */
export function endedEarly(
  signal: string | null,
  code: number | null,
  said: string,
): RepositoryFailure {
  if (/out of memory|Allocation failed/i.test(said))
    return { stage: "audit", why: "its audit ran out of memory", remedy: AGAIN };
  const how = signal === null ? `exit code ${code}` : signal;
  return { stage: "audit", why: `its audit was ended by the system (${how})`, remedy: AGAIN };
}

const AGAIN = "audit it by itself, where there is more memory: gemsweep audit";

/** Why an audit did not come to an end. */
export function failureOf(
  thrown: unknown,
  stage: FailureStage,
  folder: string,
  location: string,
): RepositoryFailure {
  if (isOfSystem(thrown)) return { stage, why: reasonOf(thrown), remedy: undefined };
  if (!(thrown instanceof UserError)) {
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    return {
      stage,
      why: `gemsweep failed on it (${name}): please report this`,
      remedy: undefined,
    };
  }
  const { message, remedy } = thrown;
  return {
    stage,
    why: clean(message, folder, location),
    remedy: remedy === undefined ? undefined : clean(remedy, folder, location),
  };
}

function isOfSystem(thrown: unknown): boolean {
  return thrown instanceof Error && "errno" in thrown && "syscall" in thrown;
}

/** What git gave up for: the last line that it calls fatal or an error, or simply the last. */
function lastWords(said: string): string {
  const lines = said.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return lines.findLast((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? "";
}

const LONGEST = 300;

function clean(text: string, folder: string, location: string): string {
  const here = folder === "" ? text : text.replaceAll(folder, location);
  const general = here.replaceAll(/(?<=['"\s])\/[^'"\s]*\/clones\/[^'"\s]*/g, location);
  return visible(maskKeyShapes(withoutCredentials(general)), LONGEST);
}
