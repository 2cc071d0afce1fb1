#!/usr/bin/env node
/** The program: command line in, exit code out. Nothing else writes to standard output and standard error. */
import { parseArguments } from "./command-line/arguments.ts";
import { loadCommand } from "./commands/all.ts";
import { type Config, resolveConfig } from "./config.ts";
import { UserError } from "./errors.ts";
import { type ExitCode, exitCodeOf, fails, fleetExitCode } from "./exit-code.ts";
import { failureText } from "./command-line/failure.ts";
import type { Finding, Report } from "./finding.ts";
import type { Format } from "./command-line/formats.ts";
import { checkOutput, writeOutput } from "./command-line/output-file.ts";
import { noProgress, type Progress, progressLine } from "./command-line/progress.ts";
import { type Looks, render } from "./render.ts";
import { reasonOf } from "./reason.ts";
import { thisTool } from "./tool.ts";

/** Columns of a text report where no terminal says how many it has. */
const WIDTH = 100;

void main(process.argv.slice(2))
  .catch(async (thrown: unknown) => {
    const lead = ["scrub", "init"].includes(process.argv[2] ?? "") ? "" : "nothing was scanned: ";
    await write(process.stderr, failureText(thrown, lead));
    return 2;
  })
  .then((exitCode) => process.exit(exitCode));

async function main(argv: readonly string[]): Promise<ExitCode> {
  const { command: name, named, operands, settings } = parseArguments(argv);
  if (settings.has("version")) return await say(`gemsweep ${thisTool().version}\n`);
  const command = await loadCommand(settings.has("help") && !named ? "help" : name);
  if (settings.has("help")) return await say(command.help);

  refuseGoneFolder();
  const terminal = { isTTY: process.stdout.isTTY, environment: process.env };
  const config = await resolveConfig(settings, name, terminal);
  for (const { file } of config.outputs) await checkOutput(file);

  const progress = progressFor(config);
  const signal = interruption(progress);
  const { report: onProgress } = progress;
  const announce = (text: string): void => {
    progress.clear();
    process.stderr.write(`gemsweep: ${text}
`);
  };
  const run = command.run({
    operands,
    config,
    ownConfig: async (files) => (files ? resolveConfig(settings, name, terminal, files) : config),
    signal,
    progress: onProgress,
    stage: progress.stage,
    show: progress.show,
    announce,
    print: (text) => void process.stdout.write(text, () => {}),
    ask,
    // Opened by commands that read it.
    get input() {
      return process.stdin;
    },
  });
  const outcome = await run.finally(progress.clear);
  if ("text" in outcome) return await say(outcome.text, outcome.exitCode);
  const interrupted = signal.aborted;
  if ("fleet" in outcome) {
    const { fleetReport } = await import("./findings/fleet-report.ts");
    const { renderFleet } = await import("./render-fleet.ts");
    const { fleet } = outcome;
    const report = fleetReport(fleet);
    return await present(config, {
      exitCode: fleetExitCode(fleet, config.failOn, interrupted),
      render: async (format, looks) => renderFleet(report, format, thisTool(), looks),
      summarize: async () => {},
      hookWords: async () => ({}),
    });
  }
  const { report, config: own = config } = outcome;
  return await present(own, {
    exitCode: exitCodeOf(report, own.failOn, interrupted),
    render: async (format, looks) => render(report, format, thisTool(), looks),
    summarize: async () => summarize(report),
    hookWords: async () => hookWords(report),
  });
}

/** Whatever resolves a path fails where somebody has deleted the folder meanwhile. */
function refuseGoneFolder(): void {
  try {
    process.cwd();
  } catch (thrown) {
    const reason = reasonOf(thrown);
    throw new UserError(`cannot work in this folder: ${reason}`, "change to one that is there");
  }
}

/** What there is to be written, and the exit code that says what is in it. */
interface Presented {
  readonly exitCode: ExitCode;
  render(format: Format, looks: Looks): Promise<string>;
  /** Writes what a step of a workflow shows. */
  summarize(): Promise<void>;
  /** What a person is told where a hook stops something. */
  hookWords(): Promise<Pick<Looks, "hook">>;
}

/** Writes a report to where it was asked for. */
async function present(config: Config, presented: Presented): Promise<ExitCode> {
  const { failOn } = config;
  let { exitCode } = presented;
  const failing = (finding: Finding): boolean => fails(finding, failOn);
  const plain = { color: false, width: WIDTH, fails: failing };
  const writes = config.outputs.map(({ file, format }) => async () => {
    await writeOutput(file, await presented.render(format, plain));
  });
  if (config.format === "github") writes.push(presented.summarize);
  for (const writeOne of writes)
    try {
      await writeOne();
    } catch (thrown) {
      await write(process.stderr, failureText(thrown, ""));
      exitCode = 2;
    }
  if (config.quiet && config.format === "text" && exitCode === 0) return exitCode;
  const looks = {
    color: config.color,
    // Some terminals do not say how wide they are.
    width: process.stdout.columns || WIDTH,
    fails: failing,
    ...(await presented.hookWords()),
  };
  return await say(await presented.render(config.format, looks), exitCode);
}

/** Loaded for a hook that stops something. */
async function hookWords({ target, findings }: Report): Promise<Pick<Looks, "hook">> {
  if (findings.length === 0 || !["staged", "push"].includes(target.command)) return {};
  const { runningHook } = await import("./command-line/running-hook.ts");
  return { hook: runningHook(process.env, process.cwd()) };
}

/** Loaded for the one command that asks. */
async function ask(question: string): Promise<string | undefined> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  const { askAt } = await import("./command-line/ask.ts");
  return await askAt(stdin, stdout, question);
}

async function summarize(report: Report): Promise<void> {
  const { writeStepSummary } = await import("./command-line/step-summary.ts");
  await writeStepSummary(report, process.env.GITHUB_STEP_SUMMARY);
}

async function say(text: string, exitCode: ExitCode = 0): Promise<ExitCode> {
  try {
    await write(process.stdout, text);
    return exitCode;
  } catch (thrown) {
    const failure = new UserError(`cannot write to standard output: ${reasonOf(thrown)}`);
    await write(process.stderr, failureText(failure, ""));
    return 2;
  }
}

/** Resolves when the text is written, or when nobody reads it any more. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("error", () => {});
    stream.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}

function progressFor({ quiet }: Config): Progress {
  const { stderr } = process;
  if (quiet || !stderr.isTTY) return noProgress;
  const draw = (text: string): boolean => stderr.write(text);
  return progressLine(draw, stderr.columns, () => performance.now());
}

/** Aborted by the first Ctrl-C, so that what is known by then is reported; the second one exits at once. */
function interruption(progress: Progress): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(2);
    progress.clear();
    process.stderr.write("gemsweep: stopping; once more to exit at once\n");
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return controller.signal;
}
