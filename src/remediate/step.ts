/** Makes steps and their items out of what is not empty in them. */
import type { Item, Step } from "../plan.ts";
import type { KeyFacts } from "./key-facts.ts";

/** A step about some credentials; what it does not give is empty. */
export function step(
  given: Pick<Step, "id" | "byMinute" | "title"> & Partial<Step>,
  about: readonly KeyFacts[],
): Step {
  return {
    details: [],
    items: [],
    commands: [],
    pages: [],
    ...given,
    findings: about.map(({ fingerprint }) => fingerprint),
  };
}

/** A ref, commit, person or file in which nothing is written anew. */
export function item(name: string, about?: string): Item {
  return { name, about, code: [] };
}
