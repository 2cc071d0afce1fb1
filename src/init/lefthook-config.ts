/** The commands in lefthook's configuration. */
import { stringify } from "yaml";
import { dataOf, type Path, withField, withItem } from "./yaml-insertion.ts";

/** Where lefthook looks, first come first served. */
export const LEFTHOOK_CONFIGS = [
  "lefthook.yml",
  "lefthook.yaml",
  ".lefthook.yml",
  ".lefthook.yaml",
  ".config/lefthook.yml",
  ".config/lefthook.yaml",
] as const;

/** Where it also looks, in formats that are not written here. */
export const OTHER_LEFTHOOK_CONFIGS = [
  "lefthook.toml",
  "lefthook.json",
  ".lefthook.toml",
  ".lefthook.json",
  ".config/lefthook.toml",
  ".config/lefthook.json",
] as const;

interface Section {
  readonly hook: "pre-commit" | "pre-push";
  readonly command: object;
}

/** `program` is how gemsweep is called from the root. */
function sections(program: string): readonly Section[] {
  return [
    { hook: "pre-commit", command: { run: `${program} staged` } },
    // An address may hold what a shell would act upon.
    { hook: "pre-push", command: { run: `${program} push '{1}'`, use_stdin: true } },
  ];
}

/** The lines of a new file. */
export function newLefthookConfig(program: string): string {
  const entries = sections(program).map(({ hook, command }) => [
    hook,
    { commands: { gemsweep: command } },
  ]);
  return stringify(Object.fromEntries(entries), { lineWidth: 0 });
}

/** The file with what of the commands is missing. Throws Unfit. */
export function withLefthookCommands(text: string, program: string): string {
  return sections(program).reduce(withSection, text);
}

function withSection(text: string, { hook, command }: Section): string {
  const config = dataOf(text) as Readonly<Record<string, unknown>> | null;
  const section = config?.[hook];
  if (JSON.stringify(section ?? "").includes(`gemsweep ${SUBCOMMAND[hook]}`)) return text;
  const commands = { gemsweep: command };
  if (section === undefined) return withField(text, [], hook, { commands });
  const at = (name: string): Path => [hook, name];
  const has = (name: string): boolean => Object.hasOwn(Object(section) as object, name);
  if (has("jobs")) return withItem(text, at("jobs"), { name: "gemsweep", ...command });
  if (has("commands")) return withField(text, at("commands"), "gemsweep", command);
  return withField(text, [hook], "commands", commands);
}

const SUBCOMMAND: Record<Section["hook"], string> = { "pre-commit": "staged", "pre-push": "push" };
