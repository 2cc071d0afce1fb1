/** `gemsweep fleet`: everything that many repositories hold or ever held. */
import { fleetFormat } from "../command-line/fleet-formats.ts";
import type { QueueConfig } from "../command-line/queue.ts";
import { UserError } from "../errors.ts";
import { startAuditors } from "../fleet/auditors.ts";
import { eventJson, startTally } from "../fleet/events.ts";
import { settingsOf } from "../fleet/job-config.ts";
import { openJournal } from "../fleet/journal.ts";
import { startLedger, wayOf } from "../fleet/ledger.ts";
import { poolRunner } from "../fleet/pool.ts";
import { isBelowHere } from "../fleet/queue/shared.ts";
import { type FleetRun, runFleet } from "../fleet/run.ts";
import type { Runner } from "../fleet/runner.ts";
import { readSources } from "../fleet/sources.ts";
import { openWorkFolder, refuseWorkIn, type WorkFolder } from "../fleet/work-folder.ts";
import { thisTool } from "../tool.ts";
import { loadRules, ruleTexts } from "../rules/load.ts";
import { visible } from "../report/visible.ts";
import { GEMINI_ENDPOINT } from "../verify/endpoint.ts";
import type { Command, Invocation } from "./command.ts";

export const fleet: Command = {
  help: `gemsweep fleet SOURCES…

Audits many repositories in one run, as gemsweep audit does each of them, and
ends in one report. What is done is kept: stopped in whatever way, the same
command goes on where it was.

SOURCES are repositories (paths, https and ssh addresses), folders of clones,
lists of those (a file or -, one a line, # comments), and what
  gh repo list ORG --json url,nameWithOwner,isArchived,isFork,visibility
and glab repo list --output json print. Addresses are cloned with all refs,
with your git's credential helper or ssh agent, and removed after their audit.

  --jobs N              repositories at once (default: one a processor)
  --work DIR            for clones and the journal (default: gemsweep-fleet)
  --disk SIZE           most that clones take (default: half of what is free)
  --max-clone-size SIZE most for one clone: 500M, 2G (default: no limit)
  --stall-timeout N     seconds that a server may be silent (default: 300)
  --keep                leave clones in the work folder
  --again               audit also what has not changed since it was audited
  --archived WHICH, --forks WHICH
                        of what lists name: yes (default), no or only
  --queue URL           have workers on other machines do it, see
                        gemsweep fleet worker --help; --prefix, --shared
  --format FORMAT       what is printed; --output FILE writes it as well;
                        jsonl also tells what happens while it does
  --verify[=…]          ask Google which keys still work, each key once
  --fail-on, --rules, --config, --no-ignore, --foreign-marks, --quiet,
  --max-file-size, --no-color, --help    as for audit

Exit code: 0 nothing found and everything looked at, 1 found something,
2 could not do the job or not look everywhere.

Examples:
  gemsweep fleet ~/src repositories.txt --output fleet.json
  gh repo list acme --limit 5000 --json url,isArchived | gemsweep fleet -
`,

  async run(invocation) {
    const { operands, config, input } = invocation;
    if (operands.length === 0)
      throw new UserError(
        "fleet needs repositories: paths, addresses or lists of them",
        "gemsweep fleet ~/src; gemsweep fleet repositories.txt",
      );
    for (const { format } of [config, ...config.outputs]) fleetFormat(format);
    // Rules that are wrong are wrong for all repositories.
    await loadRules(config.rules);
    const { archived, forks, work } = config.fleet;
    const fleet = await readSources(operands, { archived, forks, input });
    if (fleet.sources.asked === 0)
      throw new UserError("the sources name no repository", "see gemsweep fleet --help");
    if (config.queue) refuseFolders(fleet.targets, config.queue);
    const place = work ?? "gemsweep-fleet";
    refuseWorkIn(place, fleet.targets);
    const folder = await openWorkFolder(place);
    try {
      return { fleet: await audited(fleet, folder, invocation) };
    } finally {
      await folder.release();
    }
  },
};

async function audited(
  fleet: FleetRun["fleet"],
  folder: WorkFolder,
  { config, signal, stage, show, print, announce }: Invocation,
) {
  const { format, quiet, fleet: options, queue, verification } = config;
  const { jobs } = options;
  const journal = await openJournal(folder.path);
  const settings = settingsOf(config, ruleTexts(config.rules));
  const endpoint = verification?.endpoint ?? GEMINI_ENDPOINT;
  const way = wayOf(settings, endpoint);
  const auditors = startAuditors(
    {
      work: folder.path,
      disk: options.disk ?? Math.floor(folder.free / 2),
      keep: options.keep,
      patience: options.patience,
      // Another run may be told something else than the last one.
      ledger: startLedger(options.again ? new Map() : journal.verdicts, journal.writeVerdict, way),
      endpoint,
      proxy: verification?.proxy,
      useEnvProxy: verification?.useEnvProxy ?? false,
      auditLog: verification?.auditLog,
    },
    jobs,
  );
  if (verification?.generate === true) {
    const { priceText } = await import("../report/price.ts");
    const { worstCasePrice } = await import("../verify/models.ts");
    const { model } = verification;
    announce(`of each key: ${priceText({ keys: 1, model, ...worstCasePrice(model) })}`);
  }
  stage("looking for what has changed");
  const tally = startTally(() => performance.now());
  try {
    return await runFleet({
      fleet,
      settings,
      way,
      tool: thisTool(),
      journal,
      runner:
        queue === undefined
          ? poolRunner(auditors, jobs)
          : await openQueueRunner(queue, folder.path, options.again, announce),
      auditors,
      jobs,
      again: options.again,
      signal,
      tell(event) {
        tally.take(event);
        show(tally.line());
        if (event.event === "note" && !quiet) announce(event.text);
        const line = format === "jsonl" ? eventJson(event) : undefined;
        if (line !== undefined) print(line);
      },
    });
  } finally {
    await auditors.end();
    await journal.close();
  }
}

/** Loaded for those alone who have a queue. */
async function openQueueRunner(
  { address, prefix, shared }: QueueConfig,
  folder: string,
  again: boolean,
  announce: Invocation["announce"],
): Promise<Runner> {
  const { connect } = await import("../fleet/queue/connect.ts");
  const { queueRunner } = await import("../fleet/queue/runner.ts");
  const { runIn } = await import("../fleet/queue/run-id.ts");
  const connection = await connect(address, prefix, announce);
  const { version } = thisTool();
  return queueRunner({ connection, prefix, shared, run: await runIn(folder, again), version });
}

/** A folder here is none elsewhere. Throws UserError. */
function refuseFolders(targets: FleetRun["fleet"]["targets"], { shared }: QueueConfig): void {
  const folder = targets.find(
    ({ repository: { kind, location } }) => kind === "path" && !(shared && isBelowHere(location)),
  );
  if (folder === undefined) return;
  throw new UserError(
    `${visible(folder.repository.location)} is a folder of this machine, which workers on others cannot read`,
    shared
      ? "with --shared, paths are relative and lead below the folder that this is started in"
      : "give the address that it is cloned from; or, where all machines share this folder, --shared",
  );
}
