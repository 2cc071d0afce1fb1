/** The words for what Google said of a key, and for what to do about it. A new reason does not compile until it has some. */
import type { VerdictReason } from "../verdict.ts";

/** Two sentences about a key: what is known, and what to do; the second is undefined where nothing is. */
export interface VerdictWords {
  readonly says: string;
  readonly act: string | undefined;
}

/** Whether a restriction is kept by telling the truth alone: the caller names website or app itself. */
export function isSpoofable(reason: VerdictReason): boolean {
  return reason === "referrer" || reason === "android-app" || reason === "ios-app";
}

const REPLACE = "Deploy a new key, then delete this one; a disabled key is a click from live.";
const ANYBODY = "which anybody can claim (spoofable): the restriction stops no thief";
const LOOK_AT_APIS =
  "Make sure that its API restrictions leave Gemini out. If it is for Gemini, move the calls to a backend and delete it.";
const AS_LIVE = "Treat it as live.";
const NOTHING_TO_ROTATE =
  "Nothing to rotate. Look at billing for the time it worked, and clean it out all the same.";

export const VERDICT: Record<VerdictReason, VerdictWords> = {
  generates: {
    says: "works: it generated text just now, so that whoever has it can run up its bill",
    act: "Deploy a new key and delete this one today; if it is being abused, delete it first.",
  },
  listed: {
    says: "works: Gemini accepts it; that it can generate, too, is not proved",
    act: REPLACE,
  },
  "quota-spent": {
    says: "works, but its quota is used up or zero; what is stored behind it is open all the same",
    act: `${REPLACE} Find out who used the quota.`,
  },
  "credit-spent": {
    says: "works, but its credit is spent or its spending cap reached",
    act: `${REPLACE} Find out who spent the money.`,
  },
  referrer: {
    says: `live, for requests that name an allowed website, ${ANYBODY}`,
    act: LOOK_AT_APIS,
  },
  "android-app": { says: `live, for an allowed Android app, ${ANYBODY}`, act: LOOK_AT_APIS },
  "ios-app": { says: `live, for an allowed iOS app, ${ANYBODY}`, act: LOOK_AT_APIS },
  "ip-address": {
    says: "live, for allowed IP addresses, of which ours is none",
    act: `${REPLACE} Until then keep the restriction.`,
  },
  "billing-country": {
    says: "live, but Google refuses it for the country of its billing account",
    act: REPLACE,
  },
  "api-blocked": {
    says: "live, but restricted to other APIs than Gemini",
    act: "Gemini is safe from it. Delete it if it is nobody's; otherwise restrict it to its apps, too.",
  },
  "api-not-enabled": {
    says: "live, in a project without Gemini: one click there, and this key opens it",
    act: "Restrict it to the APIs that it is for, or delete it, before somebody enables Gemini.",
  },
  "unrestricted-standard-key": {
    says: "live for other APIs of its project: Gemini refuses it only because it is unrestricted",
    act: "Delete it, or restrict it to the APIs that it is for.",
  },
  "unusable-auth-key": {
    says: "refused by Gemini: deleted, cut off or not usable now, which does not prove it dead",
    act: "Look it up in AI Studio by its last four characters, and delete it if it is there.",
  },
  "reported-leaked": {
    says: "already public knowledge: it was reported to Google as leaked, and is blocked",
    act: "Deploy a new key, delete this one, and look at billing for the time before the block.",
  },
  "consumer-suspended": {
    says: "suspended by Google, as a rule after abuse",
    act: "Delete it before the suspension ends, and look at billing.",
  },
  "project-denied": {
    says: "of a project that Google has shut out",
    act: "Delete it before access returns, and ask Google Cloud support.",
  },
  "bound-account-disabled": {
    says: "off, because its service account is disabled or deleted; enabling that brings it back",
    act: "Delete the key, too.",
  },
  invalid: { says: "dead: Google says that it is not valid", act: NOTHING_TO_ROTATE },
  expired: {
    says: "dead: Google says that it has expired",
    act: "Delete it, so that nobody renews it. Look at billing for the time it worked.",
  },
  "not-found": { says: "dead: Google says that there is no such key", act: NOTHING_TO_ROTATE },
  location: {
    says: "not known: Google does not serve Gemini where this computer is",
    act: `${AS_LIVE} Check again from elsewhere.`,
  },
  "server-error": { says: "not known: Google failed to answer", act: AS_LIVE },
  network: { says: "not known: Google could not be reached", act: AS_LIVE },
  timeout: { says: "not known: no answer came in time", act: AS_LIVE },
  "checker-quota": {
    says: "not known: Google had enough of our requests",
    act: `${AS_LIVE} Check again later.`,
  },
  redirected: {
    says: "not known: the answer sent us elsewhere, where no key is taken",
    act: `${AS_LIVE} See what answers in Google's place.`,
  },
  "unexpected-answer": {
    says: "not known: the answer was not one of Gemini's",
    act: AS_LIVE,
  },
  interrupted: { says: "not known: stopped before it was answered", act: AS_LIVE },
  "not-sendable": {
    says: "not sent: it holds characters that no key has",
    act: undefined,
  },
  "not-checkable": {
    says: "not checked: of a kind that nobody is asked about",
    act: undefined,
  },
};
