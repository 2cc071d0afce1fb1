/** Where a token begins, in text that may be escaped. */

/**
 * Text before a token that ends in a letter or digit and yet does not belong to it: `\n`, `\x22`, `\033`, `\u0022`, `%22`,
 * `=3D` of quoted-printable mail, or a terminal colour such as `ESC[0;32m`.
 */
const ESCAPE =
  /(?:\\[0abefnrtv]|(?:%|\\x)[0-9A-Fa-f]{2}|\\[0-7]{3}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|=3D|\[[0-9;]{0,20}m)$/;
const LONGEST_ESCAPE = 22;

/** Whether a token that begins at an offset stands alone there, not inside a longer run of token characters. */
export function startsToken(text: string, offset: number): boolean {
  if (offset === 0 || !/[0-9A-Za-z_-]/.test(text.charAt(offset - 1))) return true;
  return ESCAPE.test(text.slice(Math.max(0, offset - LONGEST_ESCAPE), offset));
}
