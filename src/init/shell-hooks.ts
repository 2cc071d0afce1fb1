/** Lines for hooks that are scripts of people's own, such as husky's. */

export type HookName = "pre-commit" | "pre-push";

/** `program` is how gemsweep is called from the root. */
export function hookLines(hook: HookName, program: string): string {
  return hook === "pre-commit" ? `${program} staged\n` : `${program} push "$@"\n`;
}

/**
 * The script with the call at its beginning, where no exit comes before it; undefined when it is no shell script. What
 * git pipes in reaches both.
 */
export function withHookLines(text: string, hook: HookName, program: string): string | undefined {
  if (callsGemsweep(text, hook)) return text;
  if (text.startsWith("#!") && !/^#!.*\b(?:ba|da|k|z)?sh\b/.test(text)) return undefined;
  const [head = ""] = HEAD.exec(text) ?? [];
  const rest = text.slice(head.length);
  return `${head}${hook === "pre-push" && /\S/.test(rest) ? sharedInput(program) : hookLines(hook, program)}${rest}`;
}

/** Whether the hook does so already, in whatever way. */
export function callsGemsweep(text: string, hook: HookName): boolean {
  return (hook === "pre-commit" ? /^[^#\n]*gemsweep staged\b/m : /^[^#\n]*gemsweep push\b/m).test(
    text,
  );
}

/** The line that says what runs it, comments, and the line by which older versions of husky start it anew. */
const HEAD = /^(?:#![^\n]*\n)?(?:[ \t]*\r?\n|\.[^\n]*husky\.sh[^\n]*\n)*/;

function sharedInput(program: string): string {
  return `pushed=$(cat)
printf '%s' "$pushed" | ${program} push "$@" || exit $?
if [ -n "$pushed" ]; then exec <<PUSHED
$pushed
PUSHED
else exec </dev/null; fi
`;
}
