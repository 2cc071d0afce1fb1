/** Patterns of paths: `*` and `?` within a name, `**` for any folders; a folder stands for all that is below it. */

/** Tells whether a path from the repository's root, with forward slashes, is meant. */
export type PathTest = (path: string) => boolean;

/** The test for a pattern. It takes time in proportion to path and pattern, whatever they are. */
export function pathTest(pattern: string): PathTest {
  const names = pattern
    .replace(/^\.?\/+/, "")
    .split("/")
    .filter((name) => name !== "" && name !== ".");
  return (path) => fits(path.split("/"), names);
}

/** Steps back to the last `**` only: what an earlier one could reach, the last can. */
function fits(path: readonly string[], names: readonly string[]): boolean {
  let [at, wanted] = [0, 0];
  let resume: { at: number; wanted: number } | undefined;
  for (;;) {
    // What is left of the path is below the folder.
    if (wanted === names.length) return true;
    const name = names[wanted] ?? "";
    if (name === "**") {
      wanted += 1;
      resume = { at, wanted };
    } else if (at < path.length && nameFits(path[at] ?? "", name)) {
      at += 1;
      wanted += 1;
    } else if (resume !== undefined && resume.at < path.length) {
      resume.at += 1;
      [at, wanted] = [resume.at, resume.wanted];
    } else return false;
  }
}

function nameFits(text: string, name: string): boolean {
  let [at, wanted] = [0, 0];
  let resume: { at: number; wanted: number } | undefined;
  while (at < text.length || wanted < name.length) {
    const character = name[wanted];
    if (character === "*") {
      wanted += 1;
      resume = { at, wanted };
    } else if (at < text.length && (character === "?" || character === text[at])) {
      at += 1;
      wanted += 1;
    } else if (resume !== undefined && resume.at < text.length) {
      resume.at += 1;
      [at, wanted] = [resume.at, resume.wanted];
    } else return false;
  }
  return true;
}
