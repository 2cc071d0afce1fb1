/** What the list is narrowed and sorted by. Shown by the page's script, without which they could do nothing. */
import type { Severity } from "../../finding.ts";
import { SEVERITIES } from "../../findings/severity.ts";
import { VERDICTS } from "../../verdict.ts";
import type { Entry } from "./entry.ts";
import { KIND, KINDS } from "./kinds.ts";
import { SeverityShape } from "./severity.tsx";

/** The filter's form. */
export function Controls({
  entries,
  authors,
}: {
  readonly entries: readonly Entry[];
  readonly authors: ReadonlyMap<string, number>;
}) {
  const verdicts = Object.keys(VERDICTS).filter((status) =>
    entries.some(({ finding }) => finding.verdict?.status === status),
  );
  const kinds = KINDS.filter((kind) => entries.some((entry) => entry.kinds.has(kind)));
  return (
    <form id="controls" class="controls" hidden aria-label="Narrow and sort the list">
      <fieldset>
        <legend>Severity</legend>
        {SEVERITIES.toReversed().map((severity) => (
          <SeverityChoice
            key={severity}
            severity={severity}
            count={entries.filter(({ finding }) => finding.severity === severity).length}
          />
        ))}
      </fieldset>
      <div class="fields">
        <label>
          Path
          <input type="search" name="path" autocomplete="off" placeholder="part of a path" />
        </label>
        <Select
          label="Lives in"
          name="kind"
          options={[
            ["", "anywhere"],
            ["now", "files, now"],
            ["then", "history only"],
            ...kinds.map((kind) => [kind, KIND[kind]] as const),
          ]}
        />
        {authors.size > 0 && (
          <Select
            label="Author"
            name="author"
            options={[
              ["", "anybody"],
              ...[...authors].map(([author, number]) => [String(number), author] as const),
            ]}
          />
        )}
        {verdicts.length > 0 && (
          <Select
            label="Verdict"
            name="verdict"
            options={[["", "any"], ...verdicts.map((status) => [status, status] as const)]}
          />
        )}
        <Select
          label="Sort by"
          name="sort"
          options={[
            ["rank", "severity"],
            ["oldest", "oldest first"],
            ["newest", "newest first"],
            ["longest", "longest in files"],
            ["path", "path"],
          ]}
        />
        <button type="reset">Show all</button>
      </div>
    </form>
  );
}

function SeverityChoice({
  severity,
  count,
}: {
  readonly severity: Severity;
  readonly count: number;
}) {
  if (count === 0) return null;
  return (
    <label class="choice">
      <input type="checkbox" name="severity" value={severity} checked autocomplete="off" />
      <SeverityShape severity={severity} />
      {severity} <span class="count">{count}</span>
    </label>
  );
}

function Select({
  label,
  name,
  options,
}: {
  readonly label: string;
  readonly name: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}) {
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
