/** The objects that are left to git, and what the reader of the report is told of them. */
import type { Note } from "../../document.ts";

/** Why an object is left to git. */
export type LeftBecause = "large" | "broken" | "unknown" | "base";

/** What is amiss; nothing is with an object that is only large. */
const REASONS: Readonly<Record<LeftBecause, string | undefined>> = {
  large: undefined,
  broken: "where they are stored is damaged",
  unknown: "their pack is of an unknown version",
  base: "what they are stored as a difference from is missing or damaged",
};

export interface LeftObjects {
  /** The first reason counts. */
  add(oid: string, because: LeftBecause): void;
  /** All ids, sorted. */
  oids(): string[];
  /** How many objects are left for which reason. What git cannot read either is named on its own. */
  notes(): Note[];
}

export function leftObjects(): LeftObjects {
  const left = new Map<string, LeftBecause>();
  return {
    add(oid, because) {
      if (!left.has(oid)) left.set(oid, because);
    },
    oids: () => [...left.keys()].sort(),
    notes: () =>
      Object.entries(REASONS).flatMap(([because, reason]) => {
        const count = [...left.values()].filter((each) => each === because).length;
        if (reason === undefined || count === 0) return [];
        const about = `${count} ${count === 1 ? "object" : "objects"}`;
        return [{ about, note: `left to git to read, because ${reason}; see \`git fsck\`` }];
      }),
  };
}
