/** Lays words out on a page of a given width. */
import type picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;
type Paint = (text: string) => string;

/** What text is laid out for: columns of a terminal, and how to colour. */
export interface Page {
  readonly width: number;
  readonly colors: Colors;
}

/** Words of one colour. A kept span, such as a path to copy, is never broken, not even at its spaces. */
export interface Span {
  readonly text: string;
  readonly paint?: Paint;
  readonly keep?: true;
}

const LABEL_COLUMN = 12;

/** Plain words. */
export function words(text: string, paint?: Paint): Span {
  return paint ? { text, paint } : { text };
}

/** Text that stays in one piece. */
export function kept(text: string, paint?: Paint): Span {
  return { ...words(text, paint), keep: true };
}

/** Fills lines up to the width; lines after the first begin with `hang`. A word wider than the page overflows. */
export function wrapped(spans: readonly Span[], page: Page, first = "", hang = first): string[] {
  const lines: string[] = [];
  let line: Span[] = [];
  let margin = first;
  let used = displayWidth(margin);
  for (const word of spans.flatMap(wordsOf)) {
    const width = displayWidth(word.text);
    if (line.length > 0 && used + 1 + width > page.width) {
      lines.push(margin + painted(line));
      [line, margin, used] = [[], hang, displayWidth(hang)];
    }
    used += width + (line.length > 0 ? 1 : 0);
    line.push(word);
  }
  return [...lines, margin + painted(line)];
}

/** One run of colour for neighbours of the same paint, so that the text between escapes stays readable. */
function painted(line: readonly Span[]): string {
  const runs: { text: string; paint: Paint | undefined }[] = [];
  for (const { text, paint } of line) {
    const last = runs.at(-1);
    if (last && last.paint === paint) last.text += ` ${text}`;
    else runs.push({ text, paint });
  }
  return runs.map(({ text, paint = plain }) => paint(text)).join(" ");
}

/** Entries one under the other beside a label: `  Where     src/a.ts:1:2`. */
export function labelled(
  label: string,
  entries: readonly (readonly Span[])[],
  page: Page,
): string[] {
  const blank = " ".repeat(2 + LABEL_COLUMN);
  return entries.flatMap((entry, index) => {
    const margin = index === 0 ? `  ${page.colors.dim(label.padEnd(LABEL_COLUMN))}` : blank;
    const [head = "", ...rest] = wrapped(entry, page, blank, `${blank}  `);
    return [margin + head.slice(blank.length), ...rest];
  });
}

/** Terminal columns that a text takes: East Asian characters and emoji two, combining marks none. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text)
    width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const COMBINING = /\p{M}/u;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60\u3000-\u303e]/u;

function wordsOf(span: Span): readonly Span[] {
  if (span.keep) return [span];
  return span.text
    .split(" ")
    .filter((word) => word !== "")
    .map((text) => ({ ...span, text }));
}

function plain(text: string): string {
  return text;
}
