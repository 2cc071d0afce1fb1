/** What happens in a fleet, as a line for people and as lines of JSON for programs. Pure. */
import type { RepositoryOutcome } from "../fleet.ts";
import { escapedJson } from "../report/escaped-json.ts";
import { visible } from "../report/visible.ts";
import { counted, grouped } from "../report/words.ts";
import type { FleetBegun } from "./run.ts";
import type { FleetEvent } from "./runner.ts";

/** Keeps count of a fleet. */
export interface Tally {
  take(event: FleetEvent | FleetBegun): void;
  /** `repositories 12 of 200 · 3 keys found · 4 min left · team/demo, team/site`. */
  line(): string;
}

/** `now` is in milliseconds. */
export function startTally(now: () => number): Tally {
  const current = new Map<string, string>();
  const keys = new Set<string>();
  let repositories = 0;
  let before = 0;
  let done = 0;
  let failed = 0;
  let from = now();
  return {
    take(event) {
      switch (event.event) {
        case "begun":
          ({ repositories } = event);
          before = event.done;
          from = now();
          break;
        case "started":
          current.set(event.repository.name, "");
          break;
        case "progress":
          current.set(event.repository.name, event.what.startsWith("clone") ? " (cloning)" : "");
          break;
        case "finished":
          current.delete(event.outcome.repository.name);
          done += 1;
          for (const one of keysOf(event.outcome)) keys.add(one);
          if ("failure" in event.outcome) failed += 1;
          break;
        case "note":
          break;
      }
    },
    line() {
      const left = repositories - before - done;
      const perOne = (now() - from) / done;
      const parts = [
        `repositories ${grouped(before + done)} of ${grouped(repositories)}`,
        `${counted(keys.size, "key")} found`,
        ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
        ...(done > 0 && left > 0 ? [`${duration((left * perOne) / 1000)} left`] : []),
        ...(current.size > 0
          ? [[...current].map(([name, doing]) => visible(name, 40) + doing).join(", ")]
          : []),
      ];
      return parts.join(" · ");
    },
  };
}

/** One line of JSON; progress within a repository is for people alone. */
export function eventJson(event: FleetEvent | FleetBegun): string | undefined {
  switch (event.event) {
    case "begun":
      return line({ type: "begun", repositories: event.repositories, done: event.done });
    case "started":
      return line({ type: "started", repository: event.repository.name });
    case "progress":
      return undefined;
    case "finished":
      return line({
        type: "finished",
        repository: event.outcome.repository.name,
        ...summaryOf(event.outcome),
      });
    case "note":
      return line({ type: "note", note: event.text });
  }
}

function summaryOf(outcome: RepositoryOutcome): object {
  if ("failure" in outcome) {
    const { stage, why, remedy } = outcome.failure;
    return { failure: { stage, why, remedy } };
  }
  const { complete, findings } = outcome.report;
  return { complete, findingCount: findings.length };
}

function keysOf(outcome: RepositoryOutcome): readonly string[] {
  if ("failure" in outcome) return [];
  return outcome.report.findings.map(({ fingerprint }) => fingerprint);
}

function line(fields: object): string {
  return `${escapedJson(fields)}\n`;
}

function duration(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
