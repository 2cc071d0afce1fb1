/** What the page does once it is open. Without it everything is there to be read; boxes and filter are not. */
import { startFilters } from "./filter.ts";
import { openTargets } from "./open-targets.ts";
import { openForPrint } from "./print.ts";
import { startTheme } from "./theme.ts";
import { startTicks } from "./ticks.ts";
import { drawToday } from "./today.ts";

startTheme();
drawToday();
startTicks();
startFilters();
openTargets();
openForPrint();
