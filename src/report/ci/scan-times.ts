/** When a scan began and ended, which GitLab requires; nothing else of ours tells the time. */

/** UTC, as `2026-11-21T18:47:00`. */
export interface ScanTimes {
  readonly started: string;
  readonly ended: string;
}

/**
 * The times, from milliseconds since 1970; SOURCE_DATE_EPOCH, in seconds, stands for both where it is set, so that the
 * same input gives the same bytes. https://reproducible-builds.org/specs/source-date-epoch/
 */
export function scanTimes(started: number, ended: number, sourceDateEpoch?: string): ScanTimes {
  const fixed = /^\d{1,11}$/.test(sourceDateEpoch ?? "")
    ? Number(sourceDateEpoch) * 1000
    : undefined;
  return { started: shown(fixed ?? started), ended: shown(fixed ?? ended) };
}

function shown(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}
