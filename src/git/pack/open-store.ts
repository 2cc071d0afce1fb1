/** Opens a store's packs: reads their indexes, finds duplicates, links delta families and cuts the work into tasks. */
import type { Crew } from "../../crew/crew.ts";
import { reasonOf } from "../../reason.ts";
import { findDuplicates } from "./duplicates.ts";
import { branchOf, linkFamilies, type PackTask } from "./families.ts";
import { positionOf, type PackIndex } from "./index-file.ts";
import { entryAt, layOut, type PackLayout } from "./layout.ts";
import type { LeftBecause } from "./left.ts";
import type { Limits } from "./limits.ts";
import { isKnownPack, scanEntries, type Reference } from "./scan.ts";
import { packedTypes, type PackedTypes } from "./packed-types.ts";
import type { LooseFile, ObjectStore, StoreContents } from "./store.ts";
import type { Task } from "./task.ts";
import type { Pack } from "./walk.ts";

/** A store that is ready to be read. */
export interface OpenStore {
  readonly packs: readonly Pack[];
  /** Heaviest first, so that no worker is left with a long task at the end. */
  readonly tasks: readonly PackTask[];
  readonly loose: readonly LooseFile[];
  /** Ids of objects whose entries cannot be read, and why. */
  readonly unreadable: ReadonlyMap<string, LeftBecause>;
  /** Number of distinct objects. */
  readonly total: number;
  /** Loads what {@link PackedTypes} needs. */
  packedTypes(): PackedTypes;
  oidOf(task: Task, index: number): string;
  /** Ids of the objects of a branch, or of one loose object. */
  branchOids(task: Task, index: number): string[];
  close(): void;
}

/** Opens a store; a string when an index cannot be read, so that nobody knows what the pack holds: why. */
export async function openStore(
  store: ObjectStore,
  contents: StoreContents,
  crew: Crew,
  limits: Limits,
): Promise<OpenStore | string> {
  const { oidBytes } = store;
  const indexes: PackIndex[] = [];
  const close = (): void => indexes.forEach((index) => index.close());
  try {
    for (const files of contents.packs) indexes.push(files.openIndex());
  } catch (error) {
    close();
    const { indexName } = contents.packs[indexes.length] ?? {};
    return `objects/pack/${indexName} cannot be read: ${reasonOf(error)}`;
  }

  const keep = contents.packs.reduce((sum, { size }) => sum + size, 0) <= limits.keptPacks;
  const layouts = contents.packs.flatMap((files, i) => {
    const index = indexes[i];
    return index === undefined ? [] : [layOut(files, index, oidBytes, keep)];
  });
  const duplicates = findDuplicates(indexes, contents.loose, oidBytes);
  for (const [i, layout] of layouts.entries()) markElsewhere(layout, duplicates.packs[i]);
  const references = await scanPacks(layouts, crew);

  const oid = (pack: number, entry: number): string => {
    const position = layouts[pack]?.positions[entry] ?? 0;
    return indexes[pack]?.oids(position, position + 1).toString("hex") ?? "";
  };
  const packs: Pack[] = [];
  const weighted: { task: PackTask; weight: number }[] = [];
  const unreadable = new Map<string, LeftBecause>();
  for (const [i, layout] of layouts.entries()) {
    const index = indexes[i];
    if (index !== undefined) resolveReferences(layout, index, references[i] ?? []);
    const { families, tasks, lost } = linkFamilies(layout, i, limits);
    packs.push({ layout, families });
    weighted.push(...tasks);
    const known = lost.length === 0 || isKnownPack(layout.path);
    for (const entry of lost) {
      if (layout.elsewhere[entry] !== 0) continue;
      const damaged = layout.types[entry] === 0 ? "broken" : "base";
      unreadable.set(oid(i, entry), known ? damaged : "unknown");
    }
  }

  const total = layouts.reduce(
    (sum, { elsewhere }) => sum + elsewhere.reduce((kept, here) => kept + 1 - here, 0),
    duplicates.loose.length,
  );
  return {
    packs,
    tasks: weighted.sort((a, b) => b.weight - a.weight).map(({ task }) => task),
    loose: duplicates.loose,
    unreadable,
    total,
    packedTypes: () => packedTypes(indexes, layouts),
    oidOf: (task, entry) =>
      "loose" in task ? (task.loose[entry]?.oid ?? "") : oid(task.pack, entry),
    branchOids(task, entry) {
      if ("loose" in task) return [task.loose[entry]?.oid ?? ""];
      const pack = packs[task.pack];
      if (pack === undefined) return [];
      return branchOf(pack.families, entry)
        .filter((member) => pack.layout.elsewhere[member] === 0)
        .map((member) => oid(task.pack, member));
    },
    close,
  };
}

function markElsewhere(layout: PackLayout, duplicates: Uint8Array | undefined): void {
  if (duplicates === undefined) return;
  for (let entry = 0; entry < layout.count; entry++)
    layout.elsewhere[entry] = duplicates[layout.positions[entry] ?? 0] ?? 0;
}

/** Scans the headers of all packs, each in as many parts as there are threads. */
async function scanPacks(layouts: readonly PackLayout[], crew: Crew): Promise<Reference[][]> {
  const references: Reference[][] = layouts.map(() => []);
  let awaited = 0;
  for (const [pack, layout] of layouts.entries()) {
    if (layout.count === 0 || !isKnownPack(layout.path)) continue;
    const [ours = { from: 0, to: 0 }, ...theirs] = parts(layout, crew.size + 1);
    for (const [worker, { from, to }] of theirs.entries()) {
      crew.order(worker, { scan: { pack, layout, from, to } });
      awaited++;
    }
    references[pack] = scanEntries(layout, ours.from, ours.to);
  }
  while (awaited > 0) {
    const message = await crew.next();
    if (!("scanned" in message)) continue;
    for (const reference of message.references) references[message.scanned]?.push(reference);
    awaited--;
  }
  return references;
}

/** Parts of a pack with about as many bytes each. */
function parts(layout: PackLayout, number: number): { from: number; to: number }[] {
  const end = layout.offsets[layout.count] ?? 0;
  const starts = Array.from({ length: number }, (_, i) => {
    const slice = Math.floor(((end / number) * i) / layout.sliceBytes);
    return i === 0 ? 0 : (layout.slices[slice] ?? layout.count);
  });
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? layout.count }));
}

function resolveReferences(
  layout: PackLayout,
  index: PackIndex,
  references: readonly Reference[],
): void {
  if (references.length === 0) return;
  const offsets = index.offsets();
  for (const { entry, base } of references) {
    const position = positionOf(index, Buffer.from(base, "hex"));
    if (position >= 0) layout.bases[entry] = entryAt(layout, offsets[position] ?? -1);
  }
}
