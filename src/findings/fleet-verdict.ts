/** Of several verdicts on one credential, which one counts. */
import { byKeys } from "./compare.ts";
import type { Verdict, VerdictStatus } from "../verdict.ts";

/** What is known counts more than what is not, and what is worse more than what is better. */
const RANK: Record<VerdictStatus, number> = {
  live: 0,
  restricted: 1,
  suspended: 2,
  "blocked-leaked": 3,
  disabled: 4,
  refused: 5,
  "no-gemini": 6,
  dead: 7,
  unknown: 8,
};

/** The one that counts first; those of one status in a defined order. */
export const byCertainty = byKeys<Verdict>(
  ({ status }) => RANK[status],
  ({ reason }) => reason,
  ({ project }) => project === undefined,
  ({ reach }) => reach === undefined,
  ({ cached }) => cached,
  (verdict) => JSON.stringify(verdict),
);
