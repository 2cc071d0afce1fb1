/** How each kind of credential is made anew, restricted and revoked. */
import { sortedUnique } from "../findings/compare.ts";
import type { Credential, Usage } from "../finding.ts";
import { distinctBy } from "../findings/group-by.ts";
import type { Command, PlaceKind } from "../plan.ts";
import { AI_STUDIO_KEYS, keysPage, serviceAccountsPage } from "./console-pages.ts";
import { LIST_KEYS, restrictCommand } from "./key-commands.ts";
import type { KeyFacts } from "./key-facts.ts";
import { isApiKey } from "./rotation.ts";

interface Replacement {
  readonly renew: string;
  readonly revoke: string;
}

const GEMINI_KEY: Replacement = {
  renew: "Create an auth key (AQ.…) in AI Studio: it opens the Gemini API and nothing else.",
  revoke:
    "Delete the key rather than disable it: a disabled one is a click from live. For 30 days gcloud services api-keys undelete brings it back.",
};

const OAUTH: Replacement = {
  renew: "Issue a new OAuth client secret, or log in anew.",
  revoke: "Delete the client secret, and revoke the access of the login.",
};

const BY_CREDENTIAL: Record<Credential, Replacement> = {
  "gemini-auth-key": GEMINI_KEY,
  "google-api-key": GEMINI_KEY,
  "gemini-key-by-name": GEMINI_KEY,
  "gemini-ephemeral-token": {
    renew: "Let your backend issue a new token for each session.",
    revoke: "It expires by itself.",
  },
  "service-account-key": {
    renew:
      "Do without a key if you can: give the workload the service account itself (workload identity). Otherwise create a new key.",
    revoke: "Delete the service-account key; that cannot be undone.",
  },
  "authorized-user": OAUTH,
  "oauth-client-secret": OAUTH,
  "oauth-refresh-token": OAUTH,
  "oauth-access-token": {
    ...OAUTH,
    revoke: "It expires within an hour; revoke the access of the login.",
  },
  custom: { renew: "Issue a new credential.", revoke: "Revoke the old one where it was issued." },
};

/** What a Google API key that is not for Gemini is replaced by. */
const OTHER_USAGE: Partial<Record<Usage, string>> = {
  unknown:
    "If it serves Maps, Firebase or YouTube, too, make a second key in the console for that, restricted to those APIs.",
  maps: "Create a new key in the console, restricted to the Maps APIs that it is for, so that it does not open Gemini.",
  youtube:
    "Create a new key in the console, restricted to the YouTube API, so that it does not open Gemini.",
};

/** How to make what takes the place of these, the restriction that fits their use included. */
export function renewTexts(keys: readonly KeyFacts[]): readonly string[] {
  return [...new Set([...keys.flatMap(renewOf), ...restrictionTexts(keys)])];
}

function renewOf({ finding: { credential, usage } }: KeyFacts): readonly string[] {
  const { renew } = BY_CREDENTIAL[credential];
  const other = credential === "google-api-key" ? OTHER_USAGE[usage] : undefined;
  if (other === undefined) return [renew];
  return usage === "unknown" ? [renew, other] : [other];
}

/** How to get rid of the old ones. */
export function revokeTexts(keys: readonly KeyFacts[]): readonly string[] {
  return [...new Set(keys.map(({ finding }) => BY_CREDENTIAL[finding.credential].revoke))];
}

/** Where the old ones are listed, and new ones made. */
export function issuerPages(keys: readonly KeyFacts[]): readonly string[] {
  return sortedUnique(keys.flatMap(pagesOf));
}

function pagesOf({ finding: { credential, usage }, project }: KeyFacts): readonly string[] {
  switch (credential) {
    case "gemini-auth-key":
    case "gemini-key-by-name":
      return project === undefined ? [AI_STUDIO_KEYS] : [AI_STUDIO_KEYS, keysPage(project)];
    case "google-api-key":
      return usage === "gemini" || usage === "unknown"
        ? [AI_STUDIO_KEYS, keysPage(project)]
        : [keysPage(project)];
    case "service-account-key":
      return [serviceAccountsPage(project)];
    case "authorized-user":
    case "oauth-client-secret":
    case "oauth-refresh-token":
    case "oauth-access-token":
      return [keysPage(project)];
    case "gemini-ephemeral-token":
    case "custom":
      return [];
  }
}

