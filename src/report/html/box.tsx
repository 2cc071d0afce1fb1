/** A box to tick. */
import type { ComponentChildren } from "preact";

/** One box with its label; `name` is what the page remembers it by. */
export function Box({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="box">
      <input type="checkbox" data-tick={name} autocomplete="off" />
      <span>{children}</span>
    </label>
  );
}
