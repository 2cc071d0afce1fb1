/** The live check, for whichever command was asked for it. */
import type { Check } from "../finding.ts";
import type { Invocation } from "./command.ts";

/** What asks Google which secrets still work; undefined when nobody wants to know. Throws {@link UserError}. */
export async function checkFor(invocation: Invocation): Promise<Check | undefined> {
  const { config, signal, progress, announce } = invocation;
  const { verification } = config;
  if (verification === undefined) return undefined;
  const { priceText } = await import("../report/price.ts");
  const { openCheck } = await import("../verify/check-secrets.ts");
  return await openCheck(verification, {
    signal,
    progress,
    onPrice(price) {
      if (!signal.aborted) announce(priceText(price));
    },
  });
}
