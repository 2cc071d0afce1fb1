/** What trying keys out costs, in words. */
import { PRICE_SOURCE } from "../verify/models.ts";
import { counted } from "./words.ts";

/** The most that one token from each key can cost. */
export interface Price {
  readonly keys: number;
  /** Undefined for the cheapest of each key's own list. */
  readonly model: string | undefined;
  /** US dollars, for all keys together. */
  readonly dollars: number;
  /** Whether the model's own price is known; otherwise this is more than any text model has cost. */
  readonly known: boolean;
}

/** One line, before the money is spent. */
export function priceText({ keys, model, dollars, known }: Price): string {
  const what = model ?? (keys === 1 ? "its cheapest model" : "the cheapest model of each");
  const basis = known
    ? `by the prices of ${PRICE_SOURCE.date}`
    : "reckoned with a price above that of any text model";
  const whose = keys === 1 ? "its owner" : "their owners";
  return `generating one token with ${counted(keys, "key")} (${what}) costs ${whose} at most $${rounded(dollars)} in all, ${basis}`;
}

/** Up to a millionth. */
function rounded(dollars: number): string {
  return (Math.ceil(dollars * 1e6 - 1e-9) / 1e6).toFixed(6).replace(/(?<=\.\d\d\d*?)0+$/, "");
}
