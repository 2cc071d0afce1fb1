/** Chooses how all objects of a repository are read: from its packs, and through git where that is not enough. */
import { join } from "node:path";
import { catFileReader, readListed, tallyInto } from "./cat-file-reader.ts";
import type { ObjectReader } from "./object-reader.ts";
import { packReader } from "./pack/reader.ts";
import type { Repository } from "./repository.ts";

export function allObjects(repository: Repository): ObjectReader {
  const store = {
    objectDirectory: join(repository.commonDir, "objects"),
    oidBytes: repository.objectFormat === "sha256" ? 32 : 20,
  } as const;
  return packReader(store, {
    all: catFileReader(repository),
    some: (oids, sieve) =>
      readListed(
        repository.git,
        Buffer.from(oids.map((oid) => `${oid}\n`).join("")),
        sieve,
        tallyInto(sieve, undefined),
      ),
  });
}
