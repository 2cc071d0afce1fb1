import { UserError } from "../errors.ts";
import type { Setting } from "./flags.ts";
import { listed, nearest } from "./nearest.ts";

/** The setting's value, which is one of the choices. Throws {@link UserError} that names the nearest. */
export function choice<Choice extends string>(
  setting: Setting,
  choices: readonly Choice[],
): Choice {
  const [value = ""] = setting.values;
  const chosen = choices.find((one) => one === value);
  if (chosen) return chosen;
  throw new UserError(
    `${setting.where} cannot be ${value}`,
    `it is one of ${listed(choices, "or")}; the nearest is ${nearest(value, choices)}`,
  );
}
