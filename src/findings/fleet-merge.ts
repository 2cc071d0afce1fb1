/** Makes one finding of what several repositories hold of the same credential. */
import { byKeys, sortedUnique } from "./compare.ts";
import { distinctBy, groupBy } from "./group-by.ts";
import type {
  CommitChange,
  Confidence,
  Finding,
  SecretHistory,
  Sighting,
  Usage,
} from "../finding.ts";
import { SEVERITIES } from "./severity.ts";
import { strongestUsage } from "./usage.ts";
import { byCertainty } from "./fleet-verdict.ts";

/** A finding, and the name of the repository that it is of. */
export interface Part {
  readonly name: string;
  readonly finding: Finding;
}

const CONFIDENCES: readonly Confidence[] = ["low", "medium", "high"];

/**
 * All that is known of one credential; paths begin with the name of their repository. A key that opens Gemini in one
 * repository opens it in all, so that it is as severe as it is anywhere. `parts` are sorted by name, and at least one.
 */
export function mergedFinding(parts: readonly [Part, ...Part[]]): Finding {
  const findings = parts.map(({ finding }) => finding);
  const worst = findings.toSorted(
    byKeys(
      ({ severity }) => -SEVERITIES.indexOf(severity),
      ({ confidence }) => -CONFIDENCES.indexOf(confidence),
    ),
  )[0] as Finding;
  return {
    ...worst,
    mustScrub: findings.some(({ mustScrub }) => mustScrub),
    usage: strongestUsage(findings.map(({ usage }) => usage)),
    account: findings.find(({ account }) => account !== undefined)?.account,
    verdict: findings.flatMap(({ verdict }) => verdict ?? []).toSorted(byCertainty)[0],
    sightings: parts.flatMap(({ name, finding }) =>
      finding.sightings.map((sighting) => placed(sighting, name)),
    ),
    history: mergedHistory(parts),
  };
}

/** The finding of one repository, judged by what is known of the credential in all. */
export function judgedAs(finding: Finding, merged: Finding): Finding {
  const { severity, reasons, mustScrub, usage, verdict } = merged;
  const isSame =
    finding.severity === severity &&
    finding.mustScrub === mustScrub &&
    finding.usage === usage &&
    finding.verdict?.reason === verdict?.reason;
  return isSame ? finding : { ...finding, severity, reasons, mustScrub, usage, verdict };
}

/** All usages, sorted; that nothing tells of one is none, unless it is the only one. */
export function usagesOf(findings: readonly Finding[]): readonly Usage[] {
  const all = sortedUnique(findings.map(({ usage }) => usage)) as Usage[];
  return all.length > 1 ? all.filter((usage) => usage !== "unknown") : all;
}

/** The sighting under the name of its repository; what has no path says where it is in its part. */
function placed(sighting: Sighting, name: string): Sighting {
  const { path, part, source } = sighting;
  if (path === undefined || source === "message")
    return { ...sighting, part: part === undefined ? `in ${name}` : `${part}, in ${name}` };
  return { ...sighting, path: under(name, path) };
}

/** The path of a file of a repository, in the fleet. */
export function under(name: string, path: string): string {
  return path === "" ? name : `${name}/${path}`;
}

function mergedHistory(parts: readonly Part[]): SecretHistory | undefined {
  const histories = parts.flatMap(({ name, finding: { history } }) =>
    history === undefined ? [] : [{ name, history }],
  );
  if (histories.length === 0) return undefined;
  const all = histories.map(({ history }) => history);
  return {
    introducedBy: mergedChanges(
      histories.map(({ name, history }) => ({ name, changes: history.introducedBy })),
    ),
    removedBy: mergedChanges(
      histories.map(({ name, history }) => ({ name, changes: history.removedBy })),
    ),
    refs: sortedUnique(all.flatMap(({ refs }) => refs)),
    atHead: all.some(({ atHead }) => atHead),
    pushed: all.some(({ pushed }) => pushed === true)
      ? true
      : all.some(({ pushed }) => pushed === undefined)
        ? undefined
        : false,
    unreachable: all.every(({ unreachable }) => unreachable),
  };
}

/** A commit that a fork has as well is one commit. */
function mergedChanges(
  lists: readonly { readonly name: string; readonly changes: readonly CommitChange[] }[],
): readonly CommitChange[] {
  const placed = lists.flatMap(({ name, changes }) =>
    changes.map((change) => ({ ...change, paths: change.paths.map((path) => under(name, path)) })),
  );
  const byCommit = groupBy(placed, ({ commit }) => commit);
  const merged = [...byCommit.values()].map((same) => ({
    ...(same[0] as CommitChange),
    paths: sortedUnique(same.flatMap(({ paths }) => paths)),
  }));
  return distinctBy(merged, ({ commit }) => commit).toSorted(
    byKeys(
      ({ date }) => Date.parse(date) || 0,
      ({ commit }) => commit,
    ),
  );
}
