/** What the module offers. All pointers are offsets into its memory, which the caller grows and hands out from `freeFrom` on. */
import { prepareInflate } from "./inflate";

export { inflate, inflateRaw } from "./inflate";
export { collect, foundAt, foundLength, hashesAt, headsAt, nibblesAt, search, setLiterals } from "./search";
export { links } from "./links";
export { applyDelta, childSize, hitAt, hitLength, openDelta, parentSize, probeDelta } from "./delta";

prepareInflate();

/** The first byte that the module does not use itself. */
export function freeFrom(): usize {
  return __heap_base;
}
