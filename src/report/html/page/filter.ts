/** Narrows and sorts lists. */

/** What a card or row says of itself. */
interface Item {
  readonly element: HTMLElement;
  readonly rank: number;
  /** By the name of the field that chooses among them: `severity`, `verdict`, `kind` … */
  readonly words: (name: string) => ReadonlySet<string>;
  readonly paths: string;
  readonly from: number;
  readonly days: number;
  readonly count: number;
}

type Order = (a: Item, b: Item) => number;

/** Shows the controls of all lists, and does what they say. */
export function startFilters(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-list]")) {
    const id = form.dataset["list"] ?? "";
    const list = document.getElementById(id);
    const shown = document.getElementById(`${id}-shown`);
    if (list !== null && shown !== null) startFilter(form, list, shown);
  }
}

function startFilter(form: HTMLFormElement, list: HTMLElement, shown: HTMLElement): void {
  const items = [...list.children].map((element) => itemOf(element as HTMLElement));
  let order = "rank";

  const apply = (): void => {
    const data = new FormData(form);
    const isWanted = filterOf(data, fieldsOf(form));
    let count = 0;
    for (const item of items) {
      const wanted = isWanted(item);
      item.element.hidden = !wanted;
      if (wanted) count += 1;
    }
    const chosen = valueOf(data, "sort");
    if (chosen !== order) {
      order = chosen;
      const sorted = items.toSorted(orderOf(order));
      list.append(...sorted.map(({ element }) => element));
    }
    shown.textContent =
      count === items.length
        ? `All ${items.length.toLocaleString("en")} are shown.`
        : `${count.toLocaleString("en")} of ${items.length.toLocaleString("en")} are shown.`;
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // After the form has taken its first values again.
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}

const DAY = 24 * 3600 * 1000;

function itemOf(element: HTMLElement): Item {
  const { rank, paths, from, removed, count } = element.dataset;
  const until = removed === undefined ? Date.now() / DAY : Number(removed);
  const words = new Map<string, ReadonlySet<string>>();
  return {
    element,
    rank: Number(rank),
    words: (name) => {
      const known = words.get(name) ?? new Set((element.dataset[name] ?? "").split(" "));
      words.set(name, known);
      return known;
    },
    paths: (paths ?? "").toLowerCase(),
    from: from === undefined ? Infinity : Number(from),
    days: from === undefined ? -1 : until - Number(from),
    count: Number(count ?? 0),
  };
}

/** Names of the fields that choose by a word; an order chooses nothing. */
function fieldsOf(form: HTMLFormElement): readonly string[] {
  return [...form.querySelectorAll("select")]
    .map(({ name }) => name)
    .filter((name) => name !== "sort");
}

function filterOf(data: FormData, fields: readonly string[]): (item: Item) => boolean {
  const severities = data.getAll("severity").filter((value) => typeof value === "string");
  const path = valueOf(data, "path").trim().toLowerCase();
  const chosen = fields
    .map((name) => ({ name, value: valueOf(data, name) }))
    .filter(({ value }) => value !== "");
  return ({ words, paths }) =>
    severities.some((severity) => words("severity").has(severity)) &&
    (path === "" || paths.includes(path)) &&
    chosen.every(({ name, value }) => words(name).has(value));
}

function valueOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}

const byRank: Order = (a, b) => a.rank - b.rank;

/** Ties keep the order of the report. */
function orderOf(name: string): Order {
  const first = ORDERS[name];
  return first ? (a, b) => first(a, b) || byRank(a, b) : byRank;
}

const ORDERS: Readonly<Record<string, Order>> = {
  oldest: (a, b) => compare(a.from, b.from),
  newest: (a, b) => compare(dated(b), dated(a)),
  longest: (a, b) => compare(b.days, a.days),
  path: (a, b) => compare(a.paths, b.paths),
  most: (a, b) => compare(b.count, a.count),
};

/** What has no date comes last both ways. */
function dated({ from }: Item): number {
  return from === Infinity ? -Infinity : from;
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
