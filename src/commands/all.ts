import type { CommandName } from "../command-line/flags.ts";
import type { Command } from "./command.ts";

/** Loads one command and no other, because a hook pays for what is loaded on every commit. */
export async function loadCommand(name: CommandName): Promise<Command> {
  return await LOADERS[name]();
}

const LOADERS: Record<CommandName, () => Promise<Command>> = {
  audit: async () => (await import("./audit.ts")).audit,
  staged: async () => (await import("./staged.ts")).staged,
  push: async () => (await import("./push.ts")).push,
  ci: async () => (await import("./ci.ts")).ci,
  scan: async () => (await import("./scan.ts")).scan,
  fleet: async () => (await import("./fleet.ts")).fleet,
  "fleet worker": async () => (await import("./fleet-worker.ts")).fleetWorker,
  verify: async () => (await import("./verify.ts")).verify,
  scrub: async () => (await import("./scrub.ts")).scrub,
  ignore: async () => (await import("./ignore.ts")).ignore,
  baseline: async () => (await import("./baseline.ts")).baseline,
  init: async () => (await import("./init.ts")).init,
  rules: async () => (await import("./rules.ts")).rules,
  help: async () => (await import("./help.ts")).help,
};
