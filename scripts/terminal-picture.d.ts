/** The SVG of a command as it was typed and what it printed, with escapes for colours. Throws for any other escape. */
export function terminalPicture(command: string, printed: string): string;
