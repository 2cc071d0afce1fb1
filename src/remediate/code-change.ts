/** The lines to write in the place of a key, in the language of the file. */
import type { Finding } from "../finding.ts";
import type { CodeChange, PlaceKind } from "../plan.ts";
import { languageOf } from "./languages.ts";
import { isApiKey } from "./rotation.ts";
import { usualName } from "./variable-name.ts";

/** Ways to write it; none for credentials that no single variable holds, and for files of no known language. */
export function codeFor(
  finding: Finding,
  kind: PlaceKind,
  path: string | undefined,
): readonly CodeChange[] {
  if (!isApiKey(finding.credential) || path === undefined) return [];
  const name = usualName(finding);
  switch (kind) {
    case "source":
    case "script-or-page":
      return lookup(path, name);
    case "notebook":
      return [code("Colab", `userdata.get("${name}")`, COLAB), ...lookup(path, name)];
    case "frontend":
    case "bundle":
      return [BACKEND];
    case "mobile":
      return lookup(path, name).map((one) => ({
        ...one,
        language: `${one.language}, while developing`,
      }));
    case "environment-file":
      return [code(".env.example", `${name}=`, "the value in an untracked .env alone")];
    case "cloudflare":
      return [code("shell", `npx wrangler secret put ${name}`), code("the Worker", `env.${name}`)];
    case "ci":
    case "container":
    case "configuration":
    case "infrastructure":
    case "shell":
      return settings(path, name);
    case "document":
      return [code("text", "YOUR_API_KEY")];
    case "log":
    case "message":
    case "name":
    case "history":
    case "git-directory":
    case "stdin":
      return [];
  }
}

const COLAB = "from google.colab import userdata";

const BACKEND: CodeChange = {
  language: "JavaScript",
  write: `await fetch("/api/gemini", { method: "POST", body: JSON.stringify({ prompt }) })`,
  needs: "a route of your backend that calls Gemini for people who are signed in, within limits",
};

function code(language: string, write: string, needs?: string): CodeChange {
  return { language, write, needs };
}

function lookup(path: string, name: string): readonly CodeChange[] {
  const language = languageOf(path);
  return language
    ? [code(language.name, language.lookup(name, '"'), language.needs?.reminder)]
    : [];
}

/** Files of settings by their path; the first that fits. A file of no kind here is told by its advice alone. */
const SETTINGS: readonly (readonly [RegExp, (name: string) => CodeChange])[] = [
  [/(^|\/)\.github\/workflows\//, (name) => code("GitHub Actions", `\${{ secrets.${name} }}`)],
  [
    /(^|\/)\.gitlab-ci/,
    (name) => code("GitLab CI", `$${name}`, "a masked variable of the project"),
  ],
  [
    /(^|\/)(docker-)?compose[^/]*\.ya?ml$/,
    (name) => code("Compose", `${name}: \${${name}:?}`, "an env_file that git ignores"),
  ],
  [
    /dockerfile/,
    (name) => code("Docker", `docker run --env ${name} IMAGE`, "no ENV or ARG line for it"),
  ],
  [
    /(^|\/)(k8s|kubernetes|helm|charts|manifests|overlays|deploy(ment)?s?)\/.*\.ya?ml$/,
    (name) =>
      code(
        "Kubernetes",
        `{ name: ${name}, valueFrom: { secretKeyRef: { name: gemini, key: ${name} } } }`,
        "a Secret that is not in git",
      ),
  ],
  [
    /\.tf$/,
    () => code("Terraform", TERRAFORM, 'data "google_secret_manager_secret_version" "gemini"'),
  ],
  [/\.tfvars$/, (name) => code("shell", `export TF_VAR_${name.toLowerCase()}`)],
  [/(^|\/)application[^/]*\.(ya?ml|properties)$/, (name) => code("Spring", `\${${name}}`)],
  [/\.ps1$/, (name) => code("PowerShell", `$env:${name}`)],
  [/\.(bat|cmd)$/, (name) => code("Windows shell", `%${name}%`)],
  [/\.fish$/, (name) => code("fish", `$${name}`)],
  [/makefile|justfile/, (name) => code("make", `$(${name})`)],
  [/\.(sh|bash|zsh)$|(^|\/)\.[^/]+$/, (name) => code("shell", `"\${${name}:?}"`)],
  [
    /\.(ya?ml|toml|json|jsonc|json5)$/,
    (name) =>
      code(
        "settings",
        `\${${name}}`,
        "a program that fills in variables; otherwise read it in code",
      ),
  ],
];

const TERRAFORM = "data.google_secret_manager_secret_version.gemini.secret_data";

function settings(path: string, name: string): readonly CodeChange[] {
  const lower = path.toLowerCase();
  const fits = SETTINGS.find(([pattern]) => pattern.test(lower));
  return fits ? [fits[1](name)] : [];
}
