/** What history says of one credential. */
import type { CommitChange, SecretHistory } from "../../finding.ts";
import { pushedWords, reachedFrom, STAGED_ONLY } from "../history-words.ts";
import { isStagedOnly } from "../../findings/staged-only.ts";
import { visible } from "../visible.ts";
import { counted, few, shortId } from "../words.ts";
import type { Entry } from "./entry.ts";
import { Exposure } from "./timeline.tsx";

const MOST_CHANGES = 5;
const MOST_PATHS = 3;

/** Commits, refs and whether it left this clone. */
export function KeyHistory({
  entry: { finding, life, plan },
  history,
  last,
}: {
  readonly entry: Entry;
  readonly history: SecretHistory;
  readonly last: number;
}) {
  if (isStagedOnly(finding))
    return (
      <div class="history">
        <h4>History</h4>
        <p>{STAGED_ONLY}.</p>
      </div>
    );
  return (
    <div class="history">
      <h4>History</h4>
      <dl>
        {life && (
          <>
            <dt>Exposed</dt>
            <dd>
              <Exposure life={life} last={last} />
            </dd>
          </>
        )}
        {plan?.exposure && (
          <>
            <dt>Rotation</dt>
            <dd>due from {plan.exposure.rotateBy} on, 90 days after the first commit</dd>
          </>
        )}
        <Changes name="Added by" changes={history.introducedBy} />
        <Changes name="Removed by" changes={history.removedBy} />
        <dt>Still on</dt>
        <dd>{reachedFrom(history)}</dd>
        {!history.unreachable && (
          <>
            <dt>Pushed</dt>
            <dd>{pushedWords(history.pushed)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

function Changes({
  name,
  changes,
}: {
  readonly name: string;
  readonly changes: readonly CommitChange[];
}) {
  if (changes.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <ul>
          {changes.slice(0, MOST_CHANGES).map(({ commit, date, author, paths }) => (
            <li key={commit}>
              <code class="commit-id">{shortId(commit)}</code> {visible(date.slice(0, 10))}{" "}
              <bdi>{visible(author, 60)}</bdi>
              {paths.length > 0 && (
                <span class="details">
                  {" "}
                  <bdi>
                    {few(
                      paths.map((path) => visible(path || ".")),
                      MOST_PATHS,
                    )}
                  </bdi>
                </span>
              )}
            </li>
          ))}
          {changes.length > MOST_CHANGES && (
            <li>and {counted(changes.length - MOST_CHANGES, "more commit")}</li>
          )}
        </ul>
      </dd>
    </>
  );
}
