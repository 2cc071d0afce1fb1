/** What may be shown of a raw value. */

/** How values begin that Google issues: the same for every customer, so that showing it tells nothing. */
const PUBLIC_PREFIX = /^(?:AIzaSy|AIza|AQ\.Ab8R|AQ\.|GOCSPX-|ya29\.|1\/\/|auth_tokens\/)/;

/** Random characters a value must have for its last four to be shown. */
const ENOUGH_TO_SPARE_FOUR = 20;

/** The last four characters, which incident logs use as key id; undefined for a value too short to spare them. */
export function keyIdOf(value: string): string | undefined {
  const characters = Array.from(secretPart(value));
  if (characters.length < ENOUGH_TO_SPARE_FOUR) return undefined;
  return characters.slice(-4).join("");
}

/** `AIzaSy…Qk3w`: the public prefix and the key id, as far as each can be shown. */
export function previewOf(value: string): string {
  const prefix = PUBLIC_PREFIX.exec(credentialIn(value))?.[0] ?? "";
  return `${prefix}…${keyIdOf(value) ?? ""}`;
}

/** Without the public prefix, and without the padding of base64, which is the same for all. */
function secretPart(value: string): string {
  return credentialIn(value).replace(PUBLIC_PREFIX, "").replace(/=+$/, "");
}

/** The part of a JSON file or PEM text that is secret: the refresh token, or the body of the private key. */
function credentialIn(value: string): string {
  const pem = /-----BEGIN[A-Z ]*PRIVATE ?KEY-----([^-]*)/.exec(value)?.[1];
  if (pem !== undefined) return pem.replaceAll(/\\+[nr]|[^0-9A-Za-z+/]/g, "");
  return /"refresh_token"\s*:\s*"([^"]+)/.exec(value)?.[1] ?? value;
}
