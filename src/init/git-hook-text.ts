/** The hooks that need no framework: POSIX sh, as git runs it on every system. */
import type { HookName } from "./shell-hooks.ts";

/** Where gemsweep and node were when the hook was made, as a shell of that system writes paths. */
export interface Installed {
  readonly node: string;
  /** Undefined where it is not to stay, such as in the cache of npx. */
  readonly program: string | undefined;
}

/** What a hook of ours begins with, whatever its version. */
const BEGINNING = "#!/bin/sh\n# Made by `gemsweep init git`:";

export function isOurs(text: string): boolean {
  return text.replaceAll("\r\n", "\n").startsWith(BEGINNING);
}

/** A whole hook. `installed` is undefined for one that other machines use as well. */
export function gitHook(hook: HookName, installed: Installed | undefined): string {
  const { noun, input, command, piped, before } = WORDS[hook];
  return `${BEGINNING} stops a ${noun} with a Google Gemini credential in it.
${input}
# The hook that was here before runs first, and what it says counts.
if [ -x "$0.before-gemsweep" ]; then
  ${before}"$0.before-gemsweep" "$@" || exit $?
fi

# Programs with windows start hooks with a short PATH, without the node of a version manager.
node=${installed === undefined ? "" : quoted(installed.node)}
[ -x "$node" ] || node=$(command -v node) || for folder in \\
  ${FOLDERS.join(" \\\n  ")}; do
  for node in "$folder/node" "$folder/node.exe"; do [ -x "$node" ] && break 2; done
done
for program in ${installed?.program === undefined ? "" : `${quoted(installed.program)} `}node_modules/gemsweep/dist/cli.cjs; do
  if [ -f "$program" ] && [ -x "$node" ]; then
    ${piped}"$node" "$program" ${command}
    exit $?
  fi
done
PATH="$PATH:$(dirname "$node")"
if command -v gemsweep >/dev/null 2>&1; then
  ${piped}gemsweep ${command}
  exit $?
fi
echo "gemsweep was not found, so that nothing was checked, and the ${noun} is stopped." >&2
echo "  Install Node.js and: npm install --global gemsweep && gemsweep init git" >&2
echo "  Once without the check: git ${noun} --no-verify" >&2
exit 2
`;
}

const WORDS = {
  "pre-commit": {
    noun: "commit",
    input: "",
    command: "staged",
    piped: "",
    before: "",
  },
  "pre-push": {
    noun: "push",
    input: `
# What git pipes in is for both.
pushed=$(cat)
tell() { [ -z "$pushed" ] || printf '%s\\n' "$pushed"; }
`,
    command: 'push "$@"',
    piped: "tell | ",
    before: "tell | ",
  },
} as const;

const FOLDERS = [
  '"$HOME/.volta/bin"',
  '"$HOME/.local/share/fnm/aliases/default/bin"',
  '"$HOME/Library/Application Support/fnm/aliases/default/bin"',
  '"$HOME/.local/share/mise/shims"',
  '"$HOME/.asdf/shims"',
  '"$HOME/.nodenv/shims"',
  '"$HOME"/.nvm/versions/node/v2[2-9].*/bin',
  '"$HOME"/.nvm/versions/node/v20.*/bin',
  '"$NVM_SYMLINK"',
  '"/c/Program Files/nodejs"',
  "/opt/homebrew/bin",
  "/usr/local/bin",
];

/** A path as a shell on this system takes it: the one that comes with git for Windows knows drives as folders. */
export function shellPath(path: string, platform: NodeJS.Platform): string {
  if (platform !== "win32") return path;
  return path
    .replaceAll("\\", "/")
    .replace(/^([A-Za-z]):\//, (_, drive: string) => `/${drive.toLowerCase()}/`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
