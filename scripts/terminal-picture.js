// Draws what a command printed, colours and all, as an SVG that follows the reader's light or dark mode.

const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 16;

const COLOURS = {
  31: "red",
  32: "green",
  33: "yellow",
  34: "blue",
  35: "magenta",
  36: "cyan",
  90: "dim",
};

const STYLE = `
  rect { fill: #ffffff; stroke: #d1d9e0; }
  text { fill: #1f2328; font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; }
  .bold { font-weight: 700; }
  .dim { fill: #59636e; }
  .red { fill: #cf222e; } .green { fill: #1a7f37; } .yellow { fill: #9a6700; }
  .blue { fill: #0969da; } .magenta { fill: #8250df; } .cyan { fill: #1b7c83; }
  @media (prefers-color-scheme: dark) {
    rect { fill: #0d1117; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .dim { fill: #9198a1; }
    .red { fill: #ff7b72; } .green { fill: #3fb950; } .yellow { fill: #d29922; }
    .blue { fill: #58a6ff; } .magenta { fill: #bc8cff; } .cyan { fill: #39c5cf; }
  }`;

/** The command as it was typed and what it printed, with its escapes for colours; all others are an error. */
export function terminalPicture(command, printed) {
  const lines = [
    `\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m`,
    ...printed.trimEnd().split("\n"),
  ];
  const shown = lines.map(runsOf);
  const columns = Math.max(...shown.map((runs) => lengthOf(runs)));
  const width = Math.ceil(columns * CHARACTER) + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = shown.map((runs, index) => {
    const y = MARGIN + LINE * index + 14;
    const length = (lengthOf(runs) * CHARACTER).toFixed(1);
    const spans = runs.map(({ text, names }) => spanOf(text, names)).join("");
    return spans === ""
      ? ""
      : `<text x="${MARGIN}" y="${y}" textLength="${length}">${spans}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(`What ${command} prints`)}</title>
<style>${STYLE}
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${texts.join("")}</svg>
`;
}

/** Pieces of one line that look alike. */
function runsOf(line) {
  const runs = [];
  let [weight, dim, colour] = ["", "", ""];
  // Each piece but the first begins with what follows an escape character.
  for (const [index, piece] of line.split("\u001b").entries()) {
    const [, codes, text] = (index === 0 ? /()([^]*)/ : /^\[([\d;]+)m([^]*)/).exec(piece) ?? [];
    if (codes === undefined) throw new Error("an escape that is not for a colour");
    for (const code of codes.split(";").filter(Boolean).map(Number)) {
      if (code === 0) [weight, dim, colour] = ["", "", ""];
      else if (code === 1) weight = "bold";
      else if (code === 2) dim = "dim";
      else if (code === 22) [weight, dim] = ["", ""];
      else if (code === 39) colour = "";
      else if (COLOURS[code]) colour = COLOURS[code];
      else throw new Error(`no colour has the code ${code}`);
    }
    const names = [weight, dim, colour].filter((name) => name !== "");
    if (text !== "") runs.push({ text, names });
  }
  return runs;
}

function lengthOf(runs) {
  return runs.reduce((sum, { text }) => sum + [...text].length, 0);
}

function spanOf(text, names) {
  if (names.length === 0) return escaped(text);
  return `<tspan class="${names.join(" ")}">${escaped(text)}</tspan>`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
