/** What the command line asks for. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export const PARTS = ["history", "worktree", "hook", "memory", "growth", "trace", "fleet"];

const HELP = `npm run bench -- [PART…] [options]

Parts: ${PARTS.join(", ")}; by default all.

  --repo PATH      a repository instead of the generated one; repeatable
  --generated      the generated one as well as those named
  --commits N      of the generated repository (default: 20000)
  --files N        of the generated working tree (default: 13000)
  --fleet N        repositories of the generated fleet (default: 1000)
  --rounds N       of the long measurements (default: 3)
  --timeout SEC    after which a contender is ended (default: 240)
  --seed N         of everything generated (default: 1)
  --no-peers       gemsweep, git, node and ripgrep alone
  --markdown       print the tables as Markdown
  --write FILE     put them between the marks in a Markdown file as well
`;

/**
 * @typedef {object} Options
 * @property {ReadonlySet<string>} parts
 * @property {readonly string[]} repositories
 * @property {boolean} generated Whether the generated repository is measured.
 * @property {number} commits
 * @property {number} files
 * @property {{ repositories: number, seed: number }} fleet
 * @property {number} rounds
 * @property {number} seconds
 * @property {number} seed
 * @property {boolean} peers
 * @property {boolean} markdown
 * @property {string | undefined} write
 */

/**
 * Throws when they cannot be understood.
 * @param {readonly string[]} args
 * @returns {Options | string} The text to show instead where help is asked for.
 */
export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      repo: { type: "string", multiple: true, default: [] },
      generated: { type: "boolean", default: false },
      commits: { type: "string", default: "20000" },
      files: { type: "string", default: "13000" },
      fleet: { type: "string", default: "1000" },
      rounds: { type: "string", default: "3" },
      timeout: { type: "string", default: "240" },
      seed: { type: "string", default: "1" },
      "no-peers": { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      write: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return HELP;
  const unknown = positionals.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Error(`no part ${unknown}; there are ${PARTS.join(", ")}`);
  return {
    parts: new Set(positionals.length > 0 ? positionals : PARTS),
    repositories: values.repo.map((path) => resolve(path)),
    generated: values.generated || values.repo.length === 0,
    commits: whole("--commits", values.commits),
    files: whole("--files", values.files),
    fleet: {
      repositories: whole("--fleet", values.fleet),
      seed: whole("--seed", values.seed),
    },
    rounds: whole("--rounds", values.rounds),
    seconds: whole("--timeout", values.timeout),
    seed: whole("--seed", values.seed),
    peers: !values["no-peers"],
    markdown: values.markdown,
    write: values.write,
  };
}

function whole(flag, text) {
  if (!/^[1-9]\d*$/u.test(text)) throw new Error(`${flag} wants a number, not ${text}`);
  return Number(text);
}
