/** The words for what is ignored. */
import type { Ignored, IgnoredBy } from "../finding.ts";
import { counted } from "./words.ts";

/** `3 credentials`: how many are ignored somewhere. */
export function ignoredCount(ignored: readonly Ignored[]): string {
  return counted(new Set(ignored.map(({ finding }) => finding.fingerprint)).size, "credential");
}

/** What ignores it. Not fit to be shown before it is made visible. */
export function causeOf(by: IgnoredBy): string {
  switch (by.kind) {
    case "ignore-file": {
      const who = by.who === undefined ? "" : `, says ${by.who}`;
      const until = by.expires === undefined ? "" : `, until ${by.expires}`;
      return `${by.file}: ${by.reason}${who}${until}`;
    }
    case "comment":
      return by.reason === "" ? by.mark : `${by.mark}: ${by.reason}`;
    case "path":
      return by.pattern === undefined
        ? `${by.file}: it is outside of what include names`
        : `${by.file}: ${by.setting} ${by.pattern}`;
  }
}
