/** What a plan knows of one credential, as Markdown. */
import type { Finding, Target } from "../finding.ts";
import type { Exposure, KeyPlan, Rotation, StepId } from "../plan.ts";
import { codeBlock, codeSpan, plainText } from "./markdown-text.ts";
import { placesOf } from "./places.ts";
import { VERDICT } from "./verdict-words.ts";
import { counted, few } from "./words.ts";

const MAX_PLACES = 15;
/** Of a key that may stay where it is. */
const MAX_PLACES_TO_STAY = 2;
const MAX_AUTHORS = 10;

/** A heading, what is known, and with `commands` those that are the key's own. */
export function keySection(
  key: KeyPlan,
  finding: Finding,
  {
    command,
    withCommands,
  }: { readonly command: Target["command"]; readonly withCommands: boolean },
): string {
  const { preview, title, severity } = finding;
  const own = withCommands ? key.steps.filter(({ id }) => RETIRING.includes(id)) : [];
  const commands = own.flatMap((step) =>
    step.commands.flatMap(({ does, run }) => [`# ${does}`, run]),
  );
  return [
    `### ${codeSpan(preview)}: ${plainText(title)}, ${severity}`,
    factLines(key, finding, command).join("\n"),
    ...(commands.length > 0 ? [codeBlock(commands, "sh")] : []),
  ].join("\n\n");
}

/** Steps whose commands are about one credential. */
export const RETIRING: readonly StepId[] = ["delete-first", "delete", "restrict"];

const ROTATION: Record<Rotation, string> = {
  "delete-first": "delete it first, deploy the new one after",
  replace: "deploy the new one, then delete it",
  restrict: "keep it, restricted to what it is for",
  keep: "it is in no commit: keep it out",
  none: "nothing to rotate: it is dead, or expires by itself",
};

function factLines(key: KeyPlan, finding: Finding, command: Target["command"]): readonly string[] {
  const { rotation, project, exposure, environments, authors } = key;
  const { verdict, history } = finding;
  return [
    `- What to do: ${ROTATION[rotation]}`,
    ...(verdict ? [`- Google says: ${VERDICT[verdict.reason].says}`] : []),
    ...(project === undefined ? [] : [`- Project: ${codeSpan(project)}`]),
    ...(exposure ? [`- ${exposureText(exposure)}`] : []),
    ...(history?.pushed === true ? ["- A remote has it: treat it as known to others."] : []),
    ...(authors.length > 0
      ? [
          `- Brought in by: ${few(
            authors.map((author) => codeSpan(author)),
            MAX_AUTHORS,
          )}`,
        ]
      : []),
    ...(environments.length > 1
      ? [`- **One key for several environments**: ${environments.map(environmentText).join(", ")}`]
      : []),
    `- Where it stands:`,
    ...placeLines(finding, command, rotation === "restrict" ? MAX_PLACES_TO_STAY : MAX_PLACES),
  ];
}

function environmentText({ environment, paths }: KeyPlan["environments"][number]): string {
  return `${environment} (${few(
    paths.map((path) => codeSpan(path)),
    3,
  )})`;
}

function placeLines(
  { sightings }: Finding,
  command: Target["command"],
  limit: number,
): readonly string[] {
  const places = placesOf(sightings, command);
  const more = places.length - limit;
  return [
    ...places.slice(0, limit).map(({ lead, where, details }) => {
      const told = details.length > 0 ? ` (${plainText(details.join("; "))})` : "";
      return `  - ${plainText(lead)}${lead === "" ? "" : " "}${codeSpan(where)}${told}`;
    }),
    ...(more > 0 ? [`  - and ${counted(more, "more place")}`] : []),
  ];
}

function exposureText({ from, removed, rotateBy }: Exposure): string {
  const end =
    removed === undefined
      ? "files still hold it"
      : `out of the files since ${removed}, but not out of history`;
  return `Exposed since ${from} (first commit); ${end}. 90 days old on ${rotateBy}: due for rotation from then on.`;
}
