/** What a step of a plan says beyond its title. */
import type { Command, Item, Step } from "../../plan.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import { Code } from "./code.tsx";
import { Page } from "./page-link.tsx";
import { Sentence } from "./sentence.tsx";

const MOST_ITEMS = 12;
const MOST_UNFOLDED = 500;

/** Details, what it is about, commands to copy, pages that help. */
export function StepBody({
  step,
}: {
  readonly step: Pick<Step, "details" | "items" | "commands" | "pages">;
}) {
  const { details, items, commands, pages } = step;
  return (
    <div class="about">
      {details.map((detail) => (
        <p key={detail}>
          <Sentence text={detail} />
        </p>
      ))}
      <Items items={items} />
      <Commands commands={commands} />
      {pages.length > 0 && (
        <ul class="pages">
          {pages.map((page) => (
            <li key={page}>
              <Page address={page} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The first of them in sight, the rest to unfold. */
function Items({ items }: { readonly items: readonly Item[] }) {
  if (items.length === 0) return null;
  const rest = items.slice(MOST_ITEMS);
  return (
    <>
      <ItemList items={items.slice(0, MOST_ITEMS)} />
      {rest.length > 0 && (
        <details class="more">
          <summary>and {counted(rest.length, "more", "more")}</summary>
          <ItemList items={rest.slice(0, MOST_UNFOLDED)} />
          {rest.length > MOST_UNFOLDED && <p>The JSON report has all of them.</p>}
        </details>
      )}
    </>
  );
}

function ItemList({ items }: { readonly items: readonly Item[] }) {
  const isBare = items.every(({ about, code }) => about === undefined && code.length === 0);
  return (
    <ul class={isBare ? "items bare" : "items"}>
      {items.map(({ name, about, code }) => (
        <li key={name}>
          <bdi class="path">{visible(shortId(name))}</bdi>
          {about !== undefined && (
            <span class="details">
              {" "}
              <Sentence text={about} />
            </span>
          )}
          <Code code={code} />
        </li>
      ))}
    </ul>
  );
}

/** An object id by itself is told by its beginning, as git does. */
function shortId(name: string): string {
  return /^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 12) : name;
}

/** Lines for a shell, each under what it does. */
export function Commands({ commands }: { readonly commands: readonly Command[] }) {
  if (commands.length === 0) return null;
  return (
    <pre class="commands" tabIndex={0} role="group" aria-label="Commands">
      {commands.map(({ does, run }) => (
        <code key={run}>
          <span class="comment"># {visible(does)}</span>
          {"\n"}
          {visible(run, Infinity)}
          {"\n"}
        </code>
      ))}
    </pre>
  );
}
