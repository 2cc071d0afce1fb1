/** The order in which every format lists findings. */
import { isBrought } from "./arrivals.ts";
import { byKeys } from "./compare.ts";
import type { Finding } from "../finding.ts";
import { SEVERITIES } from "./severity.ts";

/** What was there before a change comes last; otherwise most severe first, then by rule, first path and fingerprint: a total order, as fingerprints differ. */
export const byImportance = byKeys<Finding>(
  (finding) => !isBrought(finding),
  ({ severity }) => -SEVERITIES.indexOf(severity),
  ({ rule }) => rule,
  ({ sightings }) => sightings[0]?.path,
  ({ fingerprint }) => fingerprint,
);
