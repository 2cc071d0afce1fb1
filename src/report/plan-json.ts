/** The plan as it stands in the reports for programs. */
import type { CodeChange, KeyPlan, PlacePlan, Plan, Step } from "../plan.ts";

/** What is undefined is left out. */
export function planJson({ steps, keys }: Plan): object {
  return { steps: steps.map(stepJson), keys: keys.map(keyJson) };
}

function stepJson(step: Step): object {
  const { id, byMinute, title, details, items, commands, pages, findings } = step;
  return {
    id,
    byMinute,
    title,
    details,
    items: items.map(({ name, about, code }) => ({
      name,
      about,
      code: code.length > 0 ? code.map(codeJson) : undefined,
    })),
    commands: commands.map(({ does, run }) => ({ does, run })),
    pages,
    findings,
  };
}

function keyJson(key: KeyPlan): object {
  const { exposure } = key;
  return {
    fingerprint: key.fingerprint,
    rotation: key.rotation,
    project: key.project,
    exposure: exposure && {
      from: exposure.from,
      removed: exposure.removed,
      rotateBy: exposure.rotateBy,
    },
    environments: key.environments.map(({ environment, paths, instead }) => ({
      environment,
      paths,
      instead,
    })),
    places: key.places.map(placeJson),
    authors: key.authors,
    steps: key.steps.map(stepJson),
  };
}

function placeJson({ kind, path, lines, original, advice, code }: PlacePlan): object {
  return { kind, path, lines, original, advice, code: code.map(codeJson) };
}

function codeJson({ language, write, needs }: CodeChange): object {
  return { language, write, needs };
}
