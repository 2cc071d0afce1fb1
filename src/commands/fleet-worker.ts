/** `gemsweep fleet worker`: audits what the runs of others put into a queue. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { connect } from "../fleet/queue/connect.ts";
import { auditorsPerRun } from "../fleet/queue/per-run.ts";
import { type Tally, work } from "../fleet/queue/worker.ts";
import { openWorkFolder, type WorkFolder } from "../fleet/work-folder.ts";
import { thisTool } from "../tool.ts";
import { GEMINI_ENDPOINT } from "../verify/endpoint.ts";
import type { Command } from "./command.ts";

export const fleetWorker: Command = {
  help: `gemsweep fleet worker --queue URL

Audits repositories for gemsweep fleet SOURCES… --queue URL, which is started
elsewhere: one after the other from a queue in Redis, until it is stopped. As
many workers may be there as one likes. Needs bullmq@6 and ioredis@6 beside
gemsweep, and the same version of gemsweep everywhere: docs/fleet-workers.md.

  --queue URL           redis://HOST:6379, rediss://USER:PASSWORD@HOST/0 for
                        TLS; better as GEMSWEEP_QUEUE in the environment,
                        because others see what is typed
  --prefix WORD         what names in Redis begin with (default: gemsweep);
                        the same as the run's
  --jobs N              repositories at once (default: one a processor)
  --rate N              repositories a minute that all workers together begin
  --grace SECONDS       for what is under way when it is stopped (default: 25);
                        then it is handed to others. A second signal ends all
  --shared              also read paths, below the folder it is started in,
                        which must be the same on all machines
  --work DIR            for clones (default: a folder of its own in TMPDIR)
  --disk SIZE, --stall-timeout N   as for fleet

When the run asks for --verify, keys are sent from here:
  --proxy, --use-env-proxy, --gemini-endpoint, --audit-log    as for verify

  --quiet, --help       as for audit

Exit code: 0 stopped as it was told, 2 could not do the job.

Examples:
  GEMSWEEP_QUEUE=rediss://:secret@queue.example gemsweep fleet worker
  gemsweep fleet worker --queue redis://localhost:6379 --jobs 4 --rate 60
`,

  async run(invocation) {
    const { operands, config, signal } = invocation;
    const { fleet, queue, verification, quiet } = config;
    if (operands.length > 0)
      throw new UserError(
        "a worker is told by its queue what to audit",
        "name repositories to gemsweep fleet SOURCES… --queue; a folder called worker is ./worker",
      );
    if (!queue) throw new UserError("a worker needs a queue");
    const announce = (text: string): void => {
      if (!quiet) invocation.announce(text);
    };
    const { address, prefix, rate, grace, shared } = queue;
    const connection = await connect(address, prefix, announce);
    const folder = await workFolder(fleet.work);
    const { jobs, disk = Math.floor(folder.free / 2), keep, patience } = fleet;
    const auditors = auditorsPerRun({
      client: connection.client,
      prefix,
      ground: {
        work: folder.path,
        disk,
        keep,
        patience,
        endpoint: verification?.endpoint ?? GEMINI_ENDPOINT,
        proxy: verification?.proxy,
        useEnvProxy: verification?.useEnvProxy ?? false,
        auditLog: verification?.auditLog,
      },
      jobs,
    });
    try {
      announce(`working for ${address.shown}, ${jobs} at once`);
      const tool = thisTool();
      const ground = { connection, prefix, tool, jobs, rate, grace, shared, announce };
      const tally = await work({ ...ground, audit: auditors.audit }, signal);
      return { text: quiet ? "" : tallyText(tally), exitCode: 0 };
    } finally {
      connection.end();
      await auditors.end();
      await folder.release();
    }
  },
};

/** Workers that one machine may have without telling them where to work. */
const MOST_HERE = 64;

/** The folder that was named, or the first of those that nobody works in. */
async function workFolder(named: string | undefined): Promise<WorkFolder> {
  if (named !== undefined) return await openWorkFolder(named);
  for (let number = 1; ; number += 1)
    try {
      return await openWorkFolder(join(tmpdir(), `gemsweep-worker-${number}`));
    } catch (thrown) {
      if (number === MOST_HERE) throw thrown;
    }
}

function tallyText({ done, handedBack }: Tally): string {
  const repositories = done === 1 ? "1 repository" : `${done} repositories`;
  return `${repositories} done${handedBack > 0 ? `, ${handedBack} handed back` : ""}\n`;
}
