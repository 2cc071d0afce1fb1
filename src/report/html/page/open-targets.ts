/** Opens the card that a link leads to. */

/** Now, and whenever a link is followed. */
export function openTargets(): void {
  addEventListener("hashchange", openTarget);
  openTarget();
}

function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  const details = target?.querySelector("details");
  if (!target || !details) return;
  target.hidden = false;
  details.open = true;
  target.scrollIntoView();
  details.querySelector("summary")?.focus({ preventScroll: true });
}
