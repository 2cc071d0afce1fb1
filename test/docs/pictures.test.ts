import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { terminalPicture } from "../../scripts/terminal-picture.js";

const IMAGES = new URL("../../docs/images/", import.meta.url);

test.each(readdirSync(IMAGES))("%s is small, shown, and holds no key", (name) => {
  const bytes = readFileSync(new URL(name, IMAGES));
  expect(bytes.length).toBeLessThan(200 * 1024);
  expect(bytes.toString("latin1")).not.toMatch(/AIza[\w-]{35}|AQ\.[\w-]{50}/);
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`docs/images/${name}`);
});

test("a terminal's colours become classes, and its text stays text", () => {
  const printed =
    "\u001b[1m\u001b[31mCRITICAL\u001b[39m\u001b[22m <key> & more\n\n  \u001b[2mwhy\u001b[22m\n";
  const lines = terminalPicture("gemsweep audit", printed).match(/<text[^\n]*<\/text>/g);
  expect(lines?.map((line) => line.replace(/^<text[^>]*>|<\/text>$/g, ""))).toEqual([
    '<tspan class="dim">$</tspan> <tspan class="bold">gemsweep audit</tspan>',
    '<tspan class="bold red">CRITICAL</tspan> &lt;key&gt; &amp; more',
    '  <tspan class="dim">why</tspan>',
  ]);
});

test("what is no colour is refused", () => {
  for (const printed of ["\u001b[2J", "\u001b[48m", "\u001b]0;title\u0007"])
    expect(() => terminalPicture("gemsweep", printed)).toThrow();
});
