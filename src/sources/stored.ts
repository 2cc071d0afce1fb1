/** Objects of a repository's store by themselves: some of them, or all. */
import { allObjects } from "../git/all-objects.ts";
import { readListed, tallyInto } from "../git/cat-file-reader.ts";
import type { Repository } from "../git/repository.ts";
import { objectDocument, objectOrigin } from "./object-document.ts";
import type { Source } from "./source.ts";

/** The objects with these ids. */
export function listedSource({ git, objectFormat }: Repository, ids: readonly string[]): Source {
  return {
    async *documents(sieve) {
      const listed = Buffer.from(ids.map((id) => `${id}\n`).join(""));
      for await (const item of readListed(git, listed, sieve, tallyInto(sieve, ids.length)))
        yield "object" in item ? { document: objectDocument(item.object, objectFormat) } : item;
    },
  };
}

/** Every object, reachable or not. */
export function storedSource(repository: Repository): Source {
  return {
    async *documents(sieve) {
      for await (const item of allObjects(repository).candidates(sieve)) {
        if ("missing" in item) continue;
        if ("searched" in item)
          yield { searched: { origin: objectOrigin(item.searched), ...item.searched } };
        else if ("object" in item)
          yield { document: objectDocument(item.object, repository.objectFormat) };
        else yield item;
      }
    },
  };
}
