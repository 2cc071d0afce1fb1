/** Lists the packs of one folder with what indexes them. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { listing } from "./listing.ts";
import { openIndex, type PackIndex } from "./index-file.ts";
import { openMultiIndex, type MultiIndex } from "./multi-index.ts";
import { readRegular } from "./regular-file.ts";

/** One pack with its index. */
export interface PackFiles {
  readonly pack: string;
  /** Size of the pack in bytes. */
  readonly size: number;
  /** File name of its index. */
  readonly indexName: string;
  /** Throws an Error that says what is wrong with an index that cannot be read. */
  openIndex(): PackIndex;
}

/**
 * The packs of a folder by name. Those that a multi-pack index lists are read without an index of their own, which git does not
 * manage; those that nothing lists are left out.
 */
export function listPacks(folder: string, oidBytes: number): readonly PackFiles[] {
  const names = new Set(listing(folder));
  let multiIndexes: readonly NamedMultiIndex[] | undefined;
  return [...names]
    .filter((name) => name.endsWith(".pack"))
    .sort()
    .flatMap((name) => {
      const pack = join(folder, name);
      const own = `${name.slice(0, -".pack".length)}.idx`;
      if (!names.has(own)) multiIndexes ??= multiIndexesOf(folder, oidBytes);
      const index = names.has(own)
        ? { indexName: own, openIndex: () => openIndex(join(folder, own), oidBytes) }
        : indexIn(multiIndexes ?? [], own);
      return index === undefined ? [] : [{ pack, size: sizeOf(pack), ...index }];
    });
}

/** Of a pack that has gone away, or leads nowhere, nothing: its objects are left to git. */
function sizeOf(pack: string): number {
  return statSync(pack, { throwIfNoEntry: false })?.size ?? 0;
}

interface NamedMultiIndex {
  readonly name: string;
  readonly index: MultiIndex;
}

function indexIn(
  multiIndexes: readonly NamedMultiIndex[],
  own: string,
): Pick<PackFiles, "indexName" | "openIndex"> | undefined {
  for (const { name, index } of multiIndexes) {
    if (!index.packs.includes(own)) continue;
    const read = readable(() => index.indexOf(index.packs.indexOf(own)));
    if (read !== undefined) return { indexName: name, openIndex: () => read };
  }
  return undefined;
}

/** A pack whose index cannot be read is as good as one without: the report names it. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const CHAIN = "multi-pack-index.d";

/** The one of the folder, and those of a chain, of which each stands for itself. Those that cannot be read are left out. */
function multiIndexesOf(folder: string, oidBytes: number): readonly NamedMultiIndex[] {
  const chain = readable(() => readRegular(join(folder, CHAIN, "multi-pack-index-chain")));
  const links = [...(chain?.toString("latin1") ?? "").matchAll(/^[0-9a-f]{40,64}$/gm)];
  const names = links.map(([link]) => `${CHAIN}/multi-pack-index-${link}.midx`);
  return ["multi-pack-index", ...names].flatMap((name) => {
    const index = readable(() => openMultiIndex(join(folder, name), oidBytes));
    return index === undefined ? [] : [{ name, index }];
  });
}
