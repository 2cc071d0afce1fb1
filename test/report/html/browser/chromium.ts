/** A real browser for tests of pages: Debian's Chromium, or another that CHROMIUM names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { hasTool } from "../../../support/tools.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "chromium";

export const hasChromium = hasTool(CHROMIUM, "Install it with `apt-get install chromium`.");

/** A started browser; who starts it closes it. */
export async function startBrowser(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  const executablePath = await pathOf(CHROMIUM);
  // In a container it runs as root, which its sandbox does not take.
  return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

async function pathOf(program: string): Promise<string> {
  if (program.includes("/")) return program;
  const { execFileSync } = await import("node:child_process");
  return execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
}

/** An open page, and everything that should not have happened in it. */
export interface Opened {
  readonly page: Page;
  /** Console messages, errors, and requests for anything but the page. */
  readonly faults: readonly string[];
}

/** Opens a page from a file, as a reader would. */
export async function opened(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "gemsweep-page-"));
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  const address = pathToFileURL(file).href;
  const context = await browser.newContext(options);
  onTestFinished(async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const faults: string[] = [];
  await context.route("**/*", async (route) => {
    const asked = route.request().url();
    if (asked === address) return await route.continue();
    faults.push(`asked for ${asked}`);
    return await route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  await page.goto(address);
  return { page, faults };
}
