/** Takes keys out of files that are not programs: environment files, shell scripts, workflows. */
import type { Edit, Place } from "./redact-code.ts";
import { variableName } from "./variable-name.ts";

/** The edit for a value in a file of settings; undefined where only a placeholder will do. */
export function settingsEdit(place: Place, path: string): Edit | undefined {
  return KINDS.find(({ files }) => files.test(path))?.edit(place);
}

/** Files that hold the settings of one machine: the place for a key, as long as git ignores them. */
export const LOCAL_SETTINGS =
  /(?:^|\/)(?:\.env[^/]*|[^/]+\.env|\.dev\.vars[^/]*|secrets\.toml|local\.properties|[^/]+\.tfvars)$/i;

const KINDS: readonly { files: RegExp; edit: (place: Place) => Edit | undefined }[] = [
  { files: /(?:^|\/)(?:\.env[^/]*|[^/]+\.env|\.dev\.vars[^/]*)$/, edit: emptied },
  {
    files: /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/,
    edit: inYaml((name) => `\${{ secrets.${name} }}`),
  },
  {
    files: /(?:^|\/)(?:(?:docker-)?compose[^/]*\.ya?ml|application[^/]*\.(?:ya?ml|properties))$/,
    edit: inYaml((name) => `\${${name}}`),
  },
  { files: /\.(?:sh|bash|zsh|ksh)$/, edit: inShell },
];

/** `NAME=value`: the name stays, for whoever fills it in. */
function emptied({ text, start, end }: Place): Edit | undefined {
  const before = /(?:^|\n)\s*(?:export\s+)?[\w.]+\s*=\s*(?<quote>["']?)$/.exec(
    text.slice(Math.max(0, start - 300), start),
  );
  const quote = before?.groups?.["quote"];
  if (quote === undefined || !/^\s*(?:$|\r|\n|#)/.test(text.slice(end + quote.length)))
    return undefined;
  if (!text.startsWith(quote, end)) return undefined;
  return { start: start - quote.length, end: end + quote.length, text: "" };
}

/** A whole value, with or without quotes, which stay. */
function inYaml(lookup: (name: string) => string) {
  return ({ text, start, end, match }: Place): Edit | undefined => {
    const before = text.slice(Math.max(0, start - 300), start);
    const quote = /[:=]\s*(?<quote>["']?)$/.exec(before)?.groups?.["quote"];
    if (quote === undefined || !text.startsWith(quote, end)) return undefined;
    if (!/^\s*(?:$|\r|\n|#)/.test(text.slice(end + quote.length))) return undefined;
    const name = variableName(match, quote === "" ? before : before.slice(0, -1));
    return { start, end, text: lookup(name) };
  };
}

/** `${NAME:?}` stops the script when the variable is not set. It works in double quotes and without, not in single ones. */
function inShell({ text, start, end, match }: Place): Edit | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(lineStart, start);

  const fallback = /\$\{(\w+):?-$/.exec(line);
  if (fallback && text[end] === "}")
    return {
      start: start - fallback[0].length,
      end: end + 1,
      text: shellLookup(fallback[1] ?? ""),
    };
  const open = openQuote(line);
  if (open === "'") {
    if (!line.endsWith("'") || text[end] !== "'") return undefined;
    const name = variableName(match, line.slice(0, -1));
    return { start: start - 1, end: end + 1, text: `"${shellLookup(name)}"` };
  }
  return {
    start,
    end,
    text: shellLookup(variableName(match, open === '"' ? line.replace(/"$/, "") : line)),
  };
}

function shellLookup(name: string): string {
  return `\${${name}:?}`;
}

/** The quote that is still open at the end of a line of shell. */
function openQuote(line: string): string | undefined {
  let open: string | undefined;
  for (const { 0: mark } of line.matchAll(/\\.|["']/g)) {
    if (mark.length > 1) continue;
    if (open === undefined) open = mark;
    else if (open === mark) open = undefined;
  }
  return open;
}
