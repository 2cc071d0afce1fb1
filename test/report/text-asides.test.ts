import { expect, test } from "vitest";
import { renderText } from "../../src/report/text.ts";
import { objectId, report } from "../support/findings.ts";

function text(count: number): string {
  const digits = ["1", "2", "3", "4", "5", "6"].slice(0, count);
  const notes = digits.map((digit) => ({
    about: `blob ${objectId(digit)}`,
    note: `broken notebook (line ${digit}, column 1: expected a comma), searched as plain text`,
  }));
  const skipped = digits.map((digit) => ({
    what: `private/${digit}`,
    why: "permission denied (EACCES)",
  }));
  const one = report([], { complete: false, notes, skipped });
  return `\n${renderText(one, { color: false, width: 80 })}`;
}

test("remarks that differ in details alone are told together", () => {
  expect(text(6)).toMatchInlineSnapshot(`
    "
    Notes
      blob 1111111, blob 2222222, blob 3333333 and 3 more: broken notebook, searched
        as plain text

    The report is incomplete: 6 things could not be looked at
      private/1, private/2, private/3 and 3 more: permission denied

    No Gemini credential in 1,234 files, 56,789 blobs, 901 commits (120 MB), but see
    above what could not be looked at.
    "
  `);
});

test("a few are told one by one", () => {
  expect(text(2)).toMatchInlineSnapshot(`
    "
    Notes
      blob 1111111: broken notebook (line 1, column 1: expected a comma), searched
        as plain text
      blob 2222222: broken notebook (line 2, column 1: expected a comma), searched
        as plain text

    The report is incomplete: 2 things could not be looked at
      private/1: permission denied (EACCES)
      private/2: permission denied (EACCES)

    No Gemini credential in 1,234 files, 56,789 blobs, 901 commits (120 MB), but see
    above what could not be looked at.
    "
  `);
});
