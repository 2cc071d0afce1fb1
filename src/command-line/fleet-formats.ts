/** The formats that can tell of many repositories. */
import { UserError } from "../errors.ts";
import type { Format } from "./formats.ts";
import { listed } from "./nearest.ts";

/** The others are about one repository: they point at its lines, and are shown with them. */
export const FLEET_FORMATS = [
  "text",
  "json",
  "jsonl",
  "html",
  "markdown",
  "sarif",
  "junit",
] as const satisfies readonly Format[];
export type FleetFormat = (typeof FLEET_FORMATS)[number];

/** The format, if it can tell of a fleet. Throws {@link UserError}. */
export function fleetFormat(format: Format): FleetFormat {
  const found = FLEET_FORMATS.find((one) => one === format);
  if (found) return found;
  throw new UserError(
    `there is no report of a fleet as ${format}, which is about the lines of one repository`,
    `use ${listed(FLEET_FORMATS, "or")}; or gemsweep audit --format ${format} in each repository`,
  );
}
