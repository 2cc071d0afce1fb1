/** Completes fingerprints of which only the beginning was typed, as git does with its commits. */
import { checkFingerprint } from "../command-line/config-file-statements.ts";
import { UserError } from "../errors.ts";

const ABBREVIATED = /^[0-9a-f]{4,63}$/;

/** Of more than these, only the number is told. */
const MOST_TOLD = 5;

/** The fingerprints in full; `known` is asked only where one is abbreviated. Throws {@link UserError}. */
export async function fullFingerprints(
  typed: readonly string[],
  known: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const beginnings = typed.map((word) =>
    ABBREVIATED.test(word) ? word : checkFingerprint(word, "ignore"),
  );
  if (!beginnings.some((beginning) => ABBREVIATED.test(beginning))) return beginnings;
  const all = new Set(await known());
  return beginnings.map((beginning) => {
    if (!ABBREVIATED.test(beginning)) return beginning;
    const [only, ...others] = [...all].filter((one) => one.startsWith(beginning));
    if (only === undefined)
      throw new UserError(
        `no fingerprint of what gemsweep audit finds here begins with ${beginning}`,
        "write it in full for what an audit does not find",
      );
    if (others.length === 0) return only;
    const meant = [only, ...others];
    throw new UserError(
      `${meant.length} fingerprints begin with ${beginning}`,
      `write more of the one that you mean: ${meant.slice(0, MOST_TOLD).join(", ")}`,
    );
  });
}
