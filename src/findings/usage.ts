/** Settles what one credential is used for when it stands in several places. */
import type { Usage } from "../finding.ts";

/** Which usage decides: one place beside Gemini is enough, and a place that says nothing never outvotes one that does. */
const STRENGTH: Record<Usage, number> = { unknown: 0, firebase: 1, youtube: 2, maps: 3, gemini: 4 };

/** The usage that decides among those seen; "unknown" when nothing was seen. */
export function strongestUsage(usages: Iterable<Usage>): Usage {
  let strongest: Usage = "unknown";
  for (const usage of usages) if (STRENGTH[usage] > STRENGTH[strongest]) strongest = usage;
  return strongest;
}
