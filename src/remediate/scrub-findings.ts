/** What of a run's findings is to be scrubbed. */
import type { Finding, Report, Secret, Severity } from "../finding.ts";
import { assembleReport, type Results } from "../findings/assemble-report.ts";
import { sortedUnique } from "../findings/compare.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { SEVERITIES } from "../findings/severity.ts";
import { placeholdersOf } from "./placeholders.ts";

/** The secrets to remove. Holds raw values; what people are told is in `keys` and `report`. */
export interface ToScrub {
  readonly report: Report;
  readonly secrets: readonly Secret[];
  readonly keys: readonly ScrubbedKey[];
  /** Commits that brought a secret or hold one in their message. */
  readonly commits: readonly string[];
  /** Refs whose history holds one. */
  readonly refs: readonly string[];
}

/** One secret as people are told of it. */
export interface ScrubbedKey {
  readonly finding: Finding;
  readonly placeholder: string;
}

/** Everything from a severity on. */
export function toScrub(results: Results, from: Severity): ToScrub {
  const report = assembleReport(results);
  const lowest = SEVERITIES.indexOf(from);
  const serious = new Map(
    report.findings
      .filter(({ severity }) => SEVERITIES.indexOf(severity) >= lowest)
      .map((finding) => [finding.fingerprint, finding]),
  );
  const secrets = results.secrets.filter((secret) => serious.has(nameOf(secret)));
  const placeholders = new Map(
    [...placeholdersOf(secrets)].map(([secret, placeholder]) => [nameOf(secret), placeholder]),
  );
  const findings = [...serious.values()];
  const histories = findings.flatMap(({ history }) => history ?? []);
  return {
    report,
    secrets,
    keys: findings.map((finding) => ({
      finding,
      placeholder: placeholders.get(finding.fingerprint) ?? "",
    })),
    commits: sortedUnique([
      ...histories.flatMap(({ introducedBy }) => introducedBy.map(({ commit }) => commit)),
      ...findings.flatMap(({ sightings }) =>
        sightings.flatMap(({ source, path, blob }) =>
          source === "message" && path === "commit" && blob !== undefined ? [blob] : [],
        ),
      ),
    ]),
    refs: sortedUnique(histories.flatMap(({ refs }) => refs)),
  };
}

/** How many of the keys the refs lead to; the others are in this clone alone, and in no copy. */
export function keysInRefs({
  found,
  lfs,
}: {
  readonly found: ToScrub;
  /** Fingerprints of the keys in LFS objects that are pointed to. */
  readonly lfs: readonly { readonly keys: readonly string[] }[];
}): number {
  const inLfs = new Set(lfs.flatMap(({ keys }) => keys));
  return found.keys.filter(
    ({ finding }) => finding.history?.unreachable === false || inLfs.has(finding.fingerprint),
  ).length;
}

/** The fingerprint of a secret. */
export function nameOf({ family, value }: Secret): string {
  return fingerprintOf(family, value);
}
