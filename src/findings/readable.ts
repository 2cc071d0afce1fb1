/** Reads text for the letters and digits in it: without case, joints and layout, and with escapes resolved. */

/** Letters and digits as 0 to 35, and where in the text each begins and ends. */
export interface Readable {
  readonly codes: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** `\x41`, `\u0041`, `\u{41}`, `%41`, `&#65;`, `&#x41;`, `\101`; a terminal colour; or any single character. */
const UNIT =
  /\\+x([0-9a-f]{2})|\\+u\{?0{0,6}([0-9a-f]{2})\}?|%(?:25)*([0-9a-f]{2})|&#x0*([0-9a-f]{2});|&#0*([0-9]{2,3});|\\+([0-7]{3})|\\+[nrt]|\u001b\[[0-9;]*m|[^]/gi;

/** The letters and digits of a text. */
export function readableOf(text: string): Readable {
  const codes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const unit of text.matchAll(UNIT)) {
    const code = codeOf(characterOf(unit));
    if (code === undefined) continue;
    codes.push(code);
    starts.push(unit.index);
    ends.push(unit.index + unit[0].length);
  }
  return { codes, starts, ends };
}

function characterOf([unit, ...numbers]: RegExpExecArray): number {
  const at = numbers.findIndex((number) => number !== undefined);
  if (at < 0) return unit.length === 1 ? unit.charCodeAt(0) : 0;
  return Number.parseInt(numbers[at] ?? "", RADIX[at]);
}

/** Of the groups of {@link UNIT}. */
const RADIX = [16, 16, 16, 16, 10, 8] as const;

function codeOf(character: number): number | undefined {
  if (character >= 48 && character <= 57) return character - 48;
  const lower = character | 32;
  return character < 128 && lower >= 97 && lower <= 122 ? lower - 87 : undefined;
}
