/** Tells what kind of place a sighting is, by its path alone. */
import type { Sighting } from "../finding.ts";
import type { PlaceKind } from "../plan.ts";

/** The first match decides, so that what is special stands before what is general. Paths are in lower case. */
const BY_PATH: readonly (readonly [RegExp, PlaceKind])[] = [
  [/\.ipynb$/, "notebook"],
  [/(^|\/)(\.dev\.vars[^/]*|wrangler\.(toml|jsonc?))$/, "cloudflare"],
  [/(^|\/)(\.env[^/]*|[^/]+\.env)$/, "environment-file"],
  [
    /(^|\/)(\.github\/workflows\/|\.circleci\/|\.buildkite\/|\.gitlab-ci[^/]*$|jenkinsfile|azure-pipelines|bitbucket-pipelines|cloudbuild[^/]*$)/,
    "ci",
  ],
  [/(^|\/)(dockerfile[^/]*|[^/]*\.dockerfile|(docker-)?compose[^/]*\.ya?ml)$/, "container"],
  [
    /(^|\/)(k8s|kubernetes|helm|charts|manifests|overlays|deploy(ment)?s?)\/.*\.ya?ml$/,
    "container",
  ],
  [/\.(tf|tfvars|tfstate)(\.json|\.backup)?$|(^|\/)pulumi\.[^/]*ya?ml$/, "infrastructure"],
  [/\.(log|har|out|err)(\.\d+)?$|(^|\/)logs?\//, "log"],
  [/\.(md|mdx|markdown|rst|adoc|txt|docx?|pdf|pptx?)$|(^|\/)wiki\//, "document"],
  [
    /\.(sh|bash|zsh|fish|ps1|bat|cmd)$|(^|\/)(makefile|justfile|\.[a-z]*_(history|profile)|\.[a-z]+rc)$/,
    "shell",
  ],
  [
    /(^|\/)(google-services\.json|googleservice-info\.plist|androidmanifest\.xml|strings\.xml|info\.plist|local\.properties)$/,
    "mobile",
  ],
  [/\.(swift|dart|m|mm|apk|aab|ipa|dex|xcconfig)$/, "mobile"],
  [/(^|\/)(app|android|ios)\/.*\.(kts?|java|gradle|properties|xml|plist)$/, "mobile"],
  [/\.(jsx|tsx|vue|svelte|html?|astro|css)$/, "frontend"],
  [
    /(^|\/)(public|client|frontend|web|webapp|www|static|browser|extension)\/.*\.[mc]?[jt]s$/,
    "frontend",
  ],
  [/\.[mc]?[jt]s$/, "script-or-page"],
  [/\.(ya?ml|json|jsonc|json5|toml|ini|cfg|conf|properties|xml|plist|config)$/, "configuration"],
];

/** The kind of place of a sighting. */
export function placeKindOf({
  source,
  path,
  bundle,
}: Pick<Sighting, "source" | "path" | "bundle">): PlaceKind {
  if (source === "message") return "message";
  if (source === "name") return "name";
  if (source === "gitdir") return "git-directory";
  if (source === "stdin") return "stdin";
  if (path === undefined) return "history";
  if (bundle) return "bundle";
  const lower = path.toLowerCase();
  return BY_PATH.find(([pattern]) => pattern.test(lower))?.[1] ?? "source";
}
