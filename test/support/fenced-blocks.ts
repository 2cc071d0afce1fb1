/** What a page of Markdown shows in fences, and what it says that commands print. */

export interface Block {
  readonly language: string;
  readonly text: string;
  /** The `text` that follows at once: what it prints; undefined where the page shows nothing. */
  readonly output: string | undefined;
}

/** All blocks of a page in their order, without those that are another one's output. */
export function blocksIn(page: string): readonly Block[] {
  const fences = [...page.matchAll(/^( *)(`{3,})(\S*)[^\n]*\n([^]*?)^\1\2$/gm)].map((fence) => {
    const [all, indent = "", , language = "", text = ""] = fence;
    const inner = text.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return { language, text: inner, start: fence.index, end: fence.index + all.length };
  });
  const isOutput = (at: number): boolean => {
    const [before, fence] = [fences[at - 1], fences[at]];
    if (before === undefined || fence?.language !== "text" || before.language === "text")
      return false;
    return page.slice(before.end, fence.start).trim() === "";
  };
  return fences.flatMap(({ language, text }, at) => {
    if (isOutput(at)) return [];
    return [{ ...typed(language, text, isOutput(at + 1) ? fences[at + 1]?.text : undefined) }];
  });
}

/** A session at a terminal tells its commands by a `$`, and then what they print. */
function typed(language: string, text: string, output: string | undefined): Block {
  if (language !== "console") return { language, text, output };
  const lines = text.split("\n");
  const commands = lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
  const printed = lines.filter((line) => !line.startsWith("$ "));
  return { language: "sh", text: `${commands.join("\n")}\n`, output: printed.join("\n") };
}
