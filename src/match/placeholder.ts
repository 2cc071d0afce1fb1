/** Tells values that people made up from values that a machine drew at random. */

/** Six in a row: a random key of 53 characters has such a run once in about twenty million. */
const RUN_LENGTH = 6;

/** Five letters or more in one case: a random key holds one of these once in about a hundred thousand. */
const LONG_WORDS =
  /(?:dummy|example|sample|placeholder|your[_-]|changeme|replace|redacted|insert[_-]|secretkey|notareal|invalid|qwerty)/;
const LONG_WORDS_IN_CAPITALS = new RegExp(LONG_WORDS.source.toUpperCase());

/** Words too short to speak against a value whose structure is right. */
const SHORT_WORDS = inAnyOneCase(
  "your fake test mock here xxxx insert foobar dummy example sample".split(" "),
);

/** Whether a value is plainly made up. `wellFormed` values are dropped on strong evidence only. */
export function isPlaceholder(
  value: string,
  wellFormed: boolean | undefined,
  minEntropy: number | undefined,
): boolean {
  return (
    hasRun(value) ||
    (minEntropy !== undefined && entropy(value) < minEntropy) ||
    LONG_WORDS.test(value) ||
    LONG_WORDS_IN_CAPITALS.test(value) ||
    (wellFormed === false && SHORT_WORDS.test(value))
  );
}

/** Words in lower case, with a capital, or in capitals; mixed case is chance. */
function inAnyOneCase(words: readonly string[]): RegExp {
  const cases = words.flatMap((word) => [
    word,
    word.slice(0, 1).toUpperCase() + word.slice(1),
    word.toUpperCase(),
  ]);
  return new RegExp(cases.join("|"));
}

/** Whether a value repeats, counts up or counts down for six characters: `aaaaaa`, `123456`, `fedcba`. */
function hasRun(value: string): boolean {
  let step = Number.NaN;
  let length = 1;
  for (let index = 1; index < value.length; index += 1) {
    const next = value.charCodeAt(index) - value.charCodeAt(index - 1);
    length = next === step ? length + 1 : 2;
    step = next;
    if (length >= RUN_LENGTH && Math.abs(step) <= 1) return true;
  }
  return false;
}

/** Shannon entropy in bits per character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]+$/i;
/** A piece of a name: a word, a number, or a word with a version number behind it. */
const NAME_PIECE = /^(?:[A-Za-z]+|v?\d+[a-z]?|[a-z]{3,}\d{1,4})$/;

/** Pairs of letters that are common in English and in identifiers: over half of the pairs there, an eighth of random ones. */
const COMMON_PAIRS = new Set(
  (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic " +
    "ne ea ra ce li ch ll be ma si om ur ke ey ap pi ge mi ni em oo og gl pr od ct us ex am pl la lo ld el ta il tr ec"
  ).split(" "),
);

/** Whether a value of unknown format could be drawn at random, unlike a name, a path, a version, a UUID or prose. */
export function looksRandom(text: string): boolean {
  // A kind of token announces itself: `auth_tokens/…`, `ya29.…`.
  const value = text.replace(/^[a-z_0-9]{2,20}[/.]/, "");
  if (!/[A-Za-z]/.test(value) || UUID.test(value)) return false;
  if (HEX.test(value)) return /[0-9]/.test(value) && new Set(value).size >= 8;
  if (new Set(value).size < 10) return false;
  const pieces = value.split(/[^0-9A-Za-z]+/).filter((piece) => piece !== "");
  return changesOften(pieces) || (/[0-9]/.test(value) && !isNames(pieces) && !hasWords(value));
}

/** A word, an acronym or a number inside a piece of a name: `parse`, `HTTP`, `Header`, `2`. */
const WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;

/**
 * Whether the kind of character changes inside pieces more often than in any name. Camel case begins a word every four
 * characters or more, random base64url and hex change every two; pairs of letters alone would take one random value of
 * 24 characters in twenty for a name.
 */
function changesOften(pieces: readonly string[]): boolean {
  const words = pieces.map((piece) => piece.match(WORD)?.length ?? 0);
  const changes = words.reduce((sum, count) => sum + count - 1, 0);
  return pieces.join("").length < 3 * (changes + 1);
}

/** Whether most of a value is words and numbers between separators. */
function isNames(pieces: readonly string[]): boolean {
  const names = pieces.filter((piece) => NAME_PIECE.test(piece));
  return pieces.length >= 2 && names.join("").length * 2 > pieces.join("").length;
}

/** Whether as many adjacent letters are common pairs as in words. */
function hasWords(value: string): boolean {
  return commonPairs(value) >= 0.36;
}

/** The share of adjacent letters that are common pairs. */
function commonPairs(value: string): number {
  let common = 0;
  let all = 0;
  for (const letters of value.toLowerCase().match(/[a-z]{2,}/g) ?? []) {
    all += letters.length - 1;
    for (let index = 1; index < letters.length; index += 1)
      if (COMMON_PAIRS.has(letters.slice(index - 1, index + 1))) common += 1;
  }
  return all < 4 ? 0 : common / all;
}
