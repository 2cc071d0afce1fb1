/** Where a value can stand besides files and messages, and which callbacks of git-filter-repo clean that. */

/** The name of a file or folder, of a branch or tag, of an author, committer or tagger. */
export type OtherPlace = "path" | "ref" | "person";

export type CallbackName = "filename" | "refname" | "name" | "email";

export const callbackNames: Readonly<Record<OtherPlace, readonly CallbackName[]>> = {
  path: ["filename"],
  ref: ["refname"],
  person: ["name", "email"],
};

/**
 * Python that applies the file of expressions to the variable `name`, which the callback of that name is handed. The file
 * is named by the environment, so that no value is on a command line.
 */
export function callbackBody(name: CallbackName): string {
  return `import builtins, os, re
if not hasattr(builtins, "gemsweep_rules"):
  builtins.gemsweep_rules = []
  with open(os.environ["GEMSWEEP_EXPRESSIONS"], "rb") as lines:
    for line in lines:
      rule, placeholder = line.rstrip(b"\\r\\n").rsplit(b"==>", 1)
      kind, text = rule.split(b":", 1)
      pattern = text if kind == b"regex" else re.escape(text)
      builtins.gemsweep_rules.append((re.compile(pattern), placeholder))
if ${name} is None:
  return ${name}
for pattern, placeholder in builtins.gemsweep_rules:
  ${name} = pattern.sub(placeholder, ${name})
return ${name}
`;
}
