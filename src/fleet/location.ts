/** Understands what names a repository: an address that may be cloned from, a path, or neither. Pure. */
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { visible } from "../report/visible.ts";

/** A repository that has to be cloned. */
export interface Remote {
  readonly kind: "url";
  /** What git is given: without password, and without user unless that is for ssh. */
  readonly location: string;
  /** `host/owner/name`, the same for https and ssh. */
  readonly name: string;
  /** The same for two addresses of one repository. */
  readonly identity: string;
  readonly owner: string | undefined;
  /** Whether something was taken out that may be a credential. */
  readonly stripped: boolean;
}

export type Location =
  | Remote
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "neither"; readonly why: string };

/** Longer than any address or path that a system takes. */
const LONGEST = 4096;

/** What a text names. */
export function locationOf(text: string): Location {
  if (text.length > LONGEST) return neither("is too long for an address or a path");
  if (text.includes("\0")) return neither("has a character that no path has");
  // Reports say where a repository is, and are passed on.
  if (maskKeyShapes(text) !== text) return neither("holds what looks like a key: rename it");
  if (text.startsWith("-")) return neither("begins with a dash: write ./ before a path like that");
  if (/^[\w+.-]+::/.test(text))
    return neither("would have git start a program: only https, ssh and paths are cloned");
  const [, scheme, rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (scheme !== undefined) return addressOf(scheme.toLowerCase(), rest);
  return scpAddressOf(text) ?? { kind: "path", path: text };
}

/** What is wrong with the schemes that people come upon. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["http", "is not encrypted: write https://"],
  ["git", "is not encrypted: write https:// or ssh://"],
  ["file", "is a file on this machine: write its path"],
]);

function addressOf(scheme: string, rest: string): Location {
  if (scheme !== "https" && scheme !== "ssh")
    return neither(
      REFUSED.get(scheme) ?? "is of a kind that is not cloned: write https:// or ssh://",
    );
  const [, userPart, host = "", port, pathPart = ""] =
    /^(?:([^/]*)@)?(\[[0-9a-f:.]+\]|[^/:@[\]?#]+)(?::(\d*))?(?:\/(.*))?$/is.exec(rest) ?? [];
  const [path = ""] = scheme === "https" ? pathPart.split(/[?#]/) : [pathPart];
  const [user = "", ...password] = (userPart ?? "").split(":");
  const kept = scheme === "ssh" && user !== "" ? user : undefined;
  if (!isHost(host) || !isPath(path) || (kept !== undefined && !isUser(kept)))
    return neither("is no address of a repository");
  const usual = scheme === "https" ? "443" : "22";
  const where = host.toLowerCase() + (port && port !== usual ? `:${port}` : "");
  return remote(`${scheme}://${kept === undefined ? "" : `${kept}@`}${where}/${path}`, {
    host: where,
    path,
    user: kept,
    stripped:
      scheme === "https" ? userPart !== undefined || path !== pathPart : password.length > 0,
  });
}

/** `git@host:owner/name`; a single letter before the colon is a drive of Windows. */
function scpAddressOf(text: string): Location | undefined {
  const [, user, host = "", path = ""] =
    /^(?:([^/@:]+)@)?([^/@:[\]]{2,}|\[[0-9a-f:.]+\]):(.+)$/is.exec(text) ?? [];
  if (path === "") return undefined;
  // `user:password@host/path` is an address without its scheme.
  const isWhole =
    isHost(host) && isPath(path) && (user === undefined ? !path.includes("@") : isUser(user));
  if (!isWhole) return neither("is no address of a repository");
  const where = host.toLowerCase();
  const location = `${user === undefined ? "" : `${user}@`}${where}:${path}`;
  return remote(location, { host: where, path, user, stripped: false });
}

/** By whose name everybody logs in where addresses lead to the same repository by ssh and by https. */
const EVERYBODY = "git";

interface Named {
  readonly host: string;
  readonly path: string;
  /** For ssh, who may have a home of their own in which the path begins. */
  readonly user: string | undefined;
  readonly stripped: boolean;
}

function remote(location: string, { host, path, user, stripped }: Named): Location {
  const parts = path.split("/").filter((part) => part !== "");
  const last = parts.pop()?.replace(/(?<=.)\.git$/, "");
  if (last === undefined) return neither("names a server, and no repository on it");
  // Two that differ must not be taken for one, of which the other would never be looked at.
  if ([...parts, last].some((part) => part === "." || part === ".."))
    return neither("leads through . or ..: write where it leads");
  const name = [host, ...parts, last].join("/");
  const whole = FOLDING.test(name) ? name.toLowerCase() : name;
  return {
    kind: "url",
    location,
    name: visible(name),
    identity: user === undefined || user === EVERYBODY ? whole : `${user}@${whole}`,
    owner: parts.length > 0 ? visible(parts.join("/")) : undefined,
    stripped,
  };
}

function isHost(host: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/i.test(host);
}

function isUser(user: string): boolean {
  return /^[\w][\w.+-]*$/.test(user);
}

/** git quotes what it hands to ssh; all that is refused here is what nobody can mean. */
function isPath(path: string): boolean {
  return path !== "" && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]/u.test(path) && !path.startsWith("-");
}

function neither(why: string): Location {
  return { kind: "neither", why };
}

/** Hosts on which the case of a name does not matter. */
const FOLDING = /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\//;

/** More of a text than anybody is shown. */
const MOST_SHOWN = 4096;

/** Text of git or of a list without anything that may be a credential; of a long one, the beginning. */
export function withoutCredentials(text: string): string {
  return text
    .slice(0, MOST_SHOWN)
    .replaceAll(/(?<=:\/\/)[^\s/@'"]*@/g, "")
    .replaceAll(/(?<![^\s'"/])[^\s'"/@:]+:(?!\/\/)[^\s'"]*@/g, "")
    .replaceAll(/(:\/\/[^\s'"?#]*)[?#][^\s'"]*/g, "$1")
    .replaceAll(/\b(gh[a-z]_|github_pat_|glpat-|gldt-)[\w-]+/g, "$1…")
    .replaceAll(/(?<=(?:authorization|token|password)[:=] ?)\S+(?: \S{16,})?/gi, "…");
}
