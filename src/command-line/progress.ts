/** One line that tells how far the work is. */
import type { Sieve } from "../sources/source.ts";

const INTERVAL = 200;
const ERASE_LINE = "\r\u001b[K";

export interface Progress {
  readonly report: Sieve["progress"];
  /** Says what is being done while nothing can be counted. */
  stage(what: string): void;
  /** Shows a line that is complete already. */
  show(line: string): void;
  /** Erases the line, so that something else can be written. */
  clear(): void;
}

/** A progress line on a terminal of `columns`; `now` is in milliseconds. Writes at most five times a second. */
export function progressLine(
  write: (text: string) => void,
  columns: number,
  now: () => number,
): Progress {
  let begun: { what: string; at: number } | undefined;
  let written: number | undefined;
  return {
    report(what, done, total) {
      const time = now();
      if (begun?.what !== what) begun = { what, at: time };
      written ??= time;
      if (time - written < INTERVAL) return;
      written = time;
      write(ERASE_LINE + describe(what, done, total, time - begun.at).slice(0, columns - 1));
    },
    stage(what) {
      begun = undefined;
      written = now();
      write(ERASE_LINE + `${what} …`.slice(0, columns - 1));
    },
    show(line) {
      const time = now();
      if (written !== undefined && time - written < INTERVAL) return;
      written = time;
      write(ERASE_LINE + line.slice(0, columns - 1));
    },
    clear() {
      if (written !== undefined) write(ERASE_LINE);
      written = undefined;
      begun = undefined;
    },
  };
}

/** Reports nothing: no terminal, or not wanted. */
export const noProgress: Progress = {
  report: () => {},
  stage: () => {},
  show: () => {},
  clear: () => {},
};

/** `objects 12,345 of 201,267 · 34,000/s · 6 s left` */
function describe(what: string, done: number, total: number | undefined, elapsed: number): string {
  const perSecond = elapsed > 0 ? (done * 1000) / elapsed : 0;
  const parts = [
    `${what} ${grouped(done)}${total === undefined ? "" : ` of ${grouped(total)}`}`,
    ...(perSecond >= 1 ? [`${grouped(Math.round(perSecond))}/s`] : []),
    ...(total !== undefined && perSecond > 0
      ? [`${duration((total - done) / perSecond)} left`]
      : []),
  ];
  return parts.join(" · ");
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
