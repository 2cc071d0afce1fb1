/** The switch between light, dark and what the system says. */
import { recall, remember } from "./memory.ts";

const THEMES = ["automatic", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const NAME = "gemsweep-theme";

/** Shows the switch, and the theme that was chosen before. */
export function startTheme(): void {
  const button = document.getElementById("theme");
  if (button === null) return;
  let theme = THEMES.find((one) => one === recall(NAME)) ?? "automatic";
  show(theme, button);
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "automatic";
    show(theme, button);
    remember(NAME, theme);
  });
}

function show(theme: Theme, button: HTMLElement): void {
  if (theme === "automatic") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  button.textContent = `Theme: ${theme}`;
}
