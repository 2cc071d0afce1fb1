/** The verdict on a whole report in one sentence. */
import type { Report, Target } from "../../finding.ts";
import { counted } from "../words.ts";
import type { Entry } from "./entry.ts";

/** How many must go, where they are, whether they work; `secret` are all findings that are no public keys. */
export function verdictSentence(report: Report, secret: readonly Entry[]): string {
  const leaked = secret.filter(({ finding }) => finding.mustScrub);
  if (secret.length === 0)
    return `No ${report.target.change ? "new " : ""}Gemini credential was found, ${everything(report)}.`;
  if (leaked.length === 0)
    return `Nothing has to be cleaned: ${counted(secret.length, "credential")} of low severity or dead, ${everything(report)}.`;
  const kept = isKept(report, leaked);
  const [one, many] = HAPPENED[kept ? "kept" : report.target.command];
  const lead =
    leaked.length === 1
      ? `One credential ${one}`
      : `${counted(leaked.length, "credential")} ${many}`;
  const where = kept ? keptText(report) : whereText(report, leaked);
  const works = report.verification === undefined ? "" : `: ${worksText(leaked)}`;
  return `${lead}${where}${works}.`;
}

const HAPPENED: Record<Target["command"] | "kept", readonly [one: string, many: string]> = {
  audit: ["has leaked", "have leaked"],
  kept: ["is in files", "are in files"],
  scan: ["stands in files", "stand in files"],
  staged: ["is about to be committed", "are about to be committed"],
  push: ["is about to leave with this push", "are about to leave with this push"],
  ci: ["is brought by this change", "are brought by this change"],
  verify: ["was looked up", "were looked up"],
};

/** Whether they have not left this machine, as far as was looked, so that nothing has leaked. */
function isKept({ target }: Report, leaked: readonly Entry[]): boolean {
  return target.command === "audit" && leaked.every(({ plan }) => plan?.rotation === "keep");
}

function keptText({ complete }: Report): string {
  return `, and in no commit${complete ? "" : " that could be looked at"}`;
}

function everything({ complete }: Report): string {
  return complete ? "and everything was looked at" : "but not everything could be looked at";
}

function whereText({ target }: Report, leaked: readonly Entry[]): string {
  if (target.command !== "audit") return "";
  const now = leaked.filter(({ isCurrent }) => isCurrent).length;
  if (now === 0)
    return leaked.length === 1 ? " and is in history only" : " and are in history only";
  if (now === leaked.length)
    return leaked.length === 1 ? " and is in files now" : " and are in files now";
  const others = leaked.length - now === 1 ? "the other" : "the others";
  return `, ${now === 1 ? "one" : now} of them in files now and ${others} in history only`;
}

function worksText(leaked: readonly Entry[]): string {
  const statuses = leaked.map(({ finding }) => finding.verdict?.status ?? "unknown");
  const live = statuses.filter((status) => status === "live").length;
  const unknown = statuses.filter((status) => status === "unknown").length;
  if (live === leaked.length)
    return leaked.length === 1 ? "it works right now" : "all work right now";
  const known =
    live === 0
      ? "none is known to work"
      : `${live} of them ${live === 1 ? "works" : "work"} right now`;
  return unknown === 0 ? known : `${known}, and of ${unknown} nothing is known`;
}
