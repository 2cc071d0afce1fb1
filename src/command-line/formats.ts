/** The formats of a report, and how the name of a file tells one. */
import { basename, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { listed, nearest } from "./nearest.ts";

export const FORMATS = [
  "text",
  "json",
  "jsonl",
  "html",
  "markdown",
  "sarif",
  "gitlab",
  "codequality",
  "junit",
  "github",
] as const;
export type Format = (typeof FORMATS)[number];

/** A file that gets the report, too. */
export interface Output {
  readonly file: string;
  readonly format: Format;
}

/** The first that fits decides. */
const ENDINGS: readonly (readonly [ending: string, format: Format])[] = [
  [".txt", "text"],
  [".sarif.json", "sarif"],
  [".json", "json"],
  [".jsonl", "jsonl"],
  [".html", "html"],
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".sarif", "sarif"],
  [".xml", "junit"],
];

/** What GitLab's own templates call them. */
const WELL_KNOWN: Readonly<Record<string, Format>> = {
  "gl-secret-detection-report.json": "gitlab",
  "gl-code-quality-report.json": "codequality",
};

/** What a value of `--output` names: a file whose name tells the format, or `FORMAT:FILE`. Throws {@link UserError}. */
export function outputOf(value: string, where: string): Output {
  const { prefix, file } = parted(value);
  const [, word] = /^([a-z]{2,}):/.exec(file) ?? [];
  if (word !== undefined && prefix === undefined)
    throw new UserError(
      `${where} ${value}: there is no format ${word}`,
      `the nearest is ${nearest(word, FORMATS)}; for a file of that name write ./${file}`,
    );
  const name = basename(file).toLowerCase();
  const format =
    prefix ?? WELL_KNOWN[name] ?? ENDINGS.find(([ending]) => name.endsWith(ending))?.[1];
  if (format) return { file, format };
  const endings = ENDINGS.map(([ending]) => ending).filter((ending) => ending !== ".sarif.json");
  throw new UserError(
    `${where} ${value}: the ending does not tell the format`,
    `use ${listed(endings, "or")}, or write the format before it: gitlab:${file}`,
  );
}

/** The same value with its file found from a folder. */
export function outputFrom(folder: string, value: string): string {
  const { prefix, file } = parted(value);
  const found = resolve(folder, file);
  return prefix === undefined ? found : `${prefix}:${found}`;
}

function parted(value: string): { readonly prefix: Format | undefined; readonly file: string } {
  const prefix = FORMATS.find((format) => value.startsWith(`${format}:`));
  const file = prefix === undefined ? value : value.slice(prefix.length + 1);
  return file === "" ? { prefix: undefined, file: value } : { prefix, file };
}
