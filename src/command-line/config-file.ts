/** Reads config files: flags' names as settings, what is said of findings, and other files that they extend. */
import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import type { Statements } from "../findings/policy.ts";
import { clipped, type Field, type Located } from "../rules/fields.ts";
import type { RuleText } from "../rules/load.ts";
import { parseYaml, yamlText } from "../rules/yaml-file.ts";
import { CONFIG_FILE, LARGEST_OWN_FILE, orWithout, type RepositoryFiles } from "../own-files.ts";
import { ANYWHERE, type Ground, within } from "./config-file-ground.ts";
import {
  readStatement,
  STATEMENTS,
  type StatementName,
  textsIn,
} from "./config-file-statements.ts";
import {
  FLAG_NAMES,
  type FlagName,
  flagNamed,
  flagOf,
  type Setting,
  type Settings,
} from "./flags.ts";
import { outputFrom } from "./formats.ts";
import { nearest } from "./nearest.ts";

/** A setting that makes findings count less, and what it says if that is a word. */
export interface Judging {
  readonly name: string;
  readonly values: readonly string[];
}

/** What config files say. */
export interface Written {
  /** Those that are flags, too; but for rules. */
  readonly settings: Settings;
  readonly statements: Statements;
  readonly rules: readonly RuleText[];
  /** The repository's own file and which of its settings change how findings are judged; undefined for the user's. */
  readonly own: { readonly file: string; readonly settings: readonly Judging[] } | undefined;
}

/** All names of settings, for nearest ones. */
export const SETTING_NAMES: readonly string[] = [
  ...FLAG_NAMES.filter((name) => !flagOf(name).typedOnly),
  ...STATEMENTS,
  "extends",
];

/** Settings whose values are files, found from where the config file is. */
const FILES: readonly FlagName[] = ["output", "verdict-cache", "audit-log"];

/** The settings of a file that the user named. Throws {@link UserError} that names the file and line. */
export async function readConfigFile(file: string): Promise<Written> {
  return joined(await chain(file, `--config ${file}`, reach(ANYWHERE), []), undefined);
}

/** The settings of a repository's own file; undefined when it has none. Throws {@link UserError}. */
export async function readOwnConfig(files: RepositoryFiles): Promise<Written | undefined> {
  return orWithout(async () => {
    if ((await files.read(CONFIG_FILE)) === undefined) return undefined;
    return joined(await chain(CONFIG_FILE, CONFIG_FILE, reach(within(files)), []), CONFIG_FILE);
  });
}

/** What one file says. */
interface Page {
  readonly settings: Map<FlagName, Setting>;
  readonly statements: readonly Partial<Statements>[];
  readonly rules: readonly RuleText[];
}

/** Files that one config file may lead to. */
const MOST_FILES = 32;

interface Reach extends Ground {
  /** How many more files may be read, and bytes of them. */
  files: number;
  bytes: number;
}

function reach(ground: Ground): Reach {
  return { ...ground, files: MOST_FILES, bytes: LARGEST_OWN_FILE };
}

async function readNext(file: string, where: string, ground: Reach): Promise<string> {
  ground.files -= 1;
  if (ground.files < 0)
    throw new UserError(`${where}: it leads to more than ${MOST_FILES} files`, "name fewer");
  const text = yamlText(await ground.read(file, where), file);
  ground.bytes -= text.length;
  if (ground.bytes >= 0) return text;
  const most = `${LARGEST_OWN_FILE / 1024 ** 2} MiB`;
  throw new UserError(`${where}: it leads to more than ${most} of files`, "name fewer");
}

/** A file, and behind it those that it extends. `above` are the files that extend it. */
async function chain(
  file: string,
  where: string,
  ground: Reach,
  above: readonly string[],
): Promise<readonly Page[]> {
  if (above.includes(file))
    throw new UserError(`${where}: it extends itself, by way of ${above.at(-1) ?? file}`);
  const text = await readNext(file, where, ground);
  const root = parseYaml(text, file);
  if (root === undefined) return [];
  if (!(root.value instanceof Map))
    throw new UserError(`${root.at}: expected settings`, "for example: fail-on: high");

  const settings = new Map<FlagName, Setting>();
  const statements: Partial<Statements>[] = [];
  const rules: RuleText[] = [];
  const extended: Page[] = [];
  for (const [name, field] of root.value as ReadonlyMap<string, Field>) {
    if (name === "extends") {
      for (const named of textsIn(name, field)) {
        const at = `${field.nameAt}: extends ${clipped(named)}`;
        const next = await extendedFile(named, file, at, ground);
        extended.push(...(await chain(next, at, ground, [...above, file])));
      }
    } else if (isStatement(name)) statements.push(readStatement(name, field, file));
    else {
      const flag = settingNamed(name, field, ground);
      if (flag === "rules") rules.push(...(await ruleTexts(field, file, ground)));
      else settings.set(flag, settingOf(flag, field, file));
    }
  }
  return [{ settings, statements, rules }, ...extended];
}

