/** How the time grows with the number of objects. */
import { gitObjects } from "../contenders/gemsweep.js";
import { historyPeers } from "../contenders/history-peers.js";
import { least, takeTurns } from "../measure/rounds.js";
import { fastest, number, ratio, seconds } from "../report/table.js";
import { generatedSubject, sizeOf } from "../subjects.js";
import { audit } from "./history.js";

/** Commits make six or seven objects each. */
const SHARES = [0.01, 0.1, 1];

/** @param {import("../options.js").Options} options */
export async function growth(options) {
  const rows = [];
  let fastestPeer;
  for (const share of SHARES) {
    const commits = Math.max(100, Math.round(options.commits * share));
    const subject = await generatedSubject({ commits, seed: options.seed });
    const peers = options.peers ? historyPeers(subject.path, subject.keys) : [];
    // Chosen where all are quick, then the only one.
    const chosen = peers.filter(({ name }) => fastestPeer === undefined || name === fastestPeer);
    const contenders = [audit(subject), gitObjects(subject.path), ...chosen];
    const turns = { ...options, planted: subject.keys.length };
    const [ours, git, ...others] = await takeTurns(`growth, ${subject.name}`, contenders, turns);
    const peer = fastest(others);
    fastestPeer ??= peer?.name ?? "";
    const { objects, bytes } = sizeOf(subject.path);
    rows.push([
      objects.toLocaleString("en"),
      `${(bytes / 1e6).toFixed(0)} MB`,
      ...[ratio(ours, git), ratio(ours, peer)].map(number),
      ...[ours, git, peer].map((result) =>
        result === undefined || result.trouble !== undefined ? "–" : seconds(least(result, "wall")),
      ),
    ]);
  }
  const peer = fastestPeer || "other scanner";
  const head = [
    "objects",
    "content",
    "to git",
    `to ${peer}`,
    "gemsweep audit",
    "git cat-file",
    peer,
  ];
  return { tables: [{ title: "Growth", head, rows }], claims: [] };
}
