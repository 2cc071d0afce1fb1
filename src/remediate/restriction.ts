/** What a new API key is restricted to: the service that the old one was used for, and those who call with it. */
import { distinctBy } from "../findings/group-by.ts";
import type { Command, PlaceKind } from "../plan.ts";
import { LIST_KEYS, restrictCommand } from "./key-commands.ts";
import type { KeyFacts } from "./key-facts.ts";
import { isForGemini, type Purpose, purposeOf } from "./purpose.ts";
import { isApiKey } from "./rotation.ts";

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

function callersOf(keys: readonly KeyFacts[]): readonly Caller[] {
  const found = new Set(keys.flatMap(({ places }) => places.map(({ kind }) => CALLER[kind])));
  return CALLERS.filter((caller) => found.has(caller));
}

const CALLERS: readonly Caller[] = ["server", "page", "app", "anywhere"];

/** Who may use what, in sentences. */
export function restrictionTexts(keys: readonly KeyFacts[]): readonly string[] {
  const apiKeys = keys.filter(({ finding }) => isApiKey(finding.credential));
  const forGemini = callersOf(apiKeys.filter(({ finding }) => isForGemini(finding)));
  const forOthers = callersOf(apiKeys.filter(({ finding }) => !isForGemini(finding)));
  return [
    ...forGemini.map((caller) => GEMINI_CALLER[caller]),
    ...forOthers.map((caller) => OTHER_CALLER[caller]),
  ];
}

const SERVICE: Record<Purpose, string> = {
  gemini: "generativelanguage.googleapis.com",
  unknown: "generativelanguage.googleapis.com",
  maps: "maps-backend.googleapis.com",
  youtube: "youtube.googleapis.com",
  others: "SERVICE",
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
  const service = SERVICE[purposeOf(key.finding)];
  const callers = callersOf([key]);
  // A page or an app is given no key for Gemini: a server calls in its place.
  const allowed = isForGemini(key.finding)
    ? callers.map((caller) => (caller === "anywhere" ? caller : "server"))
    : callers;
  return [...new Set(allowed)].map((caller) =>
    restrictCommand(service, FLAG[caller], WHOSE[caller]),
  );
}
