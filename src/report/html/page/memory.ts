/** Remembers small things in this browser, or as long as the page is open where a browser keeps nothing for files. */

/** The value of a name, from an earlier visit if there was one. */
export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether it was kept. */
export function remember(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
