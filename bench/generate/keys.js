/** Keys to plant: the structure of issued keys over a digest, so that none stands in the sources and nobody issued any. */
import { createHash } from "node:crypto";

/**
 * @typedef {object} PlantedKey
 * @property {string} value
 * @property {"google-api-key" | "gemini-auth-key"} family Of the rule that finds it.
 */

const FORMS = {
  "google-api-key": { header: "008cda4b20", length: 24, before: "" },
  "gemini-auth-key": { header: "01bf1137a2", length: 32, before: "AQ." },
};

/**
 * Well-formed keys, seven of ten in the older format; the same for the same seed.
 * @param {number} seed
 * @param {number} count
 * @returns {PlantedKey[]}
 */
export function plantedKeys(seed, count) {
  return Array.from({ length: count }, (_, number) => {
    const family = number % 10 < 7 ? "google-api-key" : "gemini-auth-key";
    const { header, length, before } = FORMS[family];
    const random = createHash("sha256").update(`${seed} ${number}`).digest().subarray(0, length);
    const bytes = Buffer.concat([Buffer.from(header, "hex"), random]);
    return { value: before + bytes.toString("base64url"), family };
  });
}
