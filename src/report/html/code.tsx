/** What to write in the place of a credential. */
import type { CodeChange } from "../../plan.ts";
import { visible } from "../visible.ts";

/** Ways to write it, by language or program. */
export function Code({ code }: { readonly code: readonly CodeChange[] }) {
  if (code.length === 0) return null;
  return (
    <ul class="code">
      {code.map(({ language, write, needs }) => (
        <li key={`${language} ${write}`}>
          {language}: <code>{visible(write)}</code>
          {needs !== undefined && <span class="details"> with {visible(needs)}</span>}
        </li>
      ))}
    </ul>
  );
}
