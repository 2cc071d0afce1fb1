/** The days of a credential's life in a repository, as its commits tell. */
import type { CommitChange, Finding } from "../../finding.ts";
import { isInFiles } from "../../findings/in-files.ts";

/** Days since 1970-01-01. Author dates are as their authors set them. */
export interface Life {
  /** When the first commit brought it in. */
  readonly from: number;
  /** When the last commit took it out of files; undefined while files hold it, and where no commit did. */
  readonly removed: number | undefined;
  /** Whether files hold it now. */
  readonly isInFiles: boolean;
  /** Whether history still holds it. */
  readonly isInHistory: boolean;
  /** When commits brought it in or took it away. */
  readonly added: readonly number[];
  readonly takenOut: readonly number[];
}

const DAY = 24 * 3600 * 1000;

/** Git knows no commit from before its own birth, and nobody's calendar goes beyond four digits. */
const EARLIEST = Date.UTC(2005, 3, 7) / DAY;
const LATEST = Date.UTC(9999, 0, 1) / DAY;

/** Undefined for what no commit of a believable date brought in. */
export function lifeOf(finding: Finding): Life | undefined {
  const { history } = finding;
  if (history === undefined) return undefined;
  const added = daysOf(history.introducedBy);
  const takenOut = daysOf(history.removedBy);
  const [from] = added;
  if (from === undefined) return undefined;
  const inFiles = isInFiles(finding);
  const last = takenOut.at(-1);
  return {
    from,
    removed: inFiles || last === undefined ? undefined : Math.max(last, from),
    isInFiles: inFiles,
    isInHistory: history.refs.length > 0 || history.unreachable,
    added,
    takenOut,
  };
}

function daysOf(changes: readonly CommitChange[]): readonly number[] {
  return changes.flatMap(({ date }) => dayOf(date) ?? []).sort((a, b) => a - b);
}

/** The day that the author's clock showed; undefined for what is no date that git could have written. */
function dayOf(date: string): number | undefined {
  const day = Math.floor(Date.parse(date.slice(0, 10)) / DAY);
  return day >= EARLIEST && day <= LATEST ? day : undefined;
}

/** `2025-03-01` */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The first and the last day that commits tell of; undefined when none does. */
export function spanOf(lives: readonly Life[]): { first: number; last: number } | undefined {
  const days = lives.flatMap(({ added, takenOut }) => [...added, ...takenOut]);
  if (days.length === 0) return undefined;
  return {
    first: days.reduce((a, b) => Math.min(a, b)),
    last: days.reduce((a, b) => Math.max(a, b)),
  };
}
