/** Where one credential was seen. */
import type { Finding, Sighting } from "../../finding.ts";
import type { Place } from "../places.ts";
import { counted } from "../words.ts";
import { ExcerptLines } from "./excerpt.tsx";

/** Places with the text around them, places by name, and those to unfold. */
const WITH_TEXT = 4;
const IN_SIGHT = 10;
const AT_ALL = 300;

/** The places in order of what to act on first. */
export function Places({
  places,
  preview,
}: {
  readonly places: readonly Place[];
  readonly preview: Finding["preview"];
}) {
  const shown = places.slice(0, IN_SIGHT);
  const rest = places.slice(IN_SIGHT);
  const withText = new Set(distinctTexts(shown).slice(0, WITH_TEXT));
  return (
    <div class="places">
      <h4>Where</h4>
      <ul>
        {shown.map((place, index) => (
          <PlaceItem key={index} place={place} preview={preview} showText={withText.has(place)} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details class="more">
          <summary>and {counted(rest.length, "more place")}</summary>
          <ul>
            {rest.slice(0, AT_ALL).map((place, index) => (
              <PlaceItem key={index} place={place} preview={preview} showText={false} />
            ))}
          </ul>
          {rest.length > AT_ALL && <p>The JSON report has all of them.</p>}
        </details>
      )}
    </div>
  );
}

function PlaceItem({
  place: { lead, where, details, sighting },
  preview,
  showText,
}: {
  readonly place: Place;
  readonly preview: Finding["preview"];
  readonly showText: boolean;
}) {
  const excerpt = showText ? sighting?.excerpt : undefined;
  return (
    <li>
      {lead !== "" && `${lead} `}
      <bdi class="path">{where}</bdi>
      {details.length > 0 && <span class="details"> {details.join("; ")}</span>}
      {excerpt && sighting && (
        <ExcerptLines excerpt={excerpt} preview={preview} line={lineOf(sighting)} />
      )}
    </li>
  );
}

/** Inside a cell, an archive or an encoding lines are counted otherwise. */
function lineOf({ line, part, decodings }: Sighting): number | undefined {
  return part === undefined && decodings.length === 0 ? line : undefined;
}

/** The first place of each text: copies of a file say the same. */
function distinctTexts(places: readonly Place[]): readonly Place[] {
  const byText = new Map<string, Place>();
  for (const place of places) {
    const text = JSON.stringify(place.sighting?.excerpt);
    if (text !== undefined && !byText.has(text)) byText.set(text, place);
  }
  return [...byText.values()];
}
