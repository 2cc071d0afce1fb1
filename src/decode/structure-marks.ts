/** All literals that kinds of files are told by, so that they are looked for at once. */
import { bundleMarks } from "./bundle.ts";
import { notebookMark } from "./notebook.ts";
import { sourceMapMarks } from "./source-map-file.ts";

export const structureMarks: readonly string[] = [notebookMark, ...sourceMapMarks, ...bundleMarks];
