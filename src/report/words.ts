/** The words for facts. Every fact has some: a new one does not compile until it does. */
import type { Decoding } from "../document.ts";
import type { Severity, SeverityReason, Usage } from "../finding.ts";
import { SEVERITIES } from "../findings/severity.ts";

/** Why a severity, as a part of a sentence about "it". */
export const REASON: Record<SeverityReason, string> = {
  "opens-gemini": "opens the Gemini API: quota, bill and uploaded files of its project",
  "may-open-gemini":
    "may open the Gemini API: any Google API key can, unless it is restricted to other APIs",
  "cloud-identity":
    "logs in to Google Cloud: Gemini through Vertex AI, and all else its account may",
  "short-lived": "short-lived: it expires by itself, as a rule within an hour",
  "needs-client": "works only together with the other half of its OAuth client",
  "firebase-public-by-design":
    "a Firebase key is public by design, as long as its API restrictions leave the Gemini API out",
  "shipped-to-visitors": "in a built file or app that every visitor downloads",
  malformed: "not the structure of an issued key: cut off, mistyped or an invented example",
  "low-confidence": "only the words around it make it a credential",
  "unknown-format": "stands where a Gemini key belongs, in a format that is not known",
  "looks-random": "long and random, as keys are",
  "known-public": "published by its owner for everybody",
  "custom-rule": "found by a rule of yours",
  "verdict-live": "works right now",
  "verdict-restricted": "works for the callers that it is restricted to",
  "verdict-no-gemini": "a live key that does not open Gemini today",
  "verdict-refused": "refused by Gemini today",
  "verdict-blocked-leaked": "known as leaked and blocked by Google",
  "verdict-suspended": "suspended by Google",
  "verdict-disabled": "switched off with its service account",
  "verdict-dead": "no longer works",
};

/** What a key is used for where it stands; undefined when nothing tells. */
export const USAGE: Record<Usage, string | undefined> = {
  gemini: "used for Gemini",
  firebase: "used for Firebase",
  maps: "used for Google Maps",
  youtube: "used for YouTube",
  unknown: undefined,
};

/** How text had to be read for a match to show. */
export const DECODING: Record<Decoding, string> = {
  base64: "base64",
  hex: "hexadecimal",
  percent: "percent encoding",
  "js-escape": "escapes",
  "html-entity": "HTML entities",
  "utf-16": "UTF-16",
  concatenation: "joined strings",
  gzip: "gzip",
  zip: "zip",
  ansi: "terminal colours",
};

/** `3 places`, `1 place`, `1,234 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `2 critical, 1 low`; severities that do not occur are left out. */
export function bySeverity(severities: readonly Severity[]): string {
  return SEVERITIES.toReversed()
    .map((severity) => ({ severity, count: severities.filter((one) => one === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${grouped(count)} ${severity}`)
    .join(", ");
}

/** Bytes in decimal units, as disks and downloads count them. */
export function sized(bytes: number): string {
  if (bytes < 1000) return counted(bytes, "byte");
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 1e7) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${grouped(Math.round(bytes / 1e6))} MB`;
}

/** The first items joined, and how many there are besides. */
export function few(items: readonly string[], limit: number): string {
  if (items.length <= limit) return items.join(", ");
  return `${items.slice(0, limit).join(", ")} and ${grouped(items.length - limit)} more`;
}

/** Seven characters of an object id are what git itself shows. */
export function shortId(object: string): string {
  return object.slice(0, 7);
}

/** The text with every object id in it shortened. */
export function shortIds(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b/g, shortId);
}

/** `1,500` */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** The text with its first letter large. */
export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
