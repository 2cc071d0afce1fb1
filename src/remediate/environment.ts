/** Which environments a credential is used in, as far as the names of files tell, and what each should have instead. */
import { sortedUnique } from "../findings/compare.ts";
import type { Sighting } from "../finding.ts";
import { groupBy } from "../findings/group-by.ts";
import type { Environment, EnvironmentUse, PlaceKind } from "../plan.ts";
import { placeKindOf } from "./place-kind.ts";

/** Words of a file's name, and whole names of folders: `.env.production`, `config/staging/app.yaml`, `values-dev.yaml`. */
const BY_WORD: readonly (readonly [RegExp, Environment])[] = [
  [/^(prod|production)$/, "production"],
  [/^(stag|stage|staging|preprod|uat|qa)$/, "staging"],
  [/^(dev|develop|development|local)$/, "development"],
  [/^(test|tests|testing|e2e|fixtures?|__tests__)$/, "test"],
  [/^(demo|demos|examples?|samples?|poc|prototype|quickstarts?|tutorials?|workshop)$/, "demo"],
];

/** What a place is used for says more than its name: a notebook in a folder of examples is a notebook. */
const BY_KIND: Partial<Record<PlaceKind, Environment>> = {
  notebook: "notebook",
  bundle: "bundle",
  ci: "CI",
};

/** Where no word tells. */
const OTHERWISE: Partial<Record<PlaceKind, Environment>> = {
  frontend: "web page",
  mobile: "mobile app",
};

/** What each environment should have in the place of a shared key. */
const INSTEAD: Record<Environment, string> = {
  production:
    "a key of its own in Secret Manager, restricted to the addresses of its servers; on Google Cloud no key but the workload's service account",
  staging: "a key of its own in a project of its own, with a low spending cap",
  development:
    "a key for each developer in an untracked .env, of a project with a low spending cap",
  test: "no key: an invented one and recorded answers; a secret of CI for the few tests that call Gemini",
  demo: "a key of its own with a low spending cap, deleted when the demo is over",
  notebook:
    "a key of its own in Colab secrets or asked for by getpass, of a project with a low spending cap",
  bundle: "no key: whoever opens the page has it; your backend calls Gemini",
  "web page": "no key: whoever opens the page has it; your backend calls Gemini",
  "mobile app": "no key: your backend calls Gemini, or Firebase AI Logic with App Check",
  CI: "a secret of the CI system, with a key of its own and a low spending cap",
};

/** The environments that sightings tell of, sorted by name. */
export function environmentsOf(sightings: readonly Sighting[]): readonly EnvironmentUse[] {
  const placed = sightings.flatMap((sighting) => {
    const environment = environmentOf(sighting);
    const { path } = sighting;
    return environment === undefined || path === undefined ? [] : [{ environment, path }];
  });
  const byEnvironment = groupBy(placed, ({ environment }) => environment);
  return sortedUnique(byEnvironment.keys()).flatMap((name) => {
    const environment = name as Environment;
    const paths = sortedUnique((byEnvironment.get(environment) ?? []).map(({ path }) => path));
    return { environment, paths, instead: INSTEAD[environment] };
  });
}

function environmentOf(sighting: Sighting): Environment | undefined {
  const { path, source } = sighting;
  if (path === undefined || source === "message" || source === "gitdir") return undefined;
  const kind = placeKindOf(sighting);
  const folders = path.toLowerCase().split("/");
  const words = [...(folders.pop()?.split(/[^a-z0-9]+/) ?? []), ...folders];
  const named = BY_WORD.find(([pattern]) => words.some((word) => pattern.test(word)));
  return BY_KIND[kind] ?? named?.[1] ?? OTHERWISE[kind];
}
