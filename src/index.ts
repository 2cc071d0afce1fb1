/** For use as a library: the story, the sources and the types. Nothing here prints or exits. */
export { startThreads, type Threads } from "./crew/crew.ts";
export type {
  Chunk,
  Decoded,
  Decoding,
  Document,
  Note,
  Origin,
  OriginalPosition,
  Position,
  Skipped,
} from "./document.ts";
export { messageOf, UserError } from "./errors.ts";
export type * from "./finding.ts";
export { NO_POLICY, type Policy } from "./findings/policy.ts";
export type { Range } from "./git/range.ts";
export { openRepository, type Repository } from "./git/repository.ts";
export type { Rule, RuleData } from "./match/rule.ts";
export type * from "./plan.ts";
export { renderJson, type Tool } from "./report/json.ts";
export { renderJsonl } from "./report/jsonl.ts";
export { renderMarkdown } from "./report/markdown.ts";
export { renderText } from "./report/text.ts";
export { loadRules, type RuleText } from "./rules/load.ts";
export type * from "./verdict.ts";
export { scan, type ScanInput } from "./scan.ts";
export { filesSource } from "./sources/files.ts";
export { historySource } from "./sources/history.ts";
export { rangeSource } from "./sources/range.ts";
export type { ReadOptions } from "./sources/read.ts";
export type { Place, Sieve, Source, SourceItem, Trace } from "./sources/source.ts";
export { stagedSource } from "./sources/staged.ts";
export { stdinSource } from "./sources/stdin.ts";
export { windowed } from "./sources/windows.ts";
export { type WorktreeOptions, worktreeSource } from "./sources/worktree.ts";
