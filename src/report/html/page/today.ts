/** Draws the timeline up to today, which the report itself cannot know: the same input gives the same bytes. */

const DAY = 24 * 3600 * 1000;

/** Ticks closer than this to the last one lose their label, in percent of the width. */
const LABEL_ROOM = 14;

/** Room behind the last commit or today, so that its circle is seen whole: a part of what is shown, but at least a day. */
const ROOM = 0.02;

/** Moves everything in the timeline so that it ends today, and counts days up to it. */
export function drawToday(): void {
  const today = Math.floor(Date.now() / DAY);
  for (const open of document.querySelectorAll<HTMLElement>("[data-since]")) {
    const days = Math.max(1, today - Number(open.dataset["since"]));
    open.textContent = `${days.toLocaleString("en")} ${days === 1 ? "day" : "days"} up to today`;
  }
  const note = document.querySelector("[data-static-today]");
  if (note) note.textContent = "What is open on the right goes on today.";

  const timeline = document.querySelector<HTMLElement>("[data-first]");
  if (timeline === null) return;
  const first = Number(timeline.dataset["first"]);
  const latest = Math.max(Number(timeline.dataset["last"]), today);
  const last = latest + Math.max(1, (latest - first) * ROOM);
  const at = (day: number): number => ((day - first) / (last - first)) * 100;
  for (const shape of timeline.querySelectorAll<SVGElement>("[data-x]")) move(shape, at);
  spread(timeline.querySelectorAll<SVGTextElement>(".axis text"), at);
  timeline.querySelector(".axis")?.append(todayLabel());
}

function todayLabel(): SVGTextElement {
  const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
  for (const [name, value] of Object.entries({ x: "100%", y: "15", "text-anchor": "end" }))
    label.setAttribute(name, value);
  label.textContent = "today";
  return label;
}

function move(shape: SVGElement, at: (day: number) => number): void {
  const x = at(Number(shape.dataset["x"]));
  for (const name of ["x", "x1", "x2", "cx"])
    if (shape.hasAttribute(name)) shape.setAttribute(name, `${x}%`);
  const { until } = shape.dataset;
  if (until === undefined) return;
  const end = until === "" ? 100 : at(Number(until));
  shape.setAttribute("width", `${Math.max(0.4, end - x)}%`);
}

/** From the right, because the newest matters most. */
function spread(labels: NodeListOf<SVGTextElement>, at: (day: number) => number): void {
  let next = 100;
  for (const label of [...labels].reverse()) {
    const x = at(Number(label.dataset["x"]));
    label.classList.toggle("crowded", next - x < LABEL_ROOM);
    if (!label.classList.contains("crowded")) next = x;
  }
}
