/** Steps of a plan as Markdown: a box to tick for each, and for each file, ref and person. */
import type { Command, Item, Step, StepId } from "../plan.ts";
import { groupBy } from "../findings/group-by.ts";
import { codeBlock, codeSpan, link, plainText } from "./markdown-text.ts";
import { counted, few, shortIds } from "./words.ts";

/** Longer lists are cut: the JSON report has all of them. */
const MAX_ITEMS = 30;

/** Steps in groups of what is to be done by the same minute. */
export function stepSections(steps: readonly Step[]): string[] {
  const byMinute = groupBy(steps, ({ byMinute }) => byMinute);
  return [...byMinute].flatMap(([minute, group]) => [
    minute === undefined ? "## After the first hour" : `## By minute ${minute}`,
    ...group.map(stepText),
  ]);
}

/** One step: a box, and what it says. */
export function stepText({ id, title, details, items, commands, pages }: Step): string {
  const blocks = [
    ...(details.length > 0 ? [detailText(details)] : []),
    ...(pages.length > 0 ? [pages.map(link).join("<br>\n")] : []),
    ...(items.length > 0 ? [itemText(id, items)] : []),
    ...(commands.length > 0 ? [codeBlock(commands.flatMap(commandLines), "sh")] : []),
  ];
  return [`- [ ] **${plainText(title)}**`, ...blocks.map(indented)].join("\n\n");
}

function detailText(details: readonly string[]): string {
  // Another mark than that of the boxes, which follow: two lists and not one.
  const mark = details.length > 1 ? "* " : "";
  return details.map((detail) => mark + plainText(detail)).join("\n");
}

/** Steps of which each item is work of its own, to be ticked off. */
const TICKED: readonly StepId[] = [
  "deploy",
  "remove",
  "keep",
  "push",
  "tell",
  "support",
  "separate",
];

function itemText(id: StepId, items: readonly Item[]): string {
  if (!TICKED.includes(id))
    return few(
      items.map(({ name }) => codeSpan(shortIds(name))),
      MAX_ITEMS,
    );
  const more = items.length - MAX_ITEMS;
  return [
    ...items.slice(0, MAX_ITEMS).map((item) => `- [ ] ${itemWords(item)}`),
    ...(more > 0
      ? [`- [ ] and ${counted(more, "more", "more")}, which the JSON report lists`]
      : []),
  ].join("\n");
}

function itemWords({ name, about, code }: Item): string {
  const written = code.map(({ language, write, needs }) => {
    const besides = needs === undefined ? "" : ` (with ${codeOrWords(needs)})`;
    return `${plainText(language)}: ${codeSpan(write)}${besides}`;
  });
  const known = [...(about === undefined ? [] : [plainText(about)]), ...written];
  return known.length > 0 ? `${codeSpan(name)}: ${known.join("; ")}` : codeSpan(name);
}

/** `import os` is code; "an env_file that git ignores" is not. */
function codeOrWords(needs: string): string {
  return /^(?:import|from|using|data)\s/.test(needs) ? codeSpan(needs) : plainText(needs);
}

function commandLines({ does, run }: Command): readonly string[] {
  return [`# ${does}`, run];
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
