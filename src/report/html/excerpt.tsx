/** The text around a credential, with the preview in its place. */
import type { ComponentChildren } from "preact";
import type { Excerpt, Finding } from "../../finding.ts";
import { visible } from "../visible.ts";

/** A few masked lines; the one with the credential is marked. */
export function ExcerptLines({
  excerpt,
  preview,
  line,
}: {
  readonly excerpt: Excerpt;
  readonly preview: Finding["preview"];
  /** Of the credential; undefined where the text has no line numbers of its own. */
  readonly line: number | undefined;
}) {
  const above = excerpt.before.split("\n");
  const start = above.pop() ?? "";
  const [end = "", ...below] = excerpt.behind.split("\n");
  const number = (offset: number): string => (line === undefined ? "" : String(line + offset));
  return (
    <pre class="excerpt" tabIndex={0} role="group" aria-label="Text around it, masked">
      {above.map((text, index) => (
        <Line number={number(index - above.length)} key={`above ${index}`}>
          {shown(text)}
        </Line>
      ))}
      <Line number={number(0)} isHit>
        {shown(start)}
        <mark>{visible(preview)}</mark>
        {shown(end)}
      </Line>
      {below.map((text, index) => (
        <Line number={number(index + 1)} key={`below ${index}`}>
          {shown(text)}
        </Line>
      ))}
    </pre>
  );
}

function Line({
  number,
  isHit = false,
  children,
}: {
  readonly number: string;
  readonly isHit?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={isHit ? "line hit" : "line"}>
      <span class="number" aria-hidden="true">
        {number}
      </span>
      <bdi>{children}</bdi>
      {"\n"}
    </span>
  );
}

/** Indentation is worth its tabs. */
function shown(text: string): string {
  return visible(text.replaceAll("\t", "    "));
}
