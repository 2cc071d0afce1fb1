/** The hooks in `.pre-commit-config.yaml`, for the framework of that name. */
import { stringify } from "yaml";
import { dataOf, withField, withItem } from "./yaml-insertion.ts";

/** Where it looks. */
export const PRE_COMMIT_CONFIG = ".pre-commit-config.yaml";

const TYPES = ["pre-commit", "pre-push"] as const;

const HOOKS = [{ id: "gemsweep" }, { id: "gemsweep-push" }] as const;

/** The lines of a new file. */
export function newPreCommitConfig(version: string): string {
  return stringify({ default_install_hook_types: TYPES, repos: [entry(version)] });
}

/** The file with what of the hooks is missing. Throws Unfit. */
export function withPreCommitHooks(text: string, version: string): string {
  const config = (dataOf(text) ?? {}) as Config;
  const repos = Array.isArray(config.repos) ? config.repos : [];
  const known = repos.findIndex((repo) => HOOKS.some(({ id }) => hasHook(repo?.hooks, id)));
  const missing = HOOKS.filter(({ id }) => !hasHook(repos[known]?.hooks, id));
  if (missing.length === 0) return text;
  const hooked =
    known < 0
      ? withItem(text, ["repos"], entry(version))
      : missing.reduce((so, hook) => withItem(so, ["repos", known, "hooks"], hook), text);
  return config.default_install_hook_types === undefined
    ? withField(hooked, [], "default_install_hook_types", TYPES, "first")
    : hooked;
}

/** How people install what the file says: one command, where it names both hooks itself. */
export function installation(text: string): string {
  const types = (dataOf(text) as Config).default_install_hook_types;
  return TYPES.every((type) => types?.includes(type))
    ? "pre-commit install"
    : "pre-commit install -t pre-commit -t pre-push";
}

interface Config {
  readonly repos?: readonly ({ readonly hooks?: unknown } | null)[];
  readonly default_install_hook_types?: readonly string[];
}

function hasHook(hooks: unknown, id: string): boolean {
  return Array.isArray(hooks) && hooks.some((hook: { id?: unknown } | null) => hook?.id === id);
}

function entry(version: string): object {
  return { repo: "https://github.com/gemsweep/gemsweep", rev: `v${version}`, hooks: [...HOOKS] };
}
