/** The words for what is behind a key. */
import type { Count, Reach } from "../verdict.ts";
import { counted } from "./words.ts";

const REACH: Record<keyof Reach, readonly [one: string, many: string]> = {
  files: ["uploaded file", "uploaded files"],
  cachedContents: ["cached content", "cached contents"],
  fileSearchStores: ["file search store", "file search stores"],
  tunedModels: ["tuned model", "tuned models"],
};

/** `3 uploaded files, no cached contents …`. */
export function reachWords(reach: Reach): string {
  return Object.entries(REACH)
    .map(([name, [one, many]]) => countWords(reach[name as keyof Reach], one, many))
    .join(", ");
}

function countWords(count: Count | undefined, one: string, many: string): string {
  if (count === undefined) return `${many} not told`;
  if (count.more) return `${counted(count.count, one, many)} or more`;
  return count.count === 0 ? `no ${many}` : counted(count.count, one, many);
}
