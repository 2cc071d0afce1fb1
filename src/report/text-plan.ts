/** The plan as text: a line or two for each step, so that the whole hour fits on a screen. */
import type { Item, Plan, Step, StepId } from "../plan.ts";
import { groupBy } from "../findings/group-by.ts";
import { kept, labelled, type Page, type Span, words } from "./layout.ts";
import { refNames } from "./refs.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

const MAX_ITEMS = 3;

/** The steps by the clock; nothing where there is nothing to do. */
export function planLines({ steps }: Plan, page: Page): string[] {
  if (steps.length === 0) return [];
  const byMinute = groupBy(steps, ({ byMinute }) => byMinute);
  return [
    page.colors.bold("What to do, in this order"),
    ...[...byMinute].flatMap(([minute, group]) =>
      labelled(
        minute === undefined ? "After that" : `By min ${minute}`,
        group.map((step) => stepSpans(step, page)),
        page,
      ),
    ),
    ...labelled(
      "In full",
      [[words("all commands, pages and places, with boxes to tick:"), kept("--format markdown")]],
      page,
    ),
  ];
}

/** What is shown of a step besides its title; the rest is in the plan in full. */
interface Shown {
  /** Its first sentence. */
  readonly detail?: true;
  readonly items?: (items: readonly Item[]) => readonly string[];
  /** Its first command. */
  readonly command?: true;
  /** Its first page. */
  readonly page?: true;
}

const NAMES: Shown = { items: (items) => items.map(({ name }) => name) };
const REFS: Shown = { items: (items) => refNames(items.map(({ name }) => name)) };

const SHOWN: Record<StepId, Shown> = {
  check: { command: true },
  standby: { command: true },
  "delete-first": { page: true },
  create: { page: true },
  deploy: NAMES,
  delete: { detail: true },
  "next-standby": {},
  restrict: { page: true },
  keep: { detail: true },
  remove: { items: linesToWrite, command: true },
  rewrite: { command: true },
  prune: { detail: true },
  push: REFS,
  tell: NAMES,
  billing: { page: true },
  support: REFS,
  confirm: { command: true },
  separate: { detail: true },
  store: {},
  rotate: {},
};

/** Longer code is for those who read the plan in full. */
const MAX_CODE = 50;

/** What to write in the place of a credential, of each kind of file once. */
function linesToWrite(items: readonly Item[]): readonly string[] {
  const lines = new Map(
    items.flatMap(({ name, code: [first] }) =>
      first && first.write.length <= MAX_CODE ? [[first.write, name] as const] : [],
    ),
  );
  return [...lines].map(([write, name]) => `in ${name} write ${write}`);
}

function stepSpans(step: Step, page: Page): Span[] {
  const shown = SHOWN[step.id];
  const [command] = shown.command ? step.commands : [];
  const [address] = shown.page ? step.pages : [];
  const listed = shown.items?.(step.items) ?? [];
  const ending = listed.length > 0 || command || address ? ":" : ".";
  return [
    words(`${visible(step.title)}${ending}`),
    ...(command ? [kept(command.run, page.colors.cyan)] : []),
    ...listedSpans(listed),
    ...(address === undefined ? [] : [kept(address, page.colors.cyan)]),
    ...(shown.detail ? step.details.slice(0, 1).map((detail) => words(visible(detail))) : []),
  ];
}

function listedSpans(listed: readonly string[]): readonly Span[] {
  const shown = listed.slice(0, MAX_ITEMS);
  const more = listed.length - shown.length;
  return [
    ...shown.map((text, index) => kept(visible(text, 120) + (index < shown.length - 1 ? "," : ""))),
    ...(more > 0 ? [words(`and ${counted(more, "more", "more")}`)] : []),
  ];
}
