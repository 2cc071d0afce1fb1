/** Names for one credential in one file: the same in every run, whatever the line. */
import { createHash } from "node:crypto";
import type { Spot } from "./spot.ts";

/** 64 hexadecimal digits. */
export function placeId({ finding, path, nth }: Spot): string {
  return createHash("sha256")
    .update(JSON.stringify([finding.fingerprint, path, nth]))
    .digest("hex");
}

/** The same as a UUID of version 8, which is for ids of one's own making (RFC 9562). */
export function placeUuid(spot: Spot): string {
  const digits = placeId(spot);
  const variant = ((parseInt(digits.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
