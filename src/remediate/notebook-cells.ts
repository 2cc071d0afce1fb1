/** Where in the text of a notebook its cells keep what redaction must know. */
import { JsonProblem, readJson, type JsonReader, type Span } from "../decode/json.ts";

export interface NotebookCell {
  readonly isCode: boolean;
  readonly source: Span | undefined;
  readonly outputs: Span | undefined;
  readonly executionCount: Span | undefined;
}

/** What a notebook holds: its cells, and whether they are Python. */
export interface NotebookCells {
  readonly cells: readonly NotebookCell[];
  readonly isPython: boolean;
}

/** Undefined for what is no notebook of format 4. */
export function notebookCells(text: string): NotebookCells | undefined {
  try {
    const json = readJson(text);
    const root = json.root();
    if (!json.isObject(root)) return undefined;
    const members = membersOf(json, root);
    const cells = members.get("cells");
    if (cells === undefined || !json.isArray(cells) || !members.has("nbformat")) return undefined;
    return {
      cells: [...json.items(cells)].flatMap((cell) =>
        json.isObject(cell) ? [cellOf(json, membersOf(json, cell))] : [],
      ),
      isPython: languageIn(json, members) === "python",
    };
  } catch (thrown) {
    if (thrown instanceof JsonProblem) return undefined;
    throw thrown;
  }
}

function cellOf(json: JsonReader, members: ReadonlyMap<string, Span>): NotebookCell {
  const type = members.get("cell_type");
  const outputs = members.get("outputs");
  return {
    isCode: type !== undefined && json.plain(type) === "code",
    source: members.get("source"),
    outputs: outputs && json.isArray(outputs) ? outputs : undefined,
    executionCount: members.get("execution_count"),
  };
}

/** Python unless it says otherwise, as most of them are. */
function languageIn(json: JsonReader, members: ReadonlyMap<string, Span>): string {
  const metadata = members.get("metadata");
  if (metadata === undefined || !json.isObject(metadata)) return "python";
  const kernel = membersOf(json, metadata).get("kernelspec");
  if (kernel === undefined || !json.isObject(kernel)) return "python";
  const language = membersOf(json, kernel).get("language");
  return language === undefined ? "python" : json.plain(language).toLowerCase();
}

function membersOf(json: JsonReader, object: Span): ReadonlyMap<string, Span> {
  return new Map([...json.members(object)].map(({ key, value }) => [json.plain(key), value]));
}
