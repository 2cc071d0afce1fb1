/** What to do about a leak, in the order that keeps production running and leaves no live key behind. */
import type { Credential, Finding, Report, SecretHistory } from "../finding.ts";
import { isStagedOnly } from "../findings/staged-only.ts";

/** A step in a sentence or two, and pages that help. */
export interface Step {
  readonly text: string;
  readonly pages: readonly string[];
}

interface Rotation {
  readonly renew: string;
  readonly revoke: string;
  readonly page: string;
}

const API_KEY: Rotation = {
  renew: "Create a new key, restrict it to the API it is for, and deploy it.",
  revoke:
    "Delete the leaked key; a disabled one is a click from live. If it is being abused right now, delete it before you deploy.",
  page: "https://aistudio.google.com/api-keys",
};

const OAUTH: Rotation = {
  renew: "Issue a new OAuth client secret or log in anew, and deploy that.",
  revoke: "Delete the leaked client secret, and revoke the access of the leaked login.",
  page: "https://console.cloud.google.com/apis/credentials",
};

const ROTATION: Record<Credential, Rotation> = {
  "gemini-auth-key": API_KEY,
  "google-api-key": { ...API_KEY, page: "https://console.cloud.google.com/apis/credentials" },
  "gemini-key-by-name": API_KEY,
  "gemini-ephemeral-token": API_KEY,
  "service-account-key": {
    renew:
      "Create a new service-account key, or better do without one (workload identity), and deploy that.",
    revoke: "Delete the leaked service-account key.",
    page: "https://console.cloud.google.com/iam-admin/serviceaccounts",
  },
  "authorized-user": OAUTH,
  "oauth-client-secret": OAUTH,
  "oauth-refresh-token": OAUTH,
  "oauth-access-token": OAUTH,
  custom: {
    renew: "Issue a new credential and deploy it.",
    revoke: "Revoke the leaked credential where it was issued.",
    page: "",
  },
};

/** A `.env` that git does not track is where a key belongs, once it is the new one. */
function removalText(files: readonly string[]): string {
  const environment = files.some((file) => /(^|\/)\.(env|dev\.vars)[^/]*$/.test(file));
  return [
    "Take it out of the files above; read it from the environment or a secret store instead.",
    "A browser or app must ask your own backend.",
    ...(environment
      ? ["An environment file may hold the new key: untracked, ignored by git, mode 600."]
      : []),
  ].join(" ");
}

/** The steps for what must be scrubbed; none when nothing must. */
export function nextSteps({ findings, scrub }: Report): Step[] {
  const leaked = findings.filter(({ mustScrub }) => mustScrub);
  if (leaked.length === 0) return [];
  const steps = rotationSteps(leaked);
  if (scrub.files.length > 0) steps.push({ text: removalText(scrub.files), pages: [] });
  const committed = leaked.filter((finding) => !isStagedOnly(finding));
  const histories = committed.flatMap(({ history }) => history ?? []);
  const reached = histories.filter(({ unreachable }) => !unreachable);
  if (reached.length > 0) steps.push(rewriteStep(reached));
  if (histories.some(({ unreachable }) => unreachable)) steps.push(DROP_UNREACHABLE);
  steps.push({
    text: "Look at billing and usage for the whole time it was exposed.",
    pages: ["https://console.cloud.google.com/billing"],
  });
  return steps;
}

/** Also drops the reflog of the stash, and with it all stashes but the last. */
const DROP_UNREACHABLE: Step = {
  text: "What no branch reaches, git drops with: git reflog expire --expire=now --all && git gc --prune=now. That also drops older stashes and all that could be undone.",
  pages: [],
};

const PULL_REQUEST = /^refs\/(?:pull|pull-requests|merge-requests)\//;
const KEPT_BY_HOST =
  "No push changes the refs of pull requests: ask the support of your git host to remove them.";

function rewriteStep(histories: readonly SecretHistory[]): Step {
  const pushed = histories.some((history) => history.pushed !== false);
  const refs = histories.flatMap((history) => history.refs);
  const text = [
    `Then, not before, rewrite the history: gemsweep scrub --apply --into ../clean.git rewrites a fresh copy and proves that it is clean${pushed ? "; then force-push" : ""}.`,
    ...(pushed ? ["Forks, other clones and caches keep the old commits."] : []),
    ...(refs.some((ref) => PULL_REQUEST.test(ref)) ? [KEPT_BY_HOST] : []),
  ];
  return {
    text: text.join(" "),
    pages: [
      "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    ],
  };
}

/** A key that Google calls dead needs no rotation. */
function rotationSteps(leaked: readonly Finding[]): Step[] {
  const alive = leaked.filter(({ verdict }) => verdict?.status !== "dead");
  if (alive.length === 0) return [];
  const rotations = alive.map(({ credential }) => ROTATION[credential]);
  return [
    {
      text: distinct(rotations.map(({ renew }) => renew)).join(" "),
      pages: distinct(rotations.map(({ page }) => page)).filter((page) => page !== ""),
    },
    { text: distinct(rotations.map(({ revoke }) => revoke)).join(" "), pages: [] },
  ];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
