/** Where credentials live, at a glance: each kind of place, now and in the past. */
import { counted } from "../words.ts";
import type { Entry } from "./entry.ts";
import { KIND, KINDS } from "./kinds.ts";

/** Bars for the kinds of places that hold something. */
export function Where({ entries }: { readonly entries: readonly Entry[] }) {
  const rows = KINDS.map((kind) => {
    const held = entries.flatMap(({ kinds }) => kinds.get(kind) ?? []);
    const now = held.filter((isNow) => isNow).length;
    return { kind, now, past: held.length - now };
  }).filter(({ now, past }) => now + past > 0);
  if (rows.length === 0) return null;
  const most = rows.reduce((top, { now, past }) => Math.max(top, now + past), 1);
  return (
    <section id="where" aria-labelledby="where-title">
      <h2 id="where-title">Where they live</h2>
      <p class="lead">One credential may live in several kinds of places.</p>
      <ul class="where">
        {rows.map(({ kind, now, past }) => (
          <li key={kind}>
            <span class="kind">{KIND[kind]}</span>
            <svg height="14" aria-hidden="true">
              <rect class="now" x="0" y="1" width={share(now, most)} height="12" rx="2" />
              <rect
                class="then"
                x={share(now, most)}
                y="1.5"
                width={share(past, most)}
                height="11"
                rx="2"
              />
            </svg>
            <span class="count">{countText(now, past)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function share(count: number, most: number): string {
  return `${Math.round((count / most) * 1000) / 10}%`;
}

function countText(now: number, past: number): string {
  if (now === 0) return `${counted(past, "credential")}, in history`;
  return `${counted(now, "credential")} now${past > 0 ? `, ${past} more in history` : ""}`;
}
