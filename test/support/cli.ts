/** Runs the built program as a user would, and keeps what happened in a form that can be reviewed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const CLI = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));

/** What one call gave. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

export interface Call {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

export function runCli({ cwd, args, input = "", env }: Call): Run {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    input,
    env: { ...cleanEnvironment(), ...env },
    encoding: "utf8",
    maxBuffer: 1024 ** 3,
  });
  return { stdout, stderr, exitCode: status };
}

/** Runs it beside this program, which may answer as a server meanwhile; `started` is told the process. */
export async function runCliBeside(
  { args, ...call }: Call,
  started?: (child: ChildProcess) => void,
): Promise<Run> {
  return await runBeside(process.execPath, { ...call, args: [CLI, ...args] }, started);
}

/** Runs any command so. */
export async function runBeside(
  command: string,
  { cwd, args, input = "", env }: Call,
  started: (child: ChildProcess) => void = () => {},
): Promise<Run> {
  const child = spawn(command, args, { cwd, env: { ...cleanEnvironment(), ...env } });
  started(child);
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr, exitCode: await ended };
}

/** The environment without what changes the output of the program or of git. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const telling =
    /^(CI|NO_COLOR|FORCE_COLOR|TERM|COLUMNS|(GITHUB|GIT|CI|BITBUCKET|SYSTEM|BUILD|JENKINS|CIRCLE)_.*|GITLAB_CI|TF_BUILD|CIRCLECI|NODE_OPTIONS|VITEST.*)$/;
  const rest = Object.entries(process.env).filter(([name]) => !telling.test(name));
  return {
    ...Object.fromEntries(rest),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
}

/** A Markdown page of calls and what they gave. */
export class Transcript {
  readonly #parts: string[];
  readonly #names: ReadonlyMap<string, string>;

  /** `names` maps what differs from run to run, such as a temporary folder, to what stands for it. */
  constructor(title: string, names: Readonly<Record<string, string>> = {}) {
    this.#parts = [`# ${title}\n`];
    this.#names = new Map(Object.entries(names));
  }

  /** Runs the program and writes it down under a heading. */
  run(heading: string, call: Call, command?: string): Run {
    return this.#note(heading, call, runCli(call), command);
  }

  /** The same for a program that talks to a server of ours. */
  async runBeside(heading: string, call: Call, command?: string): Promise<Run> {
    return this.#note(heading, call, await runCliBeside(call), command);
  }

  #note(heading: string, { args }: Call, result: Run, command = `gemsweep ${args.join(" ")}`): Run {
    const { stdout, stderr, exitCode } = result;
    this.#parts.push(
      `\n## ${heading}\n\n\`\`\`console\n$ ${command}\n${stdout}`,
      stderr === "" ? "" : `--- standard error\n${stderr}`,
      `--- exit code ${exitCode}\n\`\`\`\n`,
    );
    return result;
  }

  /** Shows something that a call left behind. */
  show(heading: string, text: string): void {
    this.#parts.push(`\n## ${heading}\n\n\`\`\`\n${text}\`\`\`\n`);
  }

  toString(): string {
    let text = this.#parts.join("");
    for (const [name, shown] of this.#names) text = text.replaceAll(name, shown);
    return text
      .replaceAll(/\b[0-9a-f]{64}\b/g, "<fingerprint>")
      .replaceAll(/\b[0-9a-f]{40}\b/g, "<object id>")
      .replaceAll(/\b[0-9a-f]{7}\b/g, "·······")
      .replaceAll(/…[\w-]{4}(?![\w-])/g, "…····")
      .replaceAll(/(key id |"keyId": ?")[\w-]{4}(?![\w-])/g, "$1····");
  }
}
