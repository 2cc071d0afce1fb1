/** What `--fail-on` can say: a severity, or verdicts of the live check. */
import { UserError } from "../errors.ts";
import type { FailOn } from "../exit-code.ts";
import { SEVERITIES } from "../findings/severity.ts";
import { VERDICTS, type VerdictStatus } from "../verdict.ts";
import { type CommandName, flagOf, type Setting } from "./flags.ts";
import { listed, nearest } from "./nearest.ts";

const STATUSES = Object.keys(VERDICTS) as readonly VerdictStatus[];

/** What makes a run of a command fail. `asked` tells whether keys are checked with Google. Throws {@link UserError}. */
export function failOnOf({ values, where }: Setting, asked: boolean, command: CommandName): FailOn {
  const [value = ""] = values;
  const severity = SEVERITIES.find((one) => one === value);
  if (severity !== undefined) return { severity };

  const words = value.split(",").map((word) => word.trim());
  const verdicts = words.flatMap((word) => STATUSES.find((status) => status === word) ?? []);
  if (verdicts.length < words.length) throw refusal(value, words, where);
  if (asked) return { verdicts };
  const severities = `name a severity: ${listed(SEVERITIES, "or")}`;
  const about = `${where} ${value} is about what Google says of a key, which`;
  if (!flagOf("verify").commands.includes(command))
    throw new UserError(`${about} ${command} does not ask`, severities);
  throw new UserError(`${about} was not asked for`, `add --verify, or ${severities}`);
}

function refusal(value: string, words: readonly string[], where: string): UserError {
  const wrong = words.find((word) => !STATUSES.some((status) => status === word)) ?? value;
  const choices = words.length > 1 ? STATUSES : [...SEVERITIES, ...STATUSES];
  return new UserError(
    `${where} cannot be ${value}`,
    `it is one of ${listed(SEVERITIES, "or")}, or with --verify a list of ${listed(STATUSES)}; the nearest is ${nearest(wrong, choices)}`,
  );
}
