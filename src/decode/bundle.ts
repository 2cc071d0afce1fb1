/** Tells built frontend files, and what source map they name. */
import type { OriginalPosition, Position } from "../document.ts";
import { originalPosition } from "./source-map.ts";
import type { MayHold } from "./structure.ts";

const SCRIPT = /\.(?:[cm]?js|css|html?|jsbundle|bundle)$/i;
const BUILT_NAME =
  /(?:\.(?:min|bundle|chunk|prod)\.(?:[cm]?js|css)|\.jsbundle|\.bundle|main\.dart\.js)$/i;
const BUILT_FOLDER =
  /(?:^|\/)(?:dist|build|out|public|www|_next|\.next|\.nuxt|\.output|\.svelte-kit|\.vercel|storybook-static)\//;
/** Server code is built too, but nobody downloads it; installed packages are somebody else's build. */
const NOT_SHIPPED =
  /(?:^|\/)(?:\.next\/server|\.output\/server|\.nuxt\/dist\/server|node_modules)\//;

/** What bundlers leave in their output. */
const RUNTIME_MARKS: readonly string[] = [
  "__webpack_require__",
  "webpackChunk",
  "webpackJsonp",
  "__vite__mapDeps",
  "__vitePreload",
  '"modulepreload"',
  "parcelRequire",
  "__NEXT_DATA__",
  "__next_f",
  "__NUXT__",
  "TURBOPACK",
  "__BUNDLE_START_TIME__",
  "__d(function(",
];
const RUNTIME = new RegExp(
  RUNTIME_MARKS.map((mark) => mark.replace(/[()]/g, "\\$&").replace(/_f$/, "_f\\b")).join("|"),
);
const MAP_MARK = "sourceMappingURL=";

/** Literals, without any of which only paths and long lines tell a bundle. */
export const bundleMarks: readonly string[] = [...RUNTIME_MARKS, MAP_MARK];

const CODE = /\bfunction\b|=>|\bvar |\bconst |\blet |\breturn\b/g;

/** How much is looked at for marks, at either end: they stand there, and a bundle may be 30 MB. */
const SAMPLE = 256 * 1024;
const LONG_LINE = 5000;

/** Whether a text is a built frontend file, by its path where known and by its content. */
export function isBundle(text: string, path: string | undefined, mayHold: MayHold): boolean {
  if (path !== undefined) {
    if (!SCRIPT.test(path)) return false;
    if (BUILT_NAME.test(path)) return true;
    if (NOT_SHIPPED.test(path)) return false;
    if (BUILT_FOLDER.test(path)) return true;
  }
  const head = text.slice(0, SAMPLE);
  if (/^\s*[[{"]/.test(head) && path === undefined) return false;
  const tail = text.length > SAMPLE ? text.slice(-SAMPLE) : "";
  if (RUNTIME_MARKS.some(mayHold) && (RUNTIME.test(head) || RUNTIME.test(tail))) return true;
  if (mayHold(MAP_MARK) && sourceMapComment(text) !== undefined) return true;
  return hasLongLineOfCode(head);
}

/** Minified code has many keywords in a line too long to write. */
function hasLongLineOfCode(text: string): boolean {
  for (let start = 0; start + LONG_LINE < text.length;) {
    // Lines that end this close are short, however many they are.
    const near = text.lastIndexOf("\n", start + LONG_LINE);
    if (near >= start) {
      start = near + 1;
      continue;
    }
    const lineBreak = text.indexOf("\n", start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    if ((text.slice(start, end).match(CODE)?.length ?? 0) > (end - start) / 500) return true;
    start = end + 1;
  }
  return false;
}

/** Where the last comment of a built file says that its source map is. */
export function sourceMapComment(text: string): string | undefined {
  const mark = text.lastIndexOf(MAP_MARK);
  if (mark < 0 || !/(?:\/\/|\/\*)[#@] ?$/.test(text.slice(Math.max(mark - 4, 0), mark)))
    return undefined;
  const start = mark + MAP_MARK.length;
  const ending = /[\s*'"]|$/g;
  ending.lastIndex = start;
  const url = text.slice(start, ending.exec(text)?.index);
  return url === "" ? undefined : url;
}

/** The name of a source map beside a bundle; undefined for any address that leads elsewhere. */
export function sourceMapName(url: string): string | undefined {
  const name = url.replace(/[?#].*$/, "");
  const isPlain = /^[^\\:%\u0000-\u001f\u007f]{1,255}$/.test(name) && !name.startsWith("/");
  const staysInside = name.split("/").every((step) => step !== ".." && step !== "");
  return isPlain && staysInside ? name : undefined;
}

/** Looks positions up in a source map that is part of the bundle, as a data URL. Decoded at the first question. */
export function inlineSourceMap(
  url: string,
): ((position: Position) => OriginalPosition | undefined) | undefined {
  const header = /^data:application\/json[^,]{0,100},/.exec(url)?.[0];
  if (header === undefined) return undefined;
  let map: Buffer | undefined;
  return (position) => {
    map ??= header.endsWith(";base64,")
      ? Buffer.from(url.slice(header.length), "base64")
      : Buffer.from(percentDecoded(url.slice(header.length)));
    return originalPosition(map, position);
  };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
