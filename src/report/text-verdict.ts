/** What Google said of one key, as text: whether it works, whose it is, what is behind it. */
import type { Finding, Report } from "../finding.ts";
import { type Verdict, VERDICTS, type VerdictStatus } from "../verdict.ts";
import type { Rotation } from "../plan.ts";
import { keysPage } from "../remediate/console-pages.ts";
import { kept, labelled, type Page, type Span, words, wrapped } from "./layout.ts";
import { isSecret } from "./places.ts";
import { reachWords } from "./reach-words.ts";
import { VERDICT } from "./verdict-words.ts";
import { visible } from "./visible.ts";

/**
 * The verdict with what to do, unless the plan says something else; nothing when there is none, or the whole report says
 * why.
 */
export function verdictLines(
  { verdict }: Finding,
  rotation: Rotation | undefined,
  page: Page,
): string[] {
  if (!isWorthTelling(verdict)) return [];
  const stays = rotation === "keep" || rotation === "restrict";
  const act = stays ? undefined : VERDICT[verdict.reason].act;
  return [
    ...labelled(
      "Checked",
      [saysSpans(verdict), ...(act === undefined ? [] : [[words(act)]])],
      page,
    ),
    ...labelled(
      "Project",
      verdict.project === undefined ? [] : [projectSpans(verdict.project, page)],
      page,
    ),
    ...labelled("Behind it", verdict.reach ? [[words(reachWords(verdict.reach))]] : [], page),
  ];
}

/** The verdict in a line. */
export function verdictInBrief({ verdict }: Finding, page: Page): string[] {
  if (!isWorthTelling(verdict)) return [];
  return wrapped([words("checked:"), ...saysSpans(verdict)], page, "  ", "    ");
}

/** How many keys were checked, or that none was. */
export function verificationLines({ findings, verification }: Report, page: Page): string[] {
  const secret = findings.filter(isSecret);
  if (secret.length === 0) return [];
  if (verification === undefined) return wrapped([words(NOT_CHECKED, page.colors.dim)], page);
  const { endpoint } = verification;
  const by = endpoint === undefined ? "Google" : visible(endpoint);
  const statuses = secret.map(({ verdict }) => verdict?.status ?? "unknown");
  const known = STATUSES.map((status) => ({
    status,
    count: statuses.filter((one) => one === status).length,
  })).filter(({ count }) => count > 0);
  const lead = statuses.every((status) => status === "unknown")
    ? "None could be checked"
    : "Checked";
  const all = known.map(({ status, count }) => `${count} ${status}`);
  const rest = statuses.includes("unknown") ? "What is unknown counts as live." : "";
  return wrapped(
    [
      words(`${lead} with ${by}:`),
      ...all.map((each, index) => kept(index < all.length - 1 ? `${each},` : `${each}.`)),
      words(rest),
    ],
    page,
  );
}

const STATUSES = Object.keys(VERDICTS) as readonly VerdictStatus[];

const NOT_CHECKED = "Keys were not checked with Google; --verify does.";

/** That the network is down is said once, in the notes. */
function isWorthTelling(verdict: Verdict | undefined): verdict is Verdict {
  return verdict !== undefined && verdict.reason !== "network";
}

function saysSpans({ reason, model, cached }: Verdict): Span[] {
  return [
    words(VERDICT[reason].says),
    words(model === undefined ? "" : `(model ${visible(model, 60)})`),
    words(cached ? "(as an earlier run was told)" : ""),
  ];
}

function projectSpans(project: string, page: Page): Span[] {
  return [words(`${visible(project)},`), kept(keysPage(visible(project)), page.colors.cyan)];
}
