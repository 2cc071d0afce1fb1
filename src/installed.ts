/** Where the files that come with the program are, as seen from src/, build/ and dist/ alike. */

/** Name and version of the program. */
export const PACKAGE_FILE = new URL("../package.json", import.meta.url);

/** The rules directory as compiled by the build, with all forms of the rules' anchors. */
export const RULES_FILE = new URL("../dist/rules.json", import.meta.url);

/** By what candidates are found: all that is read of the built-in rules where there are none. */
export const TABLE_FILE = new URL("../dist/anchors.table", import.meta.url);

/** By what candidates are searched. */
export const MARKS_FILE = new URL("../dist/marks.table", import.meta.url);

/** The WebAssembly kernel. */
export const KERNEL_FILE = new URL("../dist/kernel.wasm", import.meta.url);

/** What worker threads run. */
export const WORKER_FILE = new URL("../dist/worker.cjs", import.meta.url);

/** What processes run that audit the repositories of a fleet. */
export const AUDITOR_FILE = new URL("../dist/auditor.cjs", import.meta.url);

/** What the HTML report does and how it looks, as built from src/report/html/page/. */
export const PAGE_SCRIPT_FILE = new URL("../dist/page.js", import.meta.url);
export const PAGE_STYLE_FILE = new URL("../dist/page.css", import.meta.url);

/** The program itself. */
export const PROGRAM_FILE = new URL("../dist/cli.cjs", import.meta.url);
