/** One credential: all that is known of it and what to do about it. */
import type { ComponentChildren } from "preact";
import { arrivalWords } from "../change-words.ts";
import { reasonsOf } from "../reasons.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import { KeyHistory } from "./card-history.tsx";
import { KeyPlanBoxes } from "./card-plan.tsx";
import { Places } from "./card-places.tsx";
import { KeyVerdict } from "./card-verdict.tsx";
import type { Entry } from "./entry.ts";
import { dateOf, type Life } from "./life.ts";
import { SeverityBadge } from "./severity.tsx";

/** What is open from the start is what a person would open first. */
const OPEN_AT_FIRST = 1;

/** What a card says that not every report knows. */
export interface CardBesides {
  /** For the filter. */
  readonly data: Readonly<Record<`data-${string}`, string | number>>;
  /** Beside the first place. */
  readonly brief: string;
  readonly body: ComponentChildren;
}

/** The card; `data-` attributes are for the filter. */
export function Card({
  entry,
  index,
  authors,
  last,
  besides,
}: {
  readonly entry: Entry;
  readonly index: number;
  /** Numbers of the authors that the filter offers. */
  readonly authors: ReadonlyMap<string, number>;
  /** The last day that commits tell of. */
  readonly last: number;
  readonly besides?: CardBesides | undefined;
}) {
  const { finding, id, places, life } = entry;
  const { severity, preview, title, verdict, keyId } = finding;
  const [first] = places;
  return (
    <li
      class={`card ${severity}`}
      id={id}
      data-rank={index}
      data-severity={severity}
      data-verdict={verdict?.status}
      data-kind={[...entry.kinds.keys(), entry.isCurrent ? "now" : "then"].join(" ")}
      data-author={entry.authors.map((author) => authors.get(author)).join(" ")}
      data-paths={entry.paths.slice(0, MOST_PATHS).join("\n")}
      data-from={life?.from}
      data-removed={life?.removed}
      {...besides?.data}
    >
      <details open={index < OPEN_AT_FIRST && severity !== "info"}>
        <summary>
          <SeverityBadge severity={severity} />
          <h3>
            <code>{visible(preview)}</code> <span class="title">{visible(title)}</span>
          </h3>
          {verdict && verdict.status !== "unknown" && (
            <span class={`verdict ${verdict.status}`}>{verdict.status}</span>
          )}
          <span class="place">
            {first && (
              <>
                {first.lead !== "" && `${first.lead} `}
                <bdi>{first.where}</bdi>
                {places.length > 1 && (
                  <span class="others"> and {counted(places.length - 1, "more place")}</span>
                )}
                {besides && besides.brief !== "" && <span class="others">, {besides.brief}</span>}
              </>
            )}
          </span>
          <span class="when">{life && whenText(life)}</span>
          <span class="done" data-progress={id} />
        </summary>
        <div class="body">
          <p class="why sentence">{reasonsOf(finding)}.</p>
          {finding.arrival && <p>{arrivalWords(finding)}</p>}
          {finding.knownPublic !== undefined && (
            <p>Known as: {visible(finding.knownPublic)}. No secret.</p>
          )}
          {verdict && <KeyVerdict verdict={verdict} rotation={entry.plan?.rotation} />}
          {besides?.body}
          <Places places={places} preview={preview} />
          {finding.history && <KeyHistory entry={entry} history={finding.history} last={last} />}
          <KeyPlanBoxes entry={entry} />
          <p class="ids">
            {keyId !== undefined && (
              <>
                key id <code>{visible(keyId)}</code>,{" "}
              </>
            )}
            rule <code>{visible(finding.rule)}</code>, fingerprint{" "}
            <code>{finding.fingerprint.slice(0, 16)}</code>
          </p>
        </div>
      </details>
    </li>
  );
}

function whenText({ from, removed }: Life): string {
  return removed === undefined
    ? `since ${dateOf(from)}`
    : `${dateOf(from)}, ${counted(Math.max(1, removed - from), "day")} in files`;
}

/** A key in more files than this is found by some of them. */
const MOST_PATHS = 300;
