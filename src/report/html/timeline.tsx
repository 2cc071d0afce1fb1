/** The picture of time: each credential a bar from its first commit on. */
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import type { Entry } from "./entry.ts";
import { dateOf, type Life, spanOf } from "./life.ts";
import { SeverityShape } from "./severity.tsx";
import { type Scale, scaleOf } from "./timeline-scale.ts";

/** Bars in sight, and those to unfold. More are no picture. */
const IN_SIGHT = 12;
const MOST_BARS = 60;

/** More commits on one bar cannot be told apart. */
const MOST_COMMITS = 60;

interface Lived extends Entry {
  readonly life: Life;
}

/** The timeline; nothing where no commit tells of time. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  const lived = entries.filter(
    (entry): entry is Lived => entry.life !== undefined && entry.finding.severity !== "info",
  );
  const shown = lived.slice(0, MOST_BARS);
  const span = spanOf(shown.map(({ life }) => life));
  if (span === undefined) return null;
  const scale = scaleOf(span);
  const more = lived.length - shown.length;
  return (
    <section id="time" aria-labelledby="time-title">
      <h2 id="time-title">How long</h2>
      <p class="lead">
        Each bar begins with the first commit that held the credential.{" "}
        <span data-static-today>
          The last commit of all this is of {dateOf(span.last)}; what is open on the right goes on.
        </span>
      </p>
      <div class="timeline" data-first={scale.first} data-last={span.last}>
        <Axis scale={scale} />
        <Rows entries={shown.slice(0, IN_SIGHT)} scale={scale} last={span.last} />
        {shown.length > IN_SIGHT && (
          <details class="more">
            <summary>and {counted(shown.length - IN_SIGHT, "more bar")}</summary>
            <Rows entries={shown.slice(IN_SIGHT)} scale={scale} last={span.last} />
          </details>
        )}
      </div>
      <p class="legend" aria-hidden="true">
        <span>
          <svg width="28" height="10">
            <rect class="bar" x="0" y="1" width="28" height="8" rx="2" />
          </svg>{" "}
          in files
        </span>
        <span>
          <svg width="28" height="10">
            <rect class="past" x="0.5" y="2.5" width="27" height="5" rx="2" />
          </svg>{" "}
          in history only
        </span>
        <span>
          <svg width="12" height="12">
            <circle class="commit" cx="6" cy="6" r="4" />
          </svg>{" "}
          commit that added it
        </span>
        <span>
          <svg width="12" height="12">
            <path class="removal" d="M2 2l8 8M10 2l-8 8" />
          </svg>{" "}
          commit that took it out
        </span>
      </p>
      {more > 0 && <p>{counted(more, "more credential")} in the list below.</p>}
    </section>
  );
}

function Axis({ scale }: { readonly scale: Scale }) {
  return (
    <svg class="axis" height="22" aria-hidden="true">
      {scale.ticks.map(({ day, label }) => (
        <text key={day} data-x={day} x={`${scale.at(day)}%`} y="15" text-anchor="middle">
          {label}
        </text>
      ))}
    </svg>
  );
}

function Rows({
  entries,
  scale,
  last,
}: {
  readonly entries: readonly Lived[];
  readonly scale: Scale;
  readonly last: number;
}) {
  return (
    <ol>
      {entries.map((entry) => (
        <Row key={entry.id} entry={entry} scale={scale} last={last} />
      ))}
    </ol>
  );
}

function Row({
  entry: { finding, id, life },
  scale,
  last,
}: {
  readonly entry: Lived;
  readonly scale: Scale;
  readonly last: number;
}) {
  const { severity, preview } = finding;
  return (
    <li>
      <a class="name" href={`#${id}`}>
        <SeverityShape severity={severity} />
        <span class="quiet-word">{severity}</span>
        <code>{visible(preview)}</code>
      </a>
      <svg class={`life ${severity}`} height="24" role="img" aria-label={lifeText(life)}>
        {scale.ticks.map(({ day }) => (
          <line
            key={day}
            class="grid"
            data-x={day}
            x1={`${scale.at(day)}%`}
            x2={`${scale.at(day)}%`}
            y1="0"
            y2="24"
          />
        ))}
        <Bars life={life} scale={scale} />
        {thinned(life.added).map((day) => (
          <circle key={day} class="commit" data-x={day} cx={`${scale.at(day)}%`} cy="12" r="4" />
        ))}
        {thinned(life.takenOut).map((day) => (
          <svg key={day} data-x={day} x={`${scale.at(day)}%`} y="12" overflow="visible">
            <path class="removal" d="M-4 -4l8 8M4 -4l-8 8" />
          </svg>
        ))}
      </svg>
      <Exposure life={life} last={last} />
    </li>
  );
}

/** What is still there runs to the edge. */
function Bars({ life, scale }: { readonly life: Life; readonly scale: Scale }) {
  const { from, removed, isInFiles, isInHistory } = life;
  if (removed === undefined)
    return <Bar look={isInFiles ? "bar" : "past"} from={from} until={undefined} scale={scale} />;
  return (
    <>
      {isInHistory && <Bar look="past" from={removed} until={undefined} scale={scale} />}
      <Bar look="bar" from={from} until={removed} scale={scale} />
    </>
  );
}

function Bar({
  look,
  from,
  until,
  scale,
}: {
  readonly look: "bar" | "past";
  readonly from: number;
  /** Undefined for the right edge. */
  readonly until: number | undefined;
  readonly scale: Scale;
}) {
  const start = scale.at(from);
  const end = until === undefined ? 100 : scale.at(until);
  return (
    <rect
      class={look}
      data-x={from}
      data-until={until ?? ""}
      x={`${start}%`}
      width={`${Math.max(0.4, round(end - start))}%`}
      y={look === "bar" ? 8 : 9.5}
      height={look === "bar" ? 8 : 5}
      rx="2"
    />
  );
}

/** The days in words, of which the page's script makes those up to today. What history holds is out as ever. */
export function Exposure({ life, last }: { readonly life: Life; readonly last: number }) {
  const { from, removed, isInFiles, isInHistory } = life;
  if (removed !== undefined && !isInHistory)
    return (
      <span class="exposure">
        <strong>{counted(Math.max(1, removed - from), "day")}</strong>
        <span class="dates">{datesText(from, removed)}</span>
      </span>
    );
  return (
    <span class="exposure">
      <strong data-since={from}>{counted(Math.max(1, last - from), "day")} or more</strong>
      <span class="dates">
        {removed !== undefined
          ? `in files ${datesText(from, removed)}`
          : `since ${dateOf(from)}${isInFiles ? "" : ", in history only"}`}
      </span>
    </span>
  );
}

function datesText(from: number, to: number): string {
  return from === to ? `on ${dateOf(from)}` : `${dateOf(from)} to ${dateOf(to)}`;
}

function lifeText({ from, removed, isInFiles, isInHistory, added, takenOut }: Life): string {
  const until =
    removed !== undefined
      ? `to ${dateOf(removed)}${isInHistory ? ", still in history" : ""}`
      : isInFiles
        ? "still in files"
        : "in history only";
  const commits = `added by ${counted(added.length, "commit")}, taken out by ${takenOut.length}`;
  return `From ${dateOf(from)}, ${until}; ${commits}`;
}

/** Each day once, and evenly fewer where there are very many. */
function thinned(days: readonly number[]): readonly number[] {
  const distinct = [...new Set(days)];
  const step = Math.ceil(distinct.length / MOST_COMMITS);
  return distinct.filter((_, index) => index % step === 0);
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
