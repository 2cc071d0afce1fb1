/** Completes the flags that say why something is to be ignored. */
import { UserError } from "../errors.ts";
import { isDay } from "./day.ts";
import type { CommandName, Settings } from "./flags.ts";

/** Why, by whose word, until when and where findings are to be ignored. */
export interface Decision {
  readonly reason: string;
  /** Undefined for what git knows of the user. */
  readonly who: string | undefined;
  /** The last day, as `2026-12-31`; undefined for ever. */
  readonly expires: string | undefined;
  /** Patterns; empty for everywhere. */
  readonly paths: readonly string[];
}

/** The decision that was typed. Throws {@link UserError}. */
export function decisionOf(settings: Settings, command: CommandName): Decision {
  const [reason = ""] = settings.get("reason")?.values ?? [];
  if (!/[\p{L}\p{N}]/u.test(reason))
    throw new UserError(
      `${command} needs a reason, for those who come upon it later`,
      `for example --reason "a key of the test project, without rights"`,
    );
  const expires = settings.get("expires")?.values[0];
  if (expires !== undefined && !isDay(expires))
    throw new UserError(`--expires cannot be ${expires}`, "it is a day, such as 2027-01-31");
  if (expires !== undefined && expires < new Date().toISOString().slice(0, 10))
    throw new UserError(`--expires ${expires} is over`, "it is the last day that it counts");
  return {
    reason,
    who: settings.get("by")?.values[0],
    expires,
    paths: settings.get("path")?.values ?? [],
  };
}
