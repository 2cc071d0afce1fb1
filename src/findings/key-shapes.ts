/** Keeps keys out of what is said before anything was scanned: a typed path or a broken rule may hold one. */
import { previewOf } from "./preview.ts";

/** The beginnings of Google credentials, with enough after them to be one. */
const KEY_SHAPE = /(?:AIza|AQ\.|GOCSPX-|ya29\.|1\/\/0|auth_tokens\/)[\w.-]{16,}/g;

/** The text with everything that is shaped like a key cut down to its preview. */
export function maskKeyShapes(text: string): string {
  return text.replace(KEY_SHAPE, previewOf);
}
