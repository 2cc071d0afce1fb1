/** Reads the YAML file that `--config` names: the flags' names as settings. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { UserError } from "../errors.ts";
import {
  FLAG_NAMES,
  type FlagName,
  flagNamed,
  flagOf,
  type Setting,
  type Settings,
} from "./flags.ts";
import { nearest } from "./nearest.ts";
import { reasonOf } from "../reason.ts";

const SETTING_NAMES: readonly FlagName[] = FLAG_NAMES.filter((name) => !flagOf(name).typedOnly);

/** Settings whose values are files, found from where the config file is. */
const FILES: readonly FlagName[] = ["rules", "output", "verdict-cache", "audit-log"];

/** The settings of a file. Throws {@link UserError} that names the file and line. */
export async function readConfigFile(file: string): Promise<Settings> {
  const text = await readFile(file, "utf8").catch((thrown: unknown) => {
    throw new UserError(`cannot read --config ${file}: ${reasonOf(thrown)}`);
  });
  const lines = new LineCounter();
  const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset = 0): string => `${file}:${lines.linePos(offset).line}`;

  const [error] = errors;
  // The parser's message can quote the text, so that its code has to do.
  if (error) throw new UserError(`${at(error.pos[0])}: not valid YAML (${error.code})`);
  if (contents === null) return new Map();
  if (!isMap<Node, Node | null>(contents))
    throw new UserError(`${at()}: expected settings`, "for example: fail-on: high");

  const settings = new Map<FlagName, Setting>();
  for (const { key, value } of contents.items) {
    const line = at(key.range?.[0]);
    const name = settingNamed(isScalar(key) ? String(key.value) : "", line);
    const { takes } = flagOf(name);
    const several = takes === "values" || takes === "optional";
    const values = valuesOf(value, `${line}: ${name}`, several);
    const folder = dirname(file);
    settings.set(name, {
      values: FILES.includes(name) ? values.map((path) => resolve(folder, path)) : values,
      where: `${line}: ${name}`,
    });
  }
  return settings;
}

function settingNamed(name: string, line: string): FlagName {
  const setting = flagNamed(name);
  if (setting && SETTING_NAMES.includes(setting)) return setting;
  if (setting) throw new UserError(`${line}: ${name} is no setting`, `type --${name} instead`);
  throw new UserError(
    `${line}: there is no setting ${name}`,
    `the nearest is ${nearest(name, SETTING_NAMES)}`,
  );
}

function valuesOf(value: Node | null, where: string, several: boolean): readonly string[] {
  const plain = isScalar(value) ? value.value : undefined;
  if (typeof plain === "number" || typeof plain === "boolean") return [String(plain)];
  if (typeof plain === "string" && plain !== "") return [plain];
  if (several && isSeq<Node | null>(value))
    return value.items.flatMap((item) => valuesOf(item, where, false));
  throw new UserError(`${where} needs a value${several ? " or a list of values" : ""}`);
}
