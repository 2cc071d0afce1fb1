/** What a key is used for, told from the words around it and from the file it is in. */
import type { Usage } from "../finding.ts";

/** How far from a key a word still counts, in characters. */
const REACH = 1024;
/** What the words around a key must add up to before they are believed. */
const BELIEVED = 0.35;

type KnownUsage = Exclude<Usage, "unknown">;

/** Words, what they speak for, and how strongly: 3 hardly ever means anything else, 1 may. */
const VOCABULARY: readonly (readonly [usage: KnownUsage, weight: number, words: string])[] = [
  [
    "gemini",
    3,
    "generativelanguage|GoogleGenAI|GoogleGenerativeAI|google[._-]generativeai|google[/._-]genai",
  ],
  [
    "gemini",
    3,
    "generateContent|GenerativeModel|makersuite|ai_?studio|aistudio\\.google|gemini[_-]?(?:pro_?)?(?:api)?[_-]?key",
  ],
  ["gemini", 2, "gemini|genai\\b|generative[_-]?ai|palm_api"],
  ["gemini", 1, "x-goog-api-key"],
  [
    "firebase",
    3,
    "authDomain|messagingSenderId|firebaseapp\\.com|mobilesdk_app_id|firebaseConfig|FirebaseOptions",
  ],
  [
    "firebase",
    3,
    "firebase_url|GCM_SENDER_ID|GOOGLE_APP_ID|google_app_id|current_key|firebaseio\\.com|firebasedatabase",
  ],
  ["firebase", 2, "firebase|storageBucket|measurementId|identitytoolkit|securetoken|appspot\\.com"],
  [
    "maps",
    3,
    "maps\\.google(?:apis)?\\.com|maps/api|maps[_-]?api[_-]?key|google\\.maps|android\\.geo\\.API_KEY|GMSServices|GMSPlaces",
  ],
  [
    "maps",
    2,
    "staticmap|geocod(?:e|ing)|google_?maps|maps\\.googleapis|places\\.googleapis|routes\\.googleapis|MapView",
  ],
  ["maps", 1, "\\bmaps?\\b"],
  [
    "youtube",
    3,
    "youtubei|INNERTUBE|youtube\\.googleapis|youtube/v3|googlevideo|youtube[_-]?(?:data_?)?api",
  ],
  ["youtube", 2, "youtube"],
];

const ANY_WORD = new RegExp(VOCABULARY.map(([, , words]) => `(${words})`).join("|"), "gi");

