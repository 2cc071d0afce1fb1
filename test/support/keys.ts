/** Keys for tests: the structure of issued keys over random bytes, made anew each run so that none is ever committed. */
import { randomBytes } from "node:crypto";

/** A well-formed `AIza…` key of 39 characters that nobody issued. */
export function googleApiKey(): string {
  return Buffer.concat([Buffer.from("008cda4b20", "hex"), randomBytes(24)]).toString("base64url");
}

/** A well-formed `AQ.…` key of 53 characters that nobody issued. */
export function geminiAuthKey(): string {
  return `AQ.${Buffer.concat([Buffer.from("01bf1137a2", "hex"), randomBytes(32)]).toString("base64url")}`;
}
