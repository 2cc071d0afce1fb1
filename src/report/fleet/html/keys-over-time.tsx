/** When credentials came in: a column for each month, quarter or year. */
import { SEVERITIES } from "../../../findings/severity.ts";
import type { Entry } from "../../html/entry.ts";
import { SeverityShape } from "../../html/severity.tsx";
import { counted, grouped } from "../../words.ts";
import { type Period, periodsOf } from "./periods.ts";

const HEIGHT = 132;

/** Labels below the columns that fit beside one another. */
const LABELS = 5;

/** A single month is a column, and not a wall. */
const FEWEST = 8;

/** The picture, and the same in numbers; nothing where no commit tells of time. */
export function KeysOverTime({ entries }: { readonly entries: readonly Entry[] }) {
  const periods = periodsOf(entries);
  if (periods.length === 0) return null;
  const used = SEVERITIES.toReversed().filter((severity) =>
    periods.some(({ counts }) => (counts[severity] ?? 0) > 0),
  );
  const most = periods.reduce((top, { total }) => Math.max(top, total), 1);
  return (
    <div>
      <h3>New credentials, by their first commit</h3>
      <Columns periods={periods} most={most} />
      <p class="legend" aria-hidden="true">
        {used.map((severity) => (
          <span key={severity}>
            <SeverityShape severity={severity} /> {severity}
          </span>
        ))}
      </p>
      <details class="more">
        <summary>in numbers</summary>
        <ul class="items bare">
          {periods
            .filter(({ total }) => total > 0)
            .map((period) => (
              <li key={period.name}>{periodText(period)}</li>
            ))}
        </ul>
      </details>
    </div>
  );
}

function Columns({
  periods,
  most,
}: {
  readonly periods: readonly Period[];
  readonly most: number;
}) {
  const [first] = periods;
  const last = periods.at(-1);
  const peak = periods.find(({ total }) => total === most);
  const width = 100 / Math.max(periods.length, FEWEST);
  const step = Math.ceil(periods.length / LABELS);
  return (
    <svg
      class="columns"
      height={HEIGHT + 24}
      role="img"
      aria-label={`From ${first?.name ?? ""} to ${last?.name ?? ""}; most in ${peak?.name ?? ""}: ${counted(most, "credential")}`}
    >
      <line class="grid" x1="0" x2="100%" y1={HEIGHT} y2={HEIGHT} />
      {periods.map((period, index) => (
        <g key={period.name}>
          <title>{periodText(period)}</title>
          <Column period={period} most={most} left={index * width} width={width} />
          {index % step === 0 && (
            <text
              x={`${round(index === 0 ? 0 : (index + 0.5) * width)}%`}
              y={HEIGHT + 17}
              text-anchor={index === 0 ? "start" : "middle"}
            >
              {period.name}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

/** The most severe at the bottom, where heights can be compared. */
function Column({
  period: { counts },
  most,
  left,
  width,
}: {
  readonly period: Period;
  readonly most: number;
  readonly left: number;
  readonly width: number;
}) {
  const present = SEVERITIES.toReversed().filter((severity) => (counts[severity] ?? 0) > 0);
  const heights = present.map((severity) => ((counts[severity] ?? 0) / most) * (HEIGHT - 6));
  return (
    <>
      {present.map((severity, index) => {
        const below = heights.slice(0, index).reduce((sum, height) => sum + height, 0);
        const height = heights[index] ?? 0;
        return (
          <rect
            key={severity}
            class={`amount ${severity}`}
            x={`${round(left + width * 0.12)}%`}
            width={`${round(width * 0.76)}%`}
            y={round(HEIGHT - below - height)}
            height={round(height)}
          />
        );
      })}
    </>
  );
}

function periodText({ name, counts, total }: Period): string {
  const parts = SEVERITIES.toReversed().flatMap((severity) =>
    counts[severity] === undefined ? [] : [`${grouped(counts[severity])} ${severity}`],
  );
  return `${name}: ${total === 0 ? "none" : parts.join(", ")}`;
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