/** Who may call with a new key, by where the old one was used. */
type Caller = "server" | "page" | "app" | "anywhere";

const CALLER: Partial<Record<PlaceKind, Caller>> = {
  source: "server",
  "script-or-page": "server",
  "environment-file": "server",
  container: "server",
  configuration: "server",
  infrastructure: "server",
  shell: "server",
  frontend: "page",
  bundle: "page",
  mobile: "app",
  notebook: "anywhere",
  ci: "anywhere",
  cloudflare: "anywhere",
};

const GEMINI_CALLER: Record<Caller, string> = {
  server: "On a server: restrict it to the server's IP addresses.",
  page: "In a web page: it gets no key. Your backend calls Gemini, with a key restricted to its IP addresses.",
  app: "In an app: it gets no key. Your backend calls Gemini, or Firebase AI Logic with App Check does.",
  anywhere:
    "In notebooks, CI and edge workers, which have no fixed address: a key of a project of its own, with a low spending cap.",
};

const OTHER_CALLER: Record<Caller, string> = {
  server: GEMINI_CALLER.server,
  page: "In a web page: restrict it to the addresses of your site.",
  app: "In an app: restrict it to the app's package and certificate, or bundle id.",
  anywhere: "Where callers have no fixed address: a key of a project of its own.",
};

function isForGemini({ finding: { usage, credential } }: KeyFacts): boolean {
  return credential !== "google-api-key" || usage === "gemini" || usage === "unknown";
}

function callersOf(keys: readonly KeyFacts[]): readonly Caller[] {
  const found = new Set(keys.flatMap(({ places }) => places.map(({ kind }) => CALLER[kind])));
  return CALLERS.filter((caller) => found.has(caller));
}

const CALLERS: readonly Caller[] = ["server", "page", "app", "anywhere"];

function restrictionTexts(keys: readonly KeyFacts[]): readonly string[] {
  const apiKeys = keys.filter(({ finding }) => isApiKey(finding.credential));
  const forGemini = callersOf(apiKeys.filter(isForGemini));
  const forOthers = callersOf(apiKeys.filter((key) => !isForGemini(key)));
  return [
    ...forGemini.map((caller) => GEMINI_CALLER[caller]),
    ...forOthers.map((caller) => OTHER_CALLER[caller]),
  ];
}

const SERVICE: Record<Usage, string | undefined> = {
  gemini: "generativelanguage.googleapis.com",
  unknown: "generativelanguage.googleapis.com",
  maps: "maps-backend.googleapis.com",
  youtube: "youtube.googleapis.com",
  firebase: undefined,
};

const FLAG: Record<Caller, string | undefined> = {
  server: "--allowed-ips=ADDRESSES",
  page: "--allowed-referrers='https://SITE/*'",
  app: "--allowed-application=sha1_fingerprint=SHA1,package_name=PACKAGE",
  anywhere: undefined,
};

const WHOSE: Record<Caller, string> = {
  server: "of a server",
  page: "of a web page",
  app: "of an app",
  anywhere: "of callers without a fixed address",
};

/** Commands that restrict new API keys to what the old ones were used for. */
export function restrictCommands(keys: readonly KeyFacts[]): readonly Command[] {
  const apiKeys = keys.filter(({ finding }) => isApiKey(finding.credential));
  const commands = apiKeys.flatMap(restrictionsOf);
  const distinct = distinctBy(commands, ({ run }) => run);
  return distinct.length > 0 ? [LIST_KEYS, ...distinct] : [];
}

function restrictionsOf(key: KeyFacts): readonly Command[] {
  const service = SERVICE[key.finding.usage];
  if (service === undefined) return [];
  const callers = callersOf([key]);
  // A page or an app is given no key for Gemini: a server calls in its place.
  const allowed = isForGemini(key)
    ? callers.map((caller) => (caller === "anywhere" ? caller : "server"))
    : callers;
  return [...new Set(allowed)].map((caller) =>
    restrictCommand(service, FLAG[caller], WHOSE[caller]),
  );
}
