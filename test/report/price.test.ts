import { expect, test } from "vitest";
import { priceText } from "../../src/report/price.ts";

test.for<[Parameters<typeof priceText>[0], RegExp]>([
  [
    { keys: 1, model: "gemini-x", dollars: 0.000_004, known: true },
    /^generating one token with 1 key \(gemini-x\) costs its owner at most \$0\.000004 in all, by the prices of 2\d{3}-\d\d-\d\d$/,
  ],
  [
    { keys: 1234, model: undefined, dollars: 0.370_2, known: false },
    /^generating one token with 1,234 keys \(the cheapest model of each\) costs their owners at most \$0\.3702 in all, reckoned with a price above that of any text model$/,
  ],
  [
    { keys: 1, model: undefined, dollars: 0.000_000_1, known: true },
    /\(its cheapest model\).* \$0\.000001 /,
  ],
  [{ keys: 9, model: undefined, dollars: 12, known: true }, / \$12\.00 /],
])("%o", ([price, expected]) => {
  expect(priceText(price)).toMatch(expected);
});