/** A place where a word of the vocabulary stands; `row` is its line of the vocabulary. */
export interface UsageWord {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

/** No word of the vocabulary is longer, and none holds another character than these. */
const LONGEST_WORD = 32;
const WORD_CHARACTER = /[\w./-]/;
/** How far back a place is looked for that no word spans. */
const FARTHEST = 512;

/** The words of a text in order: at least those that touch the stretch from one offset to another. */
export type UsageWords = (from: number, to: number) => readonly UsageWord[];

/** Looks for the words of the vocabulary where they are asked for, and finds what a look at the whole text would. */
export function usageWords(text: string): UsageWords {
  let words: UsageWord[] = [];
  let begin = 0;
  // No word that begins before this is still to be found.
  let next = 0;
  return (from, to) => {
    if (from < begin || from > next) {
      begin = betweenWords(text, from - LONGEST_WORD);
      next = begin;
      words = [];
    }
    const stretch = text.slice(begin, to + LONGEST_WORD);
    for (ANY_WORD.lastIndex = next - begin; next <= to;) {
      const found = ANY_WORD.exec(stretch);
      if (found === null || begin + found.index > to) {
        next = to + 1;
        break;
      }
      next = begin + ANY_WORD.lastIndex;
      words.push({
        row: found.findIndex((group, index) => index > 0 && group !== undefined) - 1,
        start: begin + found.index,
        end: next,
      });
    }
    return words;
  };
}

/** The nearest place before an offset that lies in no word, or the beginning of the text. */
function betweenWords(text: string, offset: number): number {
  for (let at = offset; at > 0 && at > offset - FARTHEST; at -= 1)
    if (!WORD_CHARACTER.test(text.charAt(at - 1))) return at;
  return 0;
}

/** What the text says that the key from `start` to `end` is used for. `words` are those of `text`, asked for if need be. */
export function usageAt(text: string, words: UsageWords, start: number, end: number): Usage {
  return (
    usageOfName(text.slice(Math.max(0, start - 120), start)) ??
    usageAround(text, words(start - REACH, end + REACH), start, end)
  );
}

/** The name a value is assigned to, at the very end of a text that stops where the value begins. */
const ASSIGNED_NAME =
  /(?<![\w.-])([A-Za-z_][\w.-]{2,60})["'`\\\])}]{0,6}\s{0,4}(?:=>|:=|[:=,(>]|\|\||\?\?)[\s"'`\\([{]{0,12}$/;

const NAMES: readonly (readonly [KnownUsage, RegExp])[] = [
  ["gemini", /gemini|gen[_.-]?ai|generative|makersuite|palm_api|ai_?studio/i],
  ["maps", /maps?(?![a-z])|Maps|google_?map|geocod|places/],
  ["maps", /google_maps|maps_?api/i],
  ["youtube", /youtube|innertube/i],
  ["firebase", /firebase|fire_?store|^current_key$/i],
];

function usageOfName(before: string): Usage | undefined {
  const name = ASSIGNED_NAME.exec(before)?.[1];
  return name === undefined ? undefined : NAMES.find(([, pattern]) => pattern.test(name))?.[0];
}

function usageAround(text: string, words: readonly UsageWord[], start: number, end: number): Usage {
  const lineStart = start - lengthUpToBreak(text.slice(Math.max(0, start - REACH), start), "last");
  const lineEnd = end + lengthUpToBreak(text.slice(end, end + REACH), "first");
  const nearest = new Map<number, number>();
  for (let index = firstEndingAfter(words, start - REACH); index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || word.start > end + REACH) break;
    const gap =
      word.end <= start ? start - word.end : word.start >= end ? word.start - end : undefined;
    // A word made of the key's own letters says nothing.
    if (gap === undefined) continue;
    const sameLine = word.start >= lineStart && word.end <= lineEnd;
    const distance = sameLine ? gap : gap * 2 + 20;
    nearest.set(word.row, Math.min(distance, nearest.get(word.row) ?? Infinity));
  }
  return heaviest(nearest);
}

/** Adds up each row's weight, less the farther its nearest word, and names the usage that weighs most. */
function heaviest(nearest: ReadonlyMap<number, number>): Usage {
  const scores: Record<KnownUsage, number> = { gemini: 0, firebase: 0, maps: 0, youtube: 0 };
  for (const [row, distance] of nearest) {
    const entry = VOCABULARY[row];
    if (entry !== undefined) scores[entry[0]] += entry[1] / (1 + distance / 60);
  }
  let best: Usage = "unknown";
  let most = BELIEVED;
  for (const usage of ["gemini", "firebase", "maps", "youtube"] as const)
    if (scores[usage] > most) {
      best = usage;
      most = scores[usage];
    }
  return best;
}

function lengthUpToBreak(text: string, which: "first" | "last"): number {
  const at = which === "first" ? text.indexOf("\n") : text.lastIndexOf("\n");
  if (at < 0) return text.length;
  return which === "first" ? at : text.length - at - 1;
}

/** Index of the first word that ends after an offset. */
function firstEndingAfter(words: readonly UsageWord[], offset: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const FIREBASE_FILE =
  /(?:^|\/)(?:google-services[^/]*\.json|GoogleService-Info[^/]*\.plist|\.?firebase(?:rc|[-_.]?(?:options|config|init|web|app|env|client|setup|messaging-sw)[^/]*|\.[cm]?[jt]sx?|\.dart))$/i;
const GEMINI_FILE = /(?:^|\/)\.gemini\/|(?:^|[/_.-])(?:gemini|genai|generative[_-]?ai)[^/]*$/i;
const MAPS_FILE = /(?:^|\/)google[_-]?maps?[^/]*$/i;

/** What a file's name says about the keys in it; undefined when it says nothing. */
export function usageOfPath(path: string): Usage | undefined {
  if (FIREBASE_FILE.test(path)) return "firebase";
  if (GEMINI_FILE.test(path)) return "gemini";
  if (MAPS_FILE.test(path)) return "maps";
  return undefined;
}

const BUILD_FOLDER =
  /(?:^|\/)(?:dist|build|out|\.next|\.nuxt|\.output|\.svelte-kit|\.vercel\/output|public|www|htdocs|public_html|_site|_next\/static|storybook-static)\//i;
const APP_FOLDER =
  /(?:^|\/)(?:assets|res\/values[^/]*|res\/raw|flutter_assets|Payload\/[^/]+\.app)\//i;
const SHIPPED_FILE =
  /(?:\.min\.[cm]?js|\.bundle\.js|\.chunk\.js|main\.dart\.js|\.js\.map|\.css\.map|\.apk|\.aab|\.ipa|\.dex|\.arsc|\.jsbundle|index\.android\.bundle|(?:^|\/)google-services[^/]*\.json|(?:^|\/)GoogleService-Info[^/]*\.plist|(?:^|\/)Info\.plist|(?:^|\/)AndroidManifest\.xml)$/i;

/** Whether a file is part of what visitors or app users receive: built bundles, public folders, mobile app artefacts. */
export function isShipped(path: string): boolean {
  return BUILD_FOLDER.test(path) || APP_FOLDER.test(path) || SHIPPED_FILE.test(path);
}
