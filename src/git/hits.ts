/** Which object holds which secret, as far as the sources have found out. */
import type { Origin } from "../document.ts";
import type { Secret } from "../finding.ts";

const NONE: ReadonlySet<Secret> = new Set();

export interface Hits {
  /** Secrets in a blob's content or in the names of a tree. */
  inContent(oid: string): ReadonlySet<Secret>;
  /** Secrets in a commit or tag itself. */
  inMessage(oid: string): ReadonlySet<Secret>;
  /** Blobs and trees with a secret. */
  readonly contents: ReadonlySet<string>;
  /** Commits and tags with a secret. */
  readonly messages: ReadonlySet<string>;
  /** Whether any of the contents is a tree. */
  readonly names: boolean;
}

export function hitsOf(secrets: readonly Secret[]): Hits {
  const contents = new Map<string, Set<Secret>>();
  const messages = new Map<string, Set<Secret>>();
  let names = false;
  for (const secret of secrets)
    for (const { origin } of secret.hits) {
      const content = contentOf(origin);
      if (content !== undefined) addTo(contents, content, secret);
      if (origin.source === "message") addTo(messages, origin.object, secret);
      if (origin.source === "name" && origin.tree !== undefined) names = true;
    }
  return {
    inContent: (oid) => contents.get(oid) ?? NONE,
    inMessage: (oid) => messages.get(oid) ?? NONE,
    contents: new Set(contents.keys()),
    messages: new Set(messages.keys()),
    names,
  };
}

/** The blob or tree that something was found in; undefined when it was neither. */
export function contentOf(origin: Origin): string | undefined {
  if (origin.source === "history" || origin.source === "index") return origin.blob;
  return origin.source === "name" ? origin.tree : undefined;
}

function addTo(map: Map<string, Set<Secret>>, oid: string, secret: Secret): void {
  const secrets = map.get(oid) ?? new Set();
  map.set(oid, secrets.add(secret));
}