async function extendedFile(
  named: string,
  from: string,
  where: string,
  ground: Ground,
): Promise<string> {
  if (/^[./]/.test(named)) return ground.fileNamed(named, from, where);
  // Never resolved as a module: nothing of a package is run, and its file is data.
  const [, name, file] = PACKAGE.exec(named) ?? [];
  if (name === undefined)
    throw new UserError(
      `${where}: it is neither a file nor a package`,
      "write ./shared.yaml or @acme/gemsweep-config",
    );
  return ground.packageFile(`${name}${file ?? "/gemsweep.yaml"}`, from, where);
}

const PACKAGE =
  /^((?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*)((?:\/[a-z0-9][\w-]*)*\/[\w-]+\.ya?ml)?$/i;

function isStatement(name: string): name is StatementName {
  return STATEMENTS.some((statement) => statement === name);
}

function settingNamed(name: string, { nameAt }: Field, { isOwn }: Ground): FlagName {
  const flag = flagNamed(name);
  if (flag === undefined) {
    const possible = SETTING_NAMES.filter((one) => {
      const known = flagNamed(one);
      return !isOwn || known === undefined || flagOf(known).inRepository === true;
    });
    throw new UserError(
      `${nameAt}: there is no setting ${clipped(name)}`,
      `the nearest is ${nearest(clipped(name), possible)}`,
    );
  }
  const { typedOnly, inRepository } = flagOf(flag);
  if (typedOnly) throw new UserError(`${nameAt}: ${name} is no setting`, `type --${name} instead`);
  if (isOwn && !inRepository)
    throw new UserError(
      `${nameAt}: ${name} is nothing that a repository decides about itself`,
      `type --${name}, or name a config file of yours with --config`,
    );
  return flag;
}

function settingOf(name: FlagName, field: Field, file: string): Setting {
  const { takes } = flagOf(name);
  const where = `${field.nameAt}: ${name}`;
  const values = valuesOf(field, where, takes === "values" || takes === "optional");
  const folder = resolve(file, "..");
  const find = name === "output" ? outputFrom : resolve;
  return {
    values: FILES.includes(name) ? values.map((path) => find(folder, path)) : values,
    where,
  };
}

function valuesOf({ value }: Located, where: string, several: boolean): readonly string[] {
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  if (typeof value === "string" && value !== "") return [value];
  if (several && Array.isArray(value))
    return (value as readonly Located[]).flatMap((item) => valuesOf(item, where, false));
  throw new UserError(`${where} needs a value${several ? " or a list of values" : ""}`);
}

async function ruleTexts(field: Field, from: string, ground: Reach): Promise<RuleText[]> {
  const where = `${field.nameAt}: rules`;
  const texts: RuleText[] = [];
  for (const named of valuesOf(field, where, true)) {
    const at = `${where} ${clipped(named)}`;
    const file = ground.fileNamed(named, from, at);
    const text = await readNext(file, at, ground);
    texts.push({ file, text, ofRepository: ground.isOwn });
  }
  return texts;
}

/** Settings that make findings count less. */
const JUDGING = ["fail-on", "usage-hints", "public-keys"];

/** What a file says itself comes before what it extends; lists are joined. */
function joined(pages: readonly Page[], own: string | undefined): Written {
  const statements = pages.flatMap((page) => page.statements);
  const settings = new Map(pages.toReversed().flatMap((page) => [...page.settings]));
  const all: Statements = {
    include: statements.flatMap(({ include = [] }) => include),
    exclude: statements.flatMap(({ exclude = [] }) => exclude),
    usageHints: statements.flatMap(({ usageHints = [] }) => usageHints),
    publicKeys: new Map(statements.toReversed().flatMap(({ publicKeys = [] }) => [...publicKeys])),
  };
  const used = [
    ...[...settings].map(([name, { values }]) => ({ name: name as string, values })),
    ...(all.usageHints.length > 0 ? [{ name: "usage-hints", values: [] }] : []),
    ...(all.publicKeys.size > 0 ? [{ name: "public-keys", values: [] }] : []),
  ];
  const judging = used.filter(({ name }) => JUDGING.includes(name));
  return {
    settings,
    statements: all,
    rules: pages.flatMap(({ rules }) => rules),
    own: own === undefined ? undefined : { file: own, settings: judging },
  };
}
