/** Cuts the time in which credentials came in into months, quarters or years. */
import type { Severity } from "../../../finding.ts";
import type { Entry } from "../../html/entry.ts";

/** A stretch of time, and how many credentials came in during it. */
export interface Period {
  /** `2024`, `2024 Q3` or `2024-07`. */
  readonly name: string;
  readonly counts: Readonly<Partial<Record<Severity, number>>>;
  readonly total: number;
}

/** More columns than this are no picture. */
const MOST = 40;

const DAY = 24 * 3600 * 1000;

/** Lengths in months, shortest first. */
const LENGTHS = [1, 3, 12] as const;

/** All periods from the first credential to the last, empty ones too; none where no commit tells of time. */
export function periodsOf(entries: readonly Entry[]): readonly Period[] {
  const born = entries.flatMap(({ life, finding }) =>
    life ? [{ month: monthOf(life.from), severity: finding.severity }] : [],
  );
  if (born.length === 0) return [];
  const first = born.reduce((least, { month }) => Math.min(least, month), Infinity);
  const last = born.reduce((most, { month }) => Math.max(most, month), 0);
  const length = LENGTHS.find((months) => (last - first) / months < MOST) ?? 12;
  const start = Math.floor(first / length);
  // Somebody's clock may have been centuries off.
  const count = Math.min(Math.floor(last / length) - start + 1, MOST * 2);
  const counts = Array.from({ length: count }, (): Partial<Record<Severity, number>> => ({}));
  for (const { month, severity } of born) {
    const own = counts[Math.min(count - 1, Math.floor(month / length) - start)];
    if (own) own[severity] = (own[severity] ?? 0) + 1;
  }
  return counts.map((own, index) => ({
    name: nameOf((start + index) * length, length),
    counts: own,
    total: Object.values(own).reduce((sum, one) => sum + one, 0),
  }));
}

/** Since the year 0. */
function monthOf(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function nameOf(month: number, length: number): string {
  const year = Math.floor(month / 12);
  if (length === 12) return String(year);
  if (length === 3) return `${year} Q${Math.floor((month % 12) / 3) + 1}`;
  return `${year}-${String((month % 12) + 1).padStart(2, "0")}`;
}
