/** Boxes that stay ticked, and how much of each list is done. */
import { recall, remember } from "./memory.ts";

const NAME = `gemsweep-ticks-${document.documentElement.dataset["memory"]}`;

/** Restores what was ticked, and keeps what will be. */
export function startTicks(): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>("[data-tick]")];
  if (boxes.length === 0) return;
  const ticked = new Set((recall(NAME) ?? "").split(" ").filter((name) => name !== ""));
  for (const box of boxes) box.checked = ticked.has(box.dataset["tick"] ?? "");

  const note = document.querySelector("[data-ticks-note]");
  const isKept = remember(NAME, [...ticked].join(" "));
  if (note)
    note.textContent = isKept
      ? "What you tick is kept in this browser, and sent to nobody."
      : "This browser keeps nothing for this page: what you tick is forgotten when you close it.";

  for (const list of document.querySelectorAll<HTMLElement>("[data-progress]")) showProgress(list);
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const { tick } = target.dataset;
    if (tick === undefined) return;
    if (target.checked) ticked.add(tick);
    else ticked.delete(tick);
    remember(NAME, [...ticked].join(" "));
    const list = target.closest("section#plan, .card");
    const progress = list?.querySelector<HTMLElement>("[data-progress]");
    if (progress) showProgress(progress);
  });
}

/** `2 of 5 done`; nothing where there is nothing to do. */
function showProgress(progress: HTMLElement): void {
  const list = document.getElementById(progress.dataset["progress"] ?? "");
  const boxes = [...(list?.querySelectorAll<HTMLInputElement>("[data-tick]") ?? [])];
  const done = boxes.filter(({ checked }) => checked).length;
  progress.textContent = boxes.length === 0 ? "" : `${done} of ${boxes.length} done`;
  progress.classList.toggle("all", boxes.length > 0 && done === boxes.length);
}
