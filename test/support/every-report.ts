/** Reports of every kind, each with its name: what a format must be able to tell. */
import type { Report } from "../../src/finding.ts";
import { report } from "./findings.ts";
import { HOSTILE, hostileReport, manyFindings, PLACELESS } from "./hostile-reports.ts";
import { judged, leaks, pushed, staged } from "./leaks.ts";

export const EVERY_REPORT: readonly (readonly [string, Report])[] = [
  ["leaks", leaks],
  ["staged", staged],
  ["pushed", pushed],
  ["judged", judged],
  ["nothing", report([])],
  ["places in no file", PLACELESS],
  ["thousands", manyFindings(2_000)],
  ...HOSTILE.map((text) => [JSON.stringify(text), hostileReport(text)] as const),
];
