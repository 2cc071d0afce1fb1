/** Names for parts. They come out of the document, so they may be of any length and hold a key themselves. */

const LONGEST = 120;

/**
 * A name from a document, fit for a report: UTF-8 decoded, runs long enough to be a credential shortened to the
 * prefix and last four characters, and never longer than a line.
 */
export function partName(raw: string): string {
  const name = decodeUtf8(raw.slice(0, LONGEST * 8)).replace(
    /[A-Za-z0-9_-]{30,}/g,
    (run) => `${run.slice(0, 6)}…${run.slice(-4)}`,
  );
  return name.length > LONGEST ? `…${name.slice(-LONGEST)}` : name;
}

/** The readable end of a source name: no scheme, no bundler's host, no way up. */
export function sourceName(raw: string): string {
  const path = raw
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, "")
    .replace(/\?[^?]*$/, "")
    .split(/[\\/]+/)
    .filter((step) => step !== "." && step !== ".." && step !== "")
    .join("/");
  return partName(path === "" ? "unnamed source" : path);
}

/** Text that was read byte by byte, as UTF-8; text of wider characters as it is. */
export function decodeUtf8(raw: string): string {
  for (let i = 0; i < raw.length; i++) if (raw.charCodeAt(i) > 0xff) return raw;
  return Buffer.from(raw, "latin1").toString("utf8");
}
