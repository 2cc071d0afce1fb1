/** The story of a fleet: jobs → those that are not done → runner → journal → results. */
import { createHash } from "node:crypto";
import type { Note } from "../document.ts";
import type { FleetResults, RepositoryOutcome } from "../fleet.ts";
import type { Tool } from "../report/json.ts";
import type { Auditors } from "./auditors.ts";
import type { FleetJob, FleetSettings } from "./job.ts";
import type { Journal } from "./journal.ts";
import { outcomeJson } from "./outcome.ts";
import type { FleetEvent, Runner } from "./runner.ts";
import type { Fleet } from "./sources.ts";

/** What a run of a fleet works with. */
export interface FleetRun {
  readonly fleet: Fleet;
  readonly settings: FleetSettings;
  /** How and where Google is asked, as `wayOf` tells. */
  readonly way: string;
  readonly tool: Tool;
  readonly journal: Journal;
  readonly runner: Runner;
  /** Tell whether what is done has changed since. */
  readonly auditors: Pick<Auditors, "state">;
  /** Repositories that are looked at at the same time. */
  readonly jobs: number;
  /** Whether what is done is done again. */
  readonly again: boolean;
  readonly signal: AbortSignal;
  /** Told of everything that happens. */
  tell(event: FleetEvent | FleetBegun): void;
}

/** How much there is to do, and how much was done before. */
export interface FleetBegun {
  readonly event: "begun";
  readonly repositories: number;
  readonly done: number;
}

/** Audits a fleet, or what is left of it. Throws UserError when the journal cannot be written. */
export async function runFleet(run: FleetRun): Promise<FleetResults> {
  const { fleet, settings, way, tool, journal, runner, signal, tell } = run;
  const key = createHash("sha256")
    .update(JSON.stringify([tool, settings, way]))
    .digest("hex");
  const jobs = fleet.targets.map(({ id, repository }) => ({ id, repository, settings }));
  if (journal.lost > 0) tell({ event: "note", text: lostText(journal.lost) });
  const done = await doneBefore(jobs, key, run);
  const todo = jobs.filter(({ id }) => !done.has(id));
  tell({ event: "begun", repositories: jobs.length, done: done.size });

  for await (const event of runner.run(todo, signal)) {
    if (event.event === "finished") {
      const { id, outcome, refs } = event;
      await journal.write(id, { key, refs }, outcomeJson(outcome, tool));
      done.add(id);
    }
    tell(event);
  }
  const outcomes = await outcomesOf(jobs, done, journal);
  return {
    sources: fleet.sources,
    outcomes: jobs.flatMap(({ id }) => outcomes.get(id) ?? []),
    undone: jobs.filter(({ id }) => !outcomes.has(id)).map(({ repository }) => repository),
    notes: notesOf(fleet),
  };
}

/** Those whose outcome still holds: the same question to the same repository in the same state. */
async function doneBefore(
  jobs: readonly FleetJob[],
  key: string,
  { journal, auditors, jobs: atOnce, again, signal }: FleetRun,
): Promise<Set<string>> {
  const done = new Set<string>();
  const known = again ? [] : jobs.filter(({ id }) => journal.done.get(id)?.key === key);
  const rest = known.values();
  const look = async (): Promise<void> => {
    for (const job of rest) {
      const refs = journal.done.get(job.id)?.refs ?? "";
      if (refs === "" || (await auditors.state(job, signal)) !== refs) continue;
      if ((await journal.outcome(job.id)) !== undefined) done.add(job.id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, look)).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
  return done;
}

/** By what lists say of the repositories today. */
async function outcomesOf(
  jobs: readonly FleetJob[],
  done: ReadonlySet<string>,
  journal: Journal,
): Promise<ReadonlyMap<string, RepositoryOutcome>> {
  const outcomes = new Map<string, RepositoryOutcome>();
  for (const { id, repository } of jobs) {
    const outcome = done.has(id) ? await journal.outcome(id) : undefined;
    if (outcome !== undefined) outcomes.set(id, { ...outcome, repository });
  }
  return outcomes;
}

function lostText(lost: number): string {
  const lines = lost === 1 ? "a line of the journal is" : `${lost} lines of the journal are`;
  return `${lines} damaged or cut off: what stood there is done again`;
}

function notesOf({ stripped }: Fleet): readonly Note[] {
  if (stripped === 0) return [];
  const addresses = stripped === 1 ? "an address" : `${stripped} addresses`;
  return [{ about: addresses, note: "had a user, password or query, which was left out" }];
}
