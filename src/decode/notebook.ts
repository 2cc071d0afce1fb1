/**
 * Jupyter notebooks, nbformat 3 and 4, with what Colab and VS Code add. Every string of the file is in some part:
 * what has no place of its own is metadata. https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import { partChunk } from "./chunk.ts";
import { beginsAsObject, JsonProblem, readJson } from "./json.ts";
import type { JsonReader, Member, Span } from "./json.ts";
import { attachmentRegions, outputRegions } from "./notebook-output.ts";
import { metadataRegion, region } from "./region.ts";
import type { Region } from "./region.ts";
import type { MayHold, StructureReader } from "./structure.ts";

/** Stands in every notebook. */
export const notebookMark = '"nbformat"';
const NEAR_END = 256;

export const readNotebook: StructureReader = (document, path, mayHold) => {
  const { text } = document;
  const named = path !== undefined && /\.ipynb$/i.test(path);
  if (!named && !looksLikeNotebook(text, mayHold)) return undefined;
  const json = readJson(text);
  const root = json.root();
  const regions = notebookRegions(json, root);
  if (regions === undefined) {
    if (named) throw new JsonProblem("has no cells", root.start);
    return undefined;
  }
  return {
    kind: "notebook",
    *chunks() {
      for (const { part, view, decoding } of regions) {
        const chunk = partChunk(document, view(), { part });
        yield decoding ? { ...chunk, decodings: [...chunk.decodings, decoding] } : chunk;
      }
    },
  };
};

function looksLikeNotebook(text: string, mayHold: MayHold): boolean {
  return (
    beginsAsObject(text) &&
    // Jupyter writes it last, so that most notebooks need not be searched for it.
    (text.includes(notebookMark, text.length - NEAR_END) ||
      (mayHold(notebookMark) && text.includes(notebookMark))) &&
    (text.includes('"cells"') || text.includes('"worksheets"'))
  );
}

function notebookRegions(json: JsonReader, root: Span): Region[] | undefined {
  if (!json.isObject(root)) return undefined;
  const regions: Region[] = [];
  const metadata: Span[] = [];
  let cells = 0;
  let isNotebook = false;

  const readCells = (list: Span): void => {
    isNotebook = true;
    for (const cell of json.items(list)) {
      for (const one of cellRegions(json, cell, ++cells)) regions.push(one);
    }
  };
  const readWorksheets = (list: Span): void => {
    isNotebook = true;
    for (const worksheet of json.items(list)) {
      if (!json.isObject(worksheet)) metadata.push(worksheet);
      else for (const member of json.members(worksheet)) readMember(member);
    }
  };
  const readMember = (member: Member): void => {
    const { key, value, whole } = member;
    const name = json.plain(key);
    if (name === "cells" && json.isArray(value)) readCells(value);
    else if (name === "metadata" && json.isObject(value)) {
      for (const entry of json.members(value)) {
        if (json.plain(entry.key) === "widgets") {
          regions.push(
            region("notebook metadata (widget state)", () => json.unescaped(entry.whole)),
          );
        } else metadata.push(entry.whole);
      }
    } else metadata.push(whole);
  };

  for (const member of json.members(root)) {
    if (json.plain(member.key) === "worksheets" && json.isArray(member.value)) {
      readWorksheets(member.value);
    } else readMember(member);
  }
  regions.push(...metadataRegion("notebook metadata", json, metadata));
  return isNotebook ? regions : undefined;
}

function cellRegions(json: JsonReader, cell: Span, number: number): Region[] {
  if (!json.isObject(cell)) return metadataRegion(`cell ${number}, metadata`, json, [cell]);
  const members = [...json.members(cell)];
  const name = `cell ${number}${executionCount(json, members)}`;
  const metadata: Span[] = [];

  const regions = members.flatMap(({ key, value, whole }): Region[] => {
    switch (json.plain(key)) {
      case "source":
      case "input":
        return [region(`${name}, source`, json.text(value, ""))];
      case "outputs":
        if (!json.isArray(value)) break;
        return [...json.items(value)].flatMap((output, i) =>
          outputRegions(json, output, `${name}, output ${i + 1}`),
        );
      case "attachments":
        if (!json.isObject(value)) break;
        return attachmentRegions(json, value, name);
    }
    metadata.push(whole);
    return [];
  });
  return [...regions, ...metadataRegion(`${name}, metadata`, json, metadata)];
}

/** nbformat 3 calls it the prompt number. */
function executionCount(json: JsonReader, members: readonly Member[]): string {
  for (const { key, value } of members) {
    if (!["execution_count", "prompt_number"].includes(json.plain(key))) continue;
    const count = json.plain(value);
    if (/^\d{1,9}$/.test(count)) return ` [${count}]`;
  }
  return "";
}
