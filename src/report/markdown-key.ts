/** What a plan knows of one credential, as Markdown. */
import type { Finding, Target } from "../finding.ts";
import type { Exposure, KeyPlan, Rotation, StepId } from "../plan.ts";
import { codeBlock, codeSpan, plainText } from "./markdown-text.ts";
import { placesOf } from "./places.ts";
import { VERDICT } from "./verdict-words.ts";
import { counted, few } from "./words.ts";

const MAX_PLACES = 15;
const MAX_AUTHORS = 10;
const MAX_FILES = 3;

/** A heading, what is known, and with `commands` those that are the key's own. */
export function keySection(
  key: KeyPlan,
  finding: Finding,
  {
    command,
    withCommands,
    facts = [],
  }: {
    readonly command: Target["command"];
    readonly withCommands: boolean;
    /** Lines of Markdown that are known besides. */
    readonly facts?: readonly string[];
  },
): string {
  const { preview, title, severity } = finding;
  const own = withCommands ? key.steps.filter(({ id }) => RETIRING.includes(id)) : [];
  const commands = own.flatMap((step) =>
    step.commands.flatMap(({ does, run }) => [`# ${does}`, run]),
  );
  return [
    `### ${codeSpan(preview)}: ${plainText(title)}, ${severity}`,
    factLines(key, finding, command, facts).join("\n"),
    ...(commands.length > 0 ? [codeBlock(commands, "sh")] : []),
  ].join("\n\n");
}

/** Steps whose commands are about one credential. */
export const RETIRING: readonly StepId[] = ["delete-first", "delete", "restrict"];

const ROTATION: Record<Rotation, string> = {
  "delete-first": "Delete it first, deploy the new one after",
  replace: "Deploy the new one, then delete it",
  restrict: "Keep it, restricted to what it is for",
  keep: "Keep it here: nothing shows that it has left this machine",
  none: "Clean it out; nothing to rotate: it is dead, or expires by itself",
};

function factLines(
  key: KeyPlan,
  finding: Finding,
  command: Target["command"],
  besides: readonly string[],
): readonly string[] {
  const { rotation, project, exposure, environments } = key;
  const { verdict, history } = finding;
  const authors = key.authors.map((author) => codeSpan(author));
  return [
    `- [ ] ${ROTATION[rotation]}`,
    ...(verdict ? [`- Google says: ${VERDICT[verdict.reason].says}`] : []),
    ...(project === undefined ? [] : [`- Project: ${codeSpan(project)}`]),
    ...(exposure ? [`- ${exposureText(exposure, history?.pushed === true)}`] : []),
    ...(authors.length > 0 ? [`- Brought in by ${few(authors, MAX_AUTHORS)}`] : []),
    ...(environments.length > 1
      ? [`- **One key for several environments**: ${environments.map(environmentText).join(", ")}`]
      : []),
    ...besides,
    "- Where it stands:",
    ...placeLines(finding, command),
  ];
}

/** Keys that may stay where they are, in a line each: there can be many of them. */
export function stayingSection(
  staying: readonly Finding[],
  command: Target["command"],
): readonly string[] {
  if (staying.length === 0) return [];
  const lines = staying.map(({ preview, sightings }) => {
    const [first, ...more] = placesOf(sightings, command);
    const besides = more.length > 0 ? ` and ${counted(more.length, "more place")}` : "";
    return `- [ ] ${codeSpan(preview)} in ${codeSpan(first?.where ?? "no place")}${besides}`;
  });
  return [`### Firebase keys: ${ROTATION.restrict.toLowerCase()}`, lines.join("\n")];
}

function environmentText({ environment, paths }: KeyPlan["environments"][number]): string {
  const files = paths.map((path) => codeSpan(path));
  return `${environment} (${few(files, MAX_FILES)})`;
}

function placeLines({ sightings }: Finding, command: Target["command"]): readonly string[] {
  const places = placesOf(sightings, command);
  const more = places.length - MAX_PLACES;
  return [
    ...places.slice(0, MAX_PLACES).map(({ lead, where, details }) => {
      const told = details.length > 0 ? ` (${plainText(details.join("; "))})` : "";
      return `  - ${plainText(lead)}${lead === "" ? "" : " "}${codeSpan(where)}${told}`;
    }),
    ...(more > 0 ? [`  - and ${counted(more, "more place")}`] : []),
  ];
}

function exposureText({ from, removed, rotateBy }: Exposure, isPushed: boolean): string {
  const where = isPushed ? "since then in history, which a remote has" : "since then in history";
  const end =
    removed === undefined
      ? "nothing has taken it out of the files"
      : `out of the files since ${removed}`;
  return `First committed on ${from}, ${where}; ${end}. Due for rotation from ${rotateBy} on, when it is 90 days old.`;
}
