/** Colours of a terminal. */

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** What each colour makes of a text. */
export type Colors = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

/** The colours, or none of them; a text in one must hold no other of its kind. */
export function colorsIf(enabled: boolean): Colors {
  const color = (name: keyof typeof CODES) => (text: string) => {
    const [open, close] = CODES[name];
    return enabled ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  };
  return {
    bold: color("bold"),
    dim: color("dim"),
    red: color("red"),
    green: color("green"),
    yellow: color("yellow"),
    cyan: color("cyan"),
  };
}
