/** What the page of a fleet does in a real browser. */
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, opened, startBrowser } from "./chromium.ts";
import type { FleetResults } from "../../../../src/fleet.ts";
import { sortedUnique } from "../../../../src/findings/compare.ts";
import { fleetReport } from "../../../../src/findings/fleet-report.ts";
import { renderFleetHtml } from "../../../../src/report/fleet/html.ts";
import { hostileFleet, largeFleet, resultsOf } from "../../../support/fleets.ts";
import { files, HOSTILE } from "../../../support/pages.ts";

function pageOf(results: FleetResults): string {
  return renderFleetHtml(fleetReport(results), { name: "gemsweep", version: "0.1.0" }, files);
}

/** Values of the rows in sight. */
async function shownData(page: Page, name: string): Promise<readonly (string | undefined)[]> {
  return await page.$$eval(
    "#repositories > tr:not([hidden])",
    (rows, key) => rows.map((row) => (row as HTMLElement).dataset[key]),
    name,
  );
}

const some = largeFleet(60, 40);
const hostile = pageOf(hostileFleet(HOSTILE));

describe.skipIf(!hasChromium)("the page of a fleet in Chromium", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each([
    ["of leaks", pageOf(some)],
    ["of nothing", pageOf(resultsOf([]))],
    ["of hostile text", hostile],
  ])("%s opens without a fault, asks nobody for anything, and runs no text", async (_, html) => {
    const { page, faults } = await opened(browser, html);
    await page.$$eval("details", (all) =>
      all.forEach((details) => details.setAttribute("open", "")),
    );
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
    expect(await page.locator("img, iframe, base, object, embed").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test("filters and sorts the repositories, and leaves the credentials alone", async () => {
    const { page, faults } = await opened(browser, pageOf(some));
    const form = page.locator("#repository-controls");
    const shown = page.locator("#repositories-shown");
    expect(await shown.textContent()).toBe("All 60 are shown.");
    const before = await shownData(page, "paths");

    await form.getByRole("checkbox", { name: "none" }).uncheck();
    for (const severity of await shownData(page, "severity")) expect(severity).not.toBe("none");
    await form.getByLabel("With a key that is").selectOption("live");
    for (const verdicts of await shownData(page, "verdict"))
      expect(verdicts?.split(" ")).toContain("live");
    await form.getByRole("button", { name: "Show all" }).click();
    await shown.filter({ hasText: "All 60" }).waitFor();

    await form.getByLabel("State").selectOption("failed");
    expect(await shown.textContent()).toBe("1 of 60 are shown.");
    await form.getByLabel("State").selectOption("");
    await form.getByLabel("Owner").selectOption("team7");
    expect(await shownData(page, "paths")).toHaveLength(3);
    await form.getByRole("searchbox").fill("SERVICE-7");
    expect(await shownData(page, "paths")).toEqual(["git.example/team7/service-7"]);
    await form.getByRole("button", { name: "Show all" }).click();
    await shown.filter({ hasText: "All 60" }).waitFor();

    await form.getByLabel("Sort by").selectOption("most");
    const counts = (await shownData(page, "count")).map(Number);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    await form.getByLabel("Sort by").selectOption("path");
    const paths = (await shownData(page, "paths")).map(String);
    expect(paths).toEqual(sortedUnique(before.map(String)));
    await form.getByLabel("Sort by").selectOption("rank");
    expect(await shownData(page, "paths")).toEqual(before);
    expect(await page.locator("#cards-shown").textContent()).toMatch(/^All /);
    expect(faults).toEqual([]);
  });

  test("narrows the credentials to those in several repositories, or of an owner", async () => {
    const { page } = await opened(browser, pageOf(some));
    const form = page.locator("#controls");
    const cards = page.locator("#cards > .card:not([hidden])");
    await form.getByLabel("Held by").selectOption("several");
    const spread = fleetReport(some).keys.filter(({ places }) => places.length > 1);
    expect(spread.length).toBeGreaterThan(0);
    expect(await cards.count()).toBe(spread.length);
    await form.getByLabel("Held by").selectOption("");
    await form.getByLabel("Owner").selectOption("team3");
    const owned = fleetReport(some).keys.filter(({ owners }) => owners.includes("team3"));
    expect(await cards.count()).toBe(owned.length);
  });

  test("a row leads to its card, and that to the cards of its credentials and back", async () => {
    const { page } = await opened(browser, pageOf(some));
    await page.locator("#repositories a").nth(1).click();
    const card = page.locator("#repository-2");
    await card.locator("> details[open]").waitFor();
    const link = card.locator("a[href^='#key-']").first();
    const target = (await link.getAttribute("href")) ?? "";
    await link.click();
    await page.locator(`${target} > details[open]`).waitFor();
    const top = await page.locator(target).evaluate((one) => one.getBoundingClientRect().top);
    expect(Math.abs(top)).toBeLessThan(100);
  });

  test("what is ticked in a repository is counted there, and kept", async () => {
    const { page } = await opened(browser, pageOf(some));
    await page.locator("#repositories a").first().click();
    const card = page.locator("#repository-1");
    await card.locator(".box input").first().check();
    expect(await card.locator(".done").textContent()).toMatch(/^1 of \d+ done$/);
    await page.reload();
    expect(await card.locator(".done").textContent()).toMatch(/^1 of \d+ done$/);
  });

  test.each(["light", "dark"] as const)("axe finds no serious fault, %s", async (colorScheme) => {
    for (const [html, width] of [
      [pageOf(largeFleet(30, 12)), 1280],
      [hostile, 390],
    ] as const) {
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
    }
  });

  test.each([1280, 390, 320])("nothing is wider than a window of %d", async (width) => {
    for (const html of [pageOf(some), hostile]) {
      const { page } = await opened(browser, html, { viewport: { width, height: 800 } });
      await page.$$eval("details", (all) =>
        all.forEach((details) => details.setAttribute("open", "")),
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    }
  });

  test("is printed whole, and dark on light", async () => {
    const { page } = await opened(browser, pageOf(some), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#repository-controls").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      "rgb(255, 255, 255)",
    );
    const heights = await page.$eval(".wide", (one) => [one.clientHeight, one.scrollHeight]);
    expect(heights[0]).toBe(heights[1]);
  });

  test("is complete without its script", async () => {
    const { page } = await opened(browser, pageOf(some), { javaScriptEnabled: false });
    expect(await page.locator("#repository-controls").isVisible()).toBe(false);
    expect(await page.locator("#repositories > tr").count()).toBe(60);
    expect(await page.locator("#cards > .card").count()).toBe(fleetReport(some).keys.length);
    expect(await page.locator(".columns rect").count()).toBeGreaterThan(0);
  });

  test("a thousand repositories open, filter and sort", async () => {
    const { page, faults } = await opened(browser, pageOf(largeFleet(1000, 2000)));
    // By name: to find by role and label takes the driver half a minute in so large a page.
    const form = "#repository-controls";
    expect(await page.locator("#repositories-shown").textContent()).toBe("All 1,000 are shown.");
    await page.locator(`${form} [name=path]`).fill("team7/");
    expect(await page.locator("#repositories-shown").textContent()).toBe("50 of 1,000 are shown.");
    await page.locator(`${form} [name=sort]`).selectOption("most");
    const counts = (await shownData(page, "count")).map(Number);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts).toHaveLength(50);
    expect(faults).toEqual([]);
  });
});
