/** From days to places in the timeline, and the days to write on its axis. */
import { scaleUtc } from "d3-scale";
import { utcDay } from "d3-time";

/** A place in the picture: 0 is its left edge, 100 its right one. */
export interface Scale {
  /** The day at the left edge. */
  readonly first: number;
  readonly ticks: readonly { readonly day: number; readonly label: string }[];
  at(day: number): number;
}

/** More would not fit beside one another on a telephone. */
const TICKS = 6;

const DAY = 24 * 3600 * 1000;
const YEAR = 365;

/** A scale from some day to a later one, with a little room around. */
export function scaleOf({ first, last }: { first: number; last: number }): Scale {
  const room = Math.max(7, Math.round((last - first) * 0.02));
  const from = utcDay.offset(new Date(first * DAY), -room);
  const to = utcDay.offset(new Date(last * DAY), room);
  const scale = scaleUtc().domain([from, to]).range([0, 100]);
  const days = last - first;
  const write = scale.tickFormat(TICKS, days > 4 * YEAR ? "%Y" : days > 60 ? "%b %Y" : "%b %-d");
  return {
    first: Math.floor(from.getTime() / DAY),
    ticks: scale
      .ticks(TICKS)
      .map((date) => ({ day: Math.floor(date.getTime() / DAY), label: write(date) })),
    at: (day) => Math.round(scale(new Date(day * DAY)) * 100) / 100,
  };
}
