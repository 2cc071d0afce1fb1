/** Outputs and attachments of notebook cells. */
import { ANSI_CODE } from "./ansi.ts";
import type { JsonReader, Member, Span } from "./json.ts";
import { partName } from "./part-name.ts";
import { metadataRegion, region } from "./region.ts";
import type { Region } from "./region.ts";
import { rewrite } from "./view.ts";
import type { View } from "./view.ts";

/** nbformat 3 names some types by a word, beside the other keys of an output. */
const TYPES_OF_WORDS: ReadonlyMap<string, string> = new Map([
  ["html", "text/html"],
  ["latex", "text/latex"],
  ["javascript", "application/javascript"],
  ["json", "application/json"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
  ["pdf", "application/pdf"],
]);

const NAMES_OF_TYPES: ReadonlyMap<string, string> = new Map([
  ["application/vnd.jupyter.widget-view+json", "widget view"],
  ["application/vnd.jupyter.widget-state+json", "widget state"],
]);

/** The regions of one output; `name` is "cell 4, output 1". */
export function outputRegions(json: JsonReader, output: Span, name: string): Region[] {
  if (!json.isObject(output)) return metadataRegion(`${name} (metadata)`, json, [output]);
  const members = [...json.members(output)];
  const type = members.find(({ key }) => json.plain(key) === "output_type");
  const isStream = type !== undefined && json.plain(type.value) === "stream";
  const metadata: Span[] = [];

  const textRegion = (label: string, value: Span, separator: string): Region[] => {
    const view = json.text(value, separator);
    const part = `${name} (${label})`;
    return view().text.includes("\u001b")
      ? [region(part, () => withoutAnsi(view()), "ansi")]
      : [region(part, view)];
  };
  const typedRegion = (type: string, member: Member): Region[] => {
    if (isBinary(json, type, member.value)) return [];
    if (!/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type)) return unknownRegion(member);
    return textRegion(NAMES_OF_TYPES.get(type) ?? partName(type), member.value, "");
  };
  const unknownRegion = ({ whole }: Member): Region[] => [
    region(`${name} (data)`, () => json.unescaped(whole)),
  ];

  const regions = members.flatMap((member): Region[] => {
    const { key, value, whole } = member;
    const word = json.plain(key);
    switch (word) {
      case "text":
        return textRegion(isStream ? "stream" : "text/plain", value, "");
      case "ename":
      case "evalue":
        return textRegion("error value", value, "");
      case "traceback":
        return textRegion("traceback", value, "\n");
      case "data":
        if (!json.isObject(value)) break;
        return [...json.members(value)].flatMap((entry) =>
          typedRegion(json.plain(entry.key), entry),
        );
    }
    const typed = TYPES_OF_WORDS.get(word);
    if (typed !== undefined) return typedRegion(typed, member);
    metadata.push(whole);
    return [];
  });
  return [...regions, ...metadataRegion(`${name} (metadata)`, json, metadata)];
}

/** The regions of the attachments of a cell; `name` is "cell 4". */
export function attachmentRegions(json: JsonReader, attachments: Span, name: string): Region[] {
  return [...json.members(attachments)].flatMap(({ key, value, whole }) => {
    const part = `${name}, attachment ${partName(json.plain(key))}`;
    if (!json.isObject(value)) return [region(part, () => json.unescaped(whole))];
    const searched = [...json.members(value)].filter(
      (entry) => !isBinary(json, json.plain(entry.key), entry.value),
    );
    return metadataRegion(part, json, [key, ...searched.map((entry) => entry.whole)]);
  });
}

/** Images are the main noise of notebooks. What only claims to be one is searched. */
function isBinary(json: JsonReader, type: string, value: Span): boolean {
  return (
    /^(?:image|audio|video|font)\/|^application\/(?:pdf|octet-stream|zip)$/i.test(type) &&
    (json.isString(value) || json.isArray(value)) &&
    (isPlainBase64(json, value) || /^[A-Za-z0-9+/=\s]*$/.test(json.text(value, "")().text))
  );
}

/** Most images are one string with a line break at its end at most: no need to undo its escapes. */
function isPlainBase64(json: JsonReader, value: Span): boolean {
  return json.isString(value) && /^"[A-Za-z0-9+/=\s]*(?:\\n)?"$/.test(json.raw(value));
}

function withoutAnsi(view: View): View {
  return rewrite(view, ANSI_CODE, () => "");
}
