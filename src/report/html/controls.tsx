/** What the list is narrowed and sorted by. Shown by the page's script, without which they could do nothing. */
import type { Severity } from "../../finding.ts";
import { SEVERITIES } from "../../findings/severity.ts";
import { VERDICTS } from "../../verdict.ts";
import type { Entry } from "./entry.ts";
import { KIND, KINDS } from "./kinds.ts";
import { SeverityShape } from "./severity.tsx";

/** Something to choose from. */
export interface Choices {
  readonly label: string;
  /** A card or row says in `data-NAME` what it is, as words. */
  readonly name: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** The form of a list; what it does not say, the page's script knows by the names of its fields. */
export function FilterForm({
  id,
  list,
  label,
  severities,
  search,
  choices,
}: {
  readonly id: string;
  /** Id of the list; how many of it are shown is said in the element of this id and `-shown`. */
  readonly list: string;
  readonly label: string;
  /** How many there are of each, most severe first. */
  readonly severities: readonly (readonly [Severity | "none", number])[];
  readonly search: { readonly label: string; readonly placeholder: string };
  readonly choices: readonly Choices[];
}) {
  return (
    <form id={id} class="controls" data-list={list} hidden aria-label={label}>
      <fieldset>
        <legend>Severity</legend>
        {severities.map(([severity, count]) => (
          <SeverityChoice key={severity} severity={severity} count={count} />
        ))}
      </fieldset>
      <div class="fields">
        <label>
          {search.label}
          <input type="search" name="path" autocomplete="off" placeholder={search.placeholder} />
        </label>
        {choices.map((one) => (
          <Select key={one.name} {...one} />
        ))}
        <button type="reset">Show all</button>
      </div>
    </form>
  );
}

/** The form of the list of credentials; `more` stands before the order. */
export function Controls({
  entries,
  authors,
  more = [],
  orders = [],
}: {
  readonly entries: readonly Entry[];
  readonly authors: ReadonlyMap<string, number>;
  readonly more?: readonly Choices[];
  /** Orders besides those that every report has. */
  readonly orders?: Choices["options"];
}) {
  const verdicts = Object.keys(VERDICTS).filter((status) =>
    entries.some(({ finding }) => finding.verdict?.status === status),
  );
  const kinds = KINDS.filter((kind) => entries.some((entry) => entry.kinds.has(kind)));
  return (
    <FilterForm
      id="controls"
      list="cards"
      label="Narrow and sort the list"
      severities={SEVERITIES.toReversed().map((severity) => [
        severity,
        entries.filter(({ finding }) => finding.severity === severity).length,
      ])}
      search={{ label: "Path", placeholder: "part of a path" }}
      choices={[
        {
          label: "Lives in",
          name: "kind",
          options: [
            ["", "anywhere"],
            ["now", "files, now"],
            ["then", "history only"],
            ...kinds.map((kind) => [kind, KIND[kind]] as const),
          ],
        },
        ...(authors.size > 0 ? [numbered("Author", "author", "anybody", authors)] : []),
        ...(verdicts.length > 0
          ? [
              {
                label: "Verdict",
                name: "verdict",
                options: [["", "any"], ...verdicts.map((status) => [status, status] as const)],
              } as const,
            ]
          : []),
        ...more,
        {
          label: "Sort by",
          name: "sort",
          options: [
            ["rank", orders.length > 0 ? "what to do first" : "severity"],
            ["oldest", "oldest first"],
            ["newest", "newest first"],
            ["longest", "longest in files"],
            ["path", "path"],
            ...orders,
          ],
        },
      ]}
    />
  );
}

/** Names to choose from, by their numbers: words of a name are none of their own. */
export function numbered(
  label: string,
  name: string,
  all: string,
  names: ReadonlyMap<string, number>,
): Choices {
  const options = [...names].map(([text, number]) => [String(number), text] as const);
  return { label, name, options: [["", all], ...options] };
}

function SeverityChoice({
  severity,
  count,
}: {
  readonly severity: Severity | "none";
  readonly count: number;
}) {
  if (count === 0) return null;
  return (
    <label class="choice">
      <input type="checkbox" name="severity" value={severity} checked autocomplete="off" />
      {severity !== "none" && <SeverityShape severity={severity} />}
      {severity} <span class="count">{count}</span>
    </label>
  );
}

function Select({ label, name, options }: Choices) {
  return (
    <label>
      {label}
      <select name={name} autocomplete="off">
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
