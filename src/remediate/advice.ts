/** What to do at each kind of place, so that the new key does not end up where the old one was. */
import type { Finding } from "../finding.ts";
import type { PlaceKind } from "../plan.ts";

/** One piece of advice for each kind of place. */
const ADVICE: Record<PlaceKind, string> = {
  source: "Read it from the environment or from Secret Manager, without a default value.",
  "script-or-page":
    "On a server, read it from the environment, without a default value. What runs in a browser or an app asks your own backend instead.",
  frontend:
    "A page cannot keep a key: let it call your own backend, and let the backend call Gemini. There you can sign people in, limit, log and notice abuse.",
  mobile:
    "An app cannot keep a key: let it call your own backend, or Firebase AI Logic with App Check.",
  bundle:
    "Everybody who opened the page has it. Move the call to a backend and build again; a built file is not edited.",
  notebook:
    "Use Colab secrets, getpass or the environment, clear the outputs, and give experiments a key of their own.",
  "environment-file":
    "Keep the file out of git (git rm --cached, .gitignore), at mode 600, with another key in each environment.",
  cloudflare:
    "Use wrangler secret put. .dev.vars stays untracked, and [vars] is for what is public.",
  ci: "Store it as a secret of the CI system, and mask it in logs.",
  container:
    "Hand it in at run time (a mounted secret, env_file). What is built into an image stays in its layers.",
  configuration:
    "Refer to the environment. A file that must hold it is untracked, in .gitignore, at mode 600.",
  infrastructure:
    "Refer to Secret Manager. State files keep values in clear: store them encrypted and out of git.",
  shell:
    "Read it from the environment, or let the script read a file of mode 600; clear the shell's history of it.",
  document: "Put a placeholder there, such as YOUR_API_KEY.",
  log: "Send the key in the header x-goog-api-key, not in the address, and log its last four characters at most.",
  message: "A message is rewritten together with the history.",
  name: "Rename it; the rewrite of the history takes care of the old name.",
  history: "No committed path names it: it goes when the history is rewritten and pruned.",
  "git-directory": "It is git's own file: expire the reflogs, or take it out by hand.",
  stdin: "Take it out where the text comes from.",
};

/** Places where an API key would be read from the environment. */
const IN_PROGRAMS: readonly PlaceKind[] = [
  "source",
  "script-or-page",
  "environment-file",
  "configuration",
  "shell",
  "container",
  "infrastructure",
];

const LOGIN =
  "Use application-default credentials: on Google Cloud the workload's own service account, elsewhere a file outside of the repository, at mode 600, that GOOGLE_APPLICATION_CREDENTIALS names.";

/** What to do about a credential at a kind of place. */
export function adviceFor({ credential }: Pick<Finding, "credential">, kind: PlaceKind): string {
  const isLogin = credential === "service-account-key" || credential === "authorized-user";
  return isLogin && IN_PROGRAMS.includes(kind) ? LOGIN : ADVICE[kind];
}
