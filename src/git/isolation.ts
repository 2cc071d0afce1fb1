/** What keeps a hostile repository from making git run, fetch or hide anything. */
import { delimiter, isAbsolute } from "node:path";

/** git itself understands this name on every system. */
const NOTHING = "/dev/null";

/** Options for every git command; they outrank the repository's own configuration. */
export const ISOLATION_OPTIONS: readonly string[] = [
  "core.fsmonitor=false",
  `core.hooksPath=${NOTHING}`,
  "core.useReplaceRefs=false",
  // A commit graph is a copy of what the commits say, and a copy can lie.
  "core.commitGraph=false",
  // Whether a ref is called like an id does not matter, and looking stumbles over damaged refs.
  "core.warnAmbiguousRefs=false",
  "log.showSignature=false",
  "i18n.logOutputEncoding=UTF-8",
  "diff.external=",
  "protocol.allow=never",
];

const ISOLATION: NodeJS.ProcessEnv = {
  // Both: older gits do not know the first, and the second outranks the repository's protocol.*.allow.
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: NOTHING,
  GIT_TERMINAL_PROMPT: "0",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: NOTHING,
  // Failures are told apart by git's English words.
  LC_ALL: "C",
};

/** What git sets for its hooks to say which repository and index the commit at hand uses. */
const HOOK_VARIABLES = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_PREFIX",
];

/** Where and with which environment git runs. */
export interface GitContext {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** For a folder that somebody named: whatever git variables are inherited speak of another repository. */
export function contextOf(folder: string, inherited: NodeJS.ProcessEnv = process.env): GitContext {
  return { cwd: folder, env: { ...withoutGit(inherited), ...ISOLATION } };
}

/** For a git hook, whose variables say what is about to be committed. */
export function hookContext(
  folder: string,
  inherited: NodeJS.ProcessEnv = process.env,
): GitContext {
  const kept = Object.fromEntries(
    HOOK_VARIABLES.filter((name) => inherited[name] !== undefined).map((name) => [
      name,
      inherited[name],
    ]),
  );
  return { cwd: folder, env: { ...withoutGit(inherited), ...kept, ...ISOLATION } };
}

/** The same context with some variables set. */
export function withEnvironment(git: GitContext, variables: NodeJS.ProcessEnv): GitContext {
  return { cwd: git.cwd, env: { ...git.env, ...variables } };
}

/** Programs that git would start for people; nobody is asked anything here. */
const PROGRAMS = new Set(["EDITOR", "VISUAL", "PAGER", "PREFIX", "SSH_ASKPASS"]);

function withoutGit(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(inherited)
      .filter(
        ([name]) => !name.toUpperCase().startsWith("GIT_") && !PROGRAMS.has(name.toUpperCase()),
      )
      .map(([name, value]) => [
        name,
        SEARCHED.has(name.toUpperCase()) ? absoluteOnly(value) : value,
      ]),
  );
}

/** Lists of folders in which programs are looked for, and what they load: git-filter-repo is written in Python. */
const SEARCHED = new Set(["PATH", "PYTHONPATH"]);

/** A relative or empty folder in such a list is the scanned repository, and a program called git in it is not git. */
function absoluteOnly(path = ""): string | undefined {
  // An empty PATH would mean the current folder; without any, the system looks where its own programs are.
  return path.split(delimiter).filter(isAbsolute).join(delimiter) || undefined;
}
