/** How many of the planted keys an output names, in each way that tools name keys. */
import { createHash } from "node:crypto";
import { fingerprintOf } from "../../build/findings/fingerprint.js";

/** @typedef {import("../generate/keys.js").PlantedKey} PlantedKey */
/** @typedef {(output: string) => number} Count */

const KEY = /AIza[\w-]{35}|AQ\.Ab8R[\w-]{46}/gu;

/**
 * For outputs that hold the values. Where none were planted, values that look like keys are counted.
 * @param {readonly PlantedKey[]} keys
 * @returns {Count}
 */
export function values(keys) {
  return (output) =>
    keys.length === 0
      ? new Set(output.match(KEY)).size
      : keys.filter(({ value }) => output.includes(value)).length;
}

/**
 * For outputs that are one JSON document even if nothing was found: throws where it is not whole.
 * @param {readonly PlantedKey[]} keys
 * @returns {Count}
 */
export function reportedValues(keys) {
  const count = values(keys);
  return (output) => {
    JSON.parse(output);
    return count(output);
  };
}

/**
 * For outputs of gemsweep in which fingerprints stand anywhere.
 * @param {readonly PlantedKey[]} keys
 * @returns {Count}
 */
export function named(keys) {
  return (output) =>
    keys.filter(({ family, value }) => output.includes(fingerprintOf(family, value))).length;
}

/**
 * For gemsweep's JSON, which names values by their fingerprints.
 * @param {readonly PlantedKey[]} keys
 * @returns {Count}
 */
export function fingerprints(keys) {
  return (output) => {
    const families = new Set(["google-api-key", "gemini-auth-key"]);
    const found = JSON.parse(output).findings.filter(({ credential }) => families.has(credential));
    if (keys.length === 0) return found.length;
    const names = new Set(found.map(({ fingerprint }) => fingerprint));
    return keys.filter(({ family, value }) => names.has(fingerprintOf(family, value))).length;
  };
}

/**
 * For titus, whose JSON holds bytes in base64.
 * @param {readonly PlantedKey[]} keys
 * @returns {Count}
 */
export function base64Values(keys) {
  const count = values(keys);
  return (output) => {
    const texts = JSON.parse(output).map(({ Snippet }) =>
      Buffer.from(Snippet?.Matching ?? "", "base64").toString("latin1"),
    );
    return count(texts.join("\n"));
  };
}

/**
 * For detect-secrets, which names values by their SHA-1.
 * @param {readonly PlantedKey[]} keys
 * @returns {Count}
 */
export function digests(keys) {
  return (output) =>
    keys.filter(({ value }) => output.includes(createHash("sha1").update(value).digest("hex")))
      .length;
}
