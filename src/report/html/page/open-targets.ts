/** Opens the card that a link leads to. */

/** Now, and whenever a link is followed. */
export function openTargets(): void {
  addEventListener("hashchange", openTarget);
  openTarget();
}

function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  const details = target?.querySelector<HTMLDetailsElement>(":scope > details");
  if (!target || !details) return;
  target.hidden = false;
  details.open = true;
  // At once, and again when those in sight have got their heights: on a smooth way there, they would push it away.
  target.scrollIntoView({ behavior: "instant" });
  requestAnimationFrame(() => target.scrollIntoView({ behavior: "instant" }));
  details.querySelector("summary")?.focus({ preventScroll: true });
}
