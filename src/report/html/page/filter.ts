/** Narrows and sorts the list. */

/** What a card says of itself. */
interface Card {
  readonly element: HTMLElement;
  readonly rank: number;
  readonly severity: string;
  readonly verdict: string;
  readonly kinds: ReadonlySet<string>;
  readonly authors: ReadonlySet<string>;
  readonly paths: string;
  readonly from: number;
  readonly days: number;
}

type Order = (a: Card, b: Card) => number;

/** Shows the controls and does what they say. */
export function startFilter(): void {
  const form = document.getElementById("controls");
  const list = document.getElementById("cards");
  const shown = document.getElementById("shown");
  if (!(form instanceof HTMLFormElement) || list === null || shown === null) return;
  const cards = [...list.children].map((element) => cardOf(element as HTMLElement));
  let order = "rank";

  const apply = (): void => {
    const data = new FormData(form);
    const isWanted = filterOf(data);
    let count = 0;
    for (const card of cards) {
      const wanted = isWanted(card);
      card.element.hidden = !wanted;
      if (wanted) count += 1;
    }
    const chosen = valueOf(data, "sort");
    if (chosen !== order) {
      order = chosen;
      const sorted = cards.toSorted(orderOf(order));
      list.append(...sorted.map(({ element }) => element));
    }
    shown.textContent =
      count === cards.length
        ? `All ${cards.length.toLocaleString("en")} are shown.`
        : `${count.toLocaleString("en")} of ${cards.length.toLocaleString("en")} are shown.`;
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // After the form has taken its first values again.
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
}

const DAY = 24 * 3600 * 1000;

function cardOf(element: HTMLElement): Card {
  const { rank, severity, verdict, kinds, now, authors, paths, from, removed } = element.dataset;
  const until = removed === undefined ? Date.now() / DAY : Number(removed);
  return {
    element,
    rank: Number(rank),
    severity: severity ?? "",
    verdict: verdict ?? "",
    kinds: new Set([...(kinds ?? "").split(" "), now === undefined ? "then" : "now"]),
    authors: new Set((authors ?? "").split(" ")),
    paths: (paths ?? "").toLowerCase(),
    from: from === undefined ? Infinity : Number(from),
    days: from === undefined ? -1 : until - Number(from),
  };
}

function filterOf(data: FormData): (card: Card) => boolean {
  const severities = new Set(data.getAll("severity"));
  const path = valueOf(data, "path").trim().toLowerCase();
  const [kind, author, verdict] = [
    valueOf(data, "kind"),
    valueOf(data, "author"),
    valueOf(data, "verdict"),
  ];
  return (card) =>
    severities.has(card.severity) &&
    (path === "" || card.paths.includes(path)) &&
    (kind === "" || card.kinds.has(kind)) &&
    (author === "" || card.authors.has(author)) &&
    (verdict === "" || card.verdict === verdict);
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
};

/** What has no date comes last both ways. */
function dated({ from }: Card): number {
  return from === Infinity ? -Infinity : from;
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
