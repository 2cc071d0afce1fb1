/** What the page does in a real browser. */
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, opened, startBrowser } from "./chromium.ts";
import { leaks } from "../../../support/leaks.ts";
import { report } from "../../../support/findings.ts";
import { HOSTILE, hostileReport, largeReport, pageOf } from "../../../support/pages.ts";

/** Ids of the cards in sight, in their order. */
async function shownCards(page: Page): Promise<readonly string[]> {
  return await page.$$eval("#cards > .card:not([hidden])", (cards) => cards.map(({ id }) => id));
}

/** A value of each card in sight. */
async function shownData(page: Page, name: string): Promise<readonly (string | undefined)[]> {
  return await page.$$eval(
    "#cards > .card:not([hidden])",
    (cards, key) => cards.map((card) => (card as HTMLElement).dataset[key]),
    name,
  );
}

describe.skipIf(!hasChromium)("the page in Chromium", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each([
    ["of leaks", pageOf(leaks)],
    ["of nothing", pageOf(report([]))],
    ["of hostile text", pageOf(hostileReport())],
  ])("%s opens without a fault and asks nobody for anything", async (_, html) => {
    const { page, faults } = await opened(browser, html);
    await page.locator("h1").waitFor();
    for (const details of await page.locator("details").all())
      await details.evaluate((element) => element.setAttribute("open", ""));
    await page.waitForTimeout(200);
    expect(faults).toEqual([]);
  });

  test("hostile text stays text", async () => {
    const { page, faults } = await opened(browser, pageOf(hostileReport()));
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
    expect(await page.locator("img, iframe, base, object, embed").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("style").count()).toBe(1);
    const text = await page.locator(".card .path").first().textContent();
    expect(text).toContain("</script><script>window.hacked = 1</script>");
    expect(HOSTILE).toContain("</script>");
    expect(faults).toEqual([]);
  });

  test("a script that got in would not run", async () => {
    const html = pageOf(leaks).replace("</main>", "<script>window.hacked = 1</script></main>");
    const { page, faults } = await opened(browser, html);
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
    expect(faults.join()).toContain("Content Security Policy");
  });

  test("filters by severity, place, author, verdict and path, and says how many are left", async () => {
    const { page, faults } = await opened(browser, pageOf(largeReport(60)));
    const shown = page.locator("#cards-shown");
    expect(await shown.textContent()).toBe("All 60 are shown.");

    await page.getByRole("checkbox", { name: "critical" }).uncheck();
    expect(new Set(await shownData(page, "severity"))).toEqual(new Set(["high", "medium", "low"]));
    expect(await shown.textContent()).toBe("45 of 60 are shown.");
    await page.getByRole("button", { name: "Show all" }).click();
    await shown.filter({ hasText: "All 60" }).waitFor();

    await page.getByLabel("Verdict").selectOption("live");
    expect(new Set(await shownData(page, "verdict"))).toEqual(new Set(["live"]));
    expect(await shown.textContent()).toBe("20 of 60 are shown.");
    await page.getByLabel("Lives in").selectOption("then");
    const kept = await shownData(page, "kind");
    expect(kept).toHaveLength(20);
    for (const kinds of kept) expect(kinds?.split(" ")).toContain("then");
    await page.getByRole("button", { name: "Show all" }).click();
    await shown.filter({ hasText: "All 60" }).waitFor();

    await page.getByLabel("Lives in").selectOption("notebook");
    for (const kinds of await shownData(page, "kind")) expect(kinds).toContain("notebook");
    await page.getByLabel("Author").selectOption("Author 3");
    const both = await shownCards(page);
    expect(both.length).toBeGreaterThan(0);
    for (const id of both)
      expect(await page.locator(`#${id} .history`).textContent()).toContain("Author 3");
    await page.getByRole("button", { name: "Show all" }).click();
    await shown.filter({ hasText: "All 60" }).waitFor();

    await page.getByRole("searchbox").fill("TEAM7/");
    for (const paths of await shownData(page, "paths")) expect(paths).toContain("team7/");
    expect(await shown.textContent()).toBe("3 of 60 are shown.");
    expect(faults).toEqual([]);
  });

  test("sorts, and back", async () => {
    const { page } = await opened(browser, pageOf(largeReport(40)));
    const before = await shownCards(page);
    const sort = page.getByLabel("Sort by");
    await sort.selectOption("oldest");
    const from = (await shownData(page, "from")).map(Number);
    expect(from).toEqual(from.toSorted((a, b) => a - b));
    await sort.selectOption("newest");
    expect((await shownData(page, "from")).map(Number)).toEqual(from.toReversed());
    await sort.selectOption("path");
    const paths = (await shownData(page, "paths")).map(String);
    expect(paths).toEqual(paths.toSorted());
    await sort.selectOption("rank");
    expect(await shownCards(page)).toEqual(before);
  });

  test("what is ticked is counted, and still ticked when the page is opened again", async () => {
    const { page } = await opened(browser, pageOf(leaks));
    const progress = page.locator("#plan [data-progress]");
    const [steps] = /of (\d+)/.exec((await progress.textContent()) ?? "")?.slice(1) ?? [];
    expect(await progress.textContent()).toBe(`0 of ${steps} done`);
    await page.locator("#plan .box input").first().check();
    await page.locator("#key-1 .todo .box input").nth(1).check();
    expect(await progress.textContent()).toBe(`1 of ${steps} done`);
    await page.reload();
    expect(await progress.textContent()).toBe(`1 of ${steps} done`);
    expect(await page.locator("#plan .box input").first().isChecked()).toBe(true);
    expect(await page.locator("#key-1 .todo .box input").nth(1).isChecked()).toBe(true);
    expect(await page.locator("#key-1 .done").textContent()).toMatch(/^1 of \d+ done$/);
  });

  test("boxes can be ticked where the browser keeps nothing", async () => {
    const { page, faults } = await opened(browser, pageOf(leaks));
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get: () => {
          throw new Error("denied");
        },
      });
    });
    await page.reload();
    expect(await page.locator("[data-ticks-note]").textContent()).toContain("keeps nothing");
    await page.locator("#plan .box input").first().check();
    expect(await page.locator("#plan [data-progress]").textContent()).toMatch(/^1 of/);
    await page.getByRole("button", { name: "Theme" }).click();
    expect(faults).toEqual([]);
  });

  test("everything can be read and done by keyboard", async () => {
    const { page } = await opened(browser, pageOf(leaks));
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      "Skip to the verdict",
    );
    const second = page.locator("#key-2 > details");
    expect(await second.getAttribute("open")).toBeNull();
    await second.locator("> summary").focus();
    await page.keyboard.press("Enter");
    expect(await second.getAttribute("open")).not.toBeNull();
    const box = page.locator("#plan .box input").first();
    await box.focus();
    await page.keyboard.press("Space");
    expect(await box.isChecked()).toBe(true);
  });

  test("a bar leads to its card, which opens", async () => {
    const { page } = await opened(browser, pageOf(leaks));
    const link = page.locator(".timeline .name").nth(1);
    const target = (await link.getAttribute("href")) ?? "";
    expect(await page.locator(`${target} > details`).getAttribute("open")).toBeNull();
    await link.click();
    await page.locator(`${target} > details[open]`).waitFor();
  });

  test("bars that are open on the right end today", async () => {
    const { page } = await opened(browser, pageOf(leaks));
    const days =
      Math.floor(Date.now() / 86_400_000) - Math.floor(Date.UTC(2025, 2, 1) / 86_400_000);
    const text = await page.locator(".timeline [data-since]").first().textContent();
    expect(text).toBe(`${days.toLocaleString("en")} days up to today`);
    const ends = await page.$$eval('.timeline .bar[data-until=""]', (bars) =>
      bars.map((bar) =>
        Math.round(
          Number.parseFloat(bar.getAttribute("x") ?? "") +
            Number.parseFloat(bar.getAttribute("width") ?? ""),
        ),
      ),
    );
    expect(ends.length).toBeGreaterThan(0);
    for (const end of ends) expect(end).toBe(100);
  });

  test.each([1280, 390])("nothing is later than today, %i wide", async (width) => {
    const now = new Date().toISOString();
    const [one] = leaks.findings.filter(({ history }) => history !== undefined);
    if (!one?.history) throw new Error("no history");
    const introducedBy = one.history.introducedBy.map((change) => ({ ...change, date: now }));
    const html = pageOf(
      report([{ ...one, history: { ...one.history, introducedBy, removedBy: [] } }]),
    );
    const { page } = await opened(browser, html, { viewport: { width, height: 800 } });
    const labels = await page.locator(".axis text:visible").evaluateAll((texts) =>
      texts.map((text) => ({
        text: text.textContent,
        day: Number((text as SVGElement).dataset["x"] ?? 0),
      })),
    );
    expect(labels.at(-1)?.text).toBe("today");
    const today = Math.floor(Date.now() / 86_400_000);
    for (const { day } of labels) expect(day).toBeLessThanOrEqual(today);
    const bar = page.locator(".timeline .bar").first();
    const start = Number.parseFloat((await bar.getAttribute("x")) ?? "");
    expect(start).toBeGreaterThan(80);
    expect(start).toBeLessThan(100);
  });

  test.each(["light", "dark"] as const)(
    "the switch overrides what the system says: %s",
    async (colorScheme) => {
      const { page } = await opened(browser, pageOf(leaks), { colorScheme });
      const ground = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const automatic = await ground();
      const button = page.getByRole("button", { name: "Theme" });
      await button.click();
      const light = await ground();
      await button.click();
      const dark = await ground();
      expect(light).not.toBe(dark);
      expect(automatic).toBe(colorScheme === "light" ? light : dark);
      await page.reload();
      expect(await ground()).toBe(dark);
    },
  );

  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    test.each([
      ["leaks", pageOf(leaks), 1280],
      ["leaks on a phone", pageOf(leaks), 390],
      ["many", pageOf(largeReport(16)), 1280],
      ["nothing", pageOf(report([])), 1280],
      ["hostile text", pageOf(hostileReport()), 390],
    ])("axe finds no serious fault in the page of %s", async (_, html, width) => {
      const { page } = await opened(browser, html, {
        colorScheme,
        viewport: { width, height: 900 },
        bypassCSP: true,
      });
      await page.$$eval("details", (all) =>
        all.forEach((details) => details.setAttribute("open", "")),
      );
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const { axe: tester } = globalThis as unknown as { axe: typeof axe };
        const found = await tester.run();
        return found.violations.map(({ id, impact, nodes }) => ({
          id,
          impact,
          first: nodes[0]?.html.slice(0, 300),
        }));
      });
      expect(
        violations.filter(({ impact }) => ["serious", "critical"].includes(impact ?? "")),
      ).toEqual([]);
    });
  });

  test.each([1280, 390, 320])("nothing is wider than a window of %d", async (width) => {
    for (const html of [pageOf(leaks), pageOf(hostileReport()), pageOf(largeReport(60))]) {
      const { page } = await opened(browser, html, { viewport: { width, height: 800 } });
      await page.$$eval("details", (all) =>
        all.forEach((details) => details.setAttribute("open", "")),
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    }
  });

  test("prints what is folded, and folds it again", async () => {
    const { page } = await opened(browser, pageOf(leaks));
    const open = (): Promise<number> => page.locator(".card > details[open]").count();
    const before = await open();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await open()).toBe(await page.locator(".card").count());
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await open()).toBe(before);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  test("is dark on light on paper, whatever it is on the screen", async () => {
    const { page } = await opened(browser, pageOf(leaks), { colorScheme: "dark" });
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).not.toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ media: "print" });
    expect(await ground()).toBe("rgb(255, 255, 255)");
    expect(await page.locator("#controls").isVisible()).toBe(false);
  });

  test("is complete without its script", async () => {
    const { page } = await opened(browser, pageOf(leaks), { javaScriptEnabled: false });
    expect(await page.locator("#controls").isVisible()).toBe(false);
    expect(await page.locator(".card").count()).toBe(leaks.findings.length);
    expect(await page.locator(".timeline .bar").count()).toBeGreaterThan(0);
  });

  test("two thousand credentials open, filter and sort", async () => {
    const { page, faults } = await opened(browser, pageOf(largeReport(2000)));
    // By name: to find by role and label takes the driver half a minute in so large a page.
    expect(await page.locator("#cards-shown").textContent()).toBe("All 2,000 are shown.");
    await page.locator("[name=path]").fill("team7/");
    expect(await page.locator("#cards-shown").textContent()).toBe("100 of 2,000 are shown.");
    await page.locator("[name=sort]").selectOption("newest");
    const from = (await shownData(page, "from")).map(Number);
    expect(from).toEqual(from.toSorted((a, b) => b - a));
    expect(from).toHaveLength(100);
    expect(faults).toEqual([]);
  });
});
