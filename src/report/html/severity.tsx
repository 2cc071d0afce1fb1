/** A severity as a shape, a colour and a word, each of which tells by itself. */
import type { Severity } from "../../finding.ts";

/** In a square of 16. */
const SHAPE: Record<Severity, string> = {
  critical: "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
  high: "M8 1.5 15.2 14.5H.8z",
  medium: "M8 1l7 7-7 7-7-7z",
  low: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z",
  info: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
};

/** The shape alone, for where the word stands beside it. */
export function SeverityShape({ severity }: { readonly severity: Severity }) {
  return (
    <svg class={`shape ${severity}`} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d={SHAPE[severity]} fill-rule="evenodd" />
    </svg>
  );
}

/** Shape and word. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return (
    <span class={`badge ${severity}`}>
      <SeverityShape severity={severity} />
      {severity}
    </span>
  );
}
