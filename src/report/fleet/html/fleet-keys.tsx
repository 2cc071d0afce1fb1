/** The list of all credentials of a fleet: each once, with all repositories that hold it. */
import type { FleetKey } from "../../../fleet-report.ts";
import type { CardBesides } from "../../html/card.tsx";
import { numbered } from "../../html/controls.tsx";
import { Keys, numbersOf } from "../../html/keys.tsx";
import { visible } from "../../visible.ts";
import { counted, few } from "../../words.ts";
import { EXPOSURE, ORDER, spreadText, URGENCY, USAGE } from "../words.ts";
import type { FleetEntries } from "./fleet-entries.ts";

const IN_SIGHT = 12;
const MOST = 500;
const MOST_NAMES = 10;

/** Controls and cards. */
export function FleetKeys({ entries }: { readonly entries: FleetEntries }) {
  const owners = numbersOf(
    [...entries.keyOf.values()].flatMap((key) => key.owners.map(shownOwner)),
  );
  return (
    <Keys
      entries={entries.keys}
      lead={<p class="lead">{ORDER}</p>}
      choices={[
        ...(owners.size > 0 ? [numbered("Owner", "owner", "anybody", owners)] : []),
        {
          label: "Held by",
          name: "spread",
          options: [
            ["", "any number of repositories"],
            ["several", "several repositories"],
            ["one", "one repository"],
          ],
        },
      ]}
      orders={[["most", "most repositories"]]}
      besides={(entry) => besidesOf(entries.keyOf.get(entry), entries, owners)}
    />
  );
}

function besidesOf(
  key: FleetKey | undefined,
  entries: FleetEntries,
  owners: ReadonlyMap<string, number>,
): CardBesides {
  if (key === undefined) return { data: {}, brief: "", body: null };
  const { places, urgency } = key;
  return {
    data: {
      "data-count": places.length,
      "data-spread": places.length > 1 ? "several" : "one",
      "data-owner": key.owners.map((owner) => owners.get(shownOwner(owner))).join(" "),
    },
    brief: places.length > 1 ? `in ${spreadText(key)}: ${URGENCY[urgency]}` : URGENCY[urgency],
    body: <Holders fleetKey={key} entries={entries} />,
  };
}

function shownOwner(owner: string): string {
  return visible(owner, 100);
}

function Holders({
  fleetKey: { places, owners, ignoredIn, usages },
  entries,
}: {
  readonly fleetKey: FleetKey;
  readonly entries: FleetEntries;
}) {
  const rest = places.slice(IN_SIGHT);
  return (
    <div class="holders">
      {usages.length > 1 && (
        <p>
          <strong>
            Used for{" "}
            {few(
              usages.map((usage) => USAGE[usage]),
              MOST_NAMES,
            )}
          </strong>
          : whoever takes it from one place has it for all.
        </p>
      )}
      {places.length > 1 && (
        <>
          <h4>
            The same key in {counted(places.length, "repository", "repositories")}
            {owners.length > 0 && `, ${counted(owners.length, "owner")}`}
          </h4>
          <HolderList places={places.slice(0, IN_SIGHT)} entries={entries} />
          {rest.length > 0 && (
            <details class="more">
              <summary>and {counted(rest.length, "more", "more")}</summary>
              <HolderList places={rest.slice(0, MOST)} entries={entries} />
              {rest.length > MOST && <p>The JSON report has all of them.</p>}
            </details>
          )}
        </>
      )}
      {ignoredIn.length > 0 && (
        <p>
          Ignored in{" "}
          {few(
            ignoredIn.map((name) => visible(name)),
            MOST_NAMES,
          )}
          , and counted there.
        </p>
      )}
    </div>
  );
}

function HolderList({
  places,
  entries,
}: {
  readonly places: FleetKey["places"];
  readonly entries: FleetEntries;
}) {
  return (
    <ul>
      {places.map(({ repository, exposure, isInFiles, since, finding }) => (
        <li key={repository.name}>
          <a href={`#${entries.rowOf.get(repository.name)?.id ?? "table"}`}>
            <bdi>{visible(repository.name)}</bdi>
          </a>
          <span class="details">
            {" "}
            {[
              ...(finding.credential === "google-api-key" ? [USAGE[finding.usage]] : []),
              EXPOSURE[exposure],
              isInFiles ? "in files" : "in history only",
              ...(since === undefined ? [] : [`since ${since}`]),
            ].join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
