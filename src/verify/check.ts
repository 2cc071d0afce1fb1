/** The live check of one key: is it accepted, can it generate, what does it reach. */
import type { Count, Reach, Verdict } from "../verdict.ts";
import { Refused } from "./courtesy.ts";
import type { Gemini, Page } from "./gemini.ts";
import { cheapestModels } from "./models.ts";
import { type Judgement, judgementOf, type Outcome, verdictOf } from "./outcome.ts";

/** What to find out besides whether Gemini accepts the key. */
export interface Questions {
  readonly generate: boolean;
  readonly reach: boolean;
  /** The model to generate with; undefined for the cheapest of the key's own list. */
  readonly model: string | undefined;
}

/** Asked where the list cannot be had; an alias, which no retirement makes invalid. */
const MODEL_WITHOUT_LIST = "gemini-flash-lite-latest";

/** What came of asking models to generate. */
interface Generation {
  readonly judgement: Judgement;
  readonly model: string | undefined;
}

/** The verdict on the key that `gemini` was opened with. Never rejects for what a server answers. */
export async function check(gemini: Gemini, questions: Questions): Promise<Verdict> {
  const probed = await judgementAfter(async () => gemini.probe(), "live/listed");
  const generation = questions.generate ? await generationAfter(probed, gemini, questions) : NONE;
  const { outcome, project } = combined(probed, generation.judgement);
  const accepted = probed.outcome === "live/listed" && outcome.startsWith("live/");
  return verdictOf(outcome, {
    project: project ?? probed.project,
    model: generation.model,
    reach: questions.reach && accepted ? await reachOf(gemini) : undefined,
  });
}

const NONE: Generation = { judgement: judgementOf("live/listed"), model: undefined };

async function generationAfter(
  probed: Judgement,
  gemini: Gemini,
  { model }: Questions,
): Promise<Generation> {
  if (probed.outcome === "live/listed")
    return generation(gemini, model === undefined ? await modelsOf(gemini) : [model]);
  // A key can be allowed single methods: one that may not list may still generate.
  if (probed.outcome === "no-gemini/api-blocked")
    return generation(gemini, [model ?? MODEL_WITHOUT_LIST]);
  return NONE;
}

/** Asks one model after another until one generates or refuses for a reason that holds for all. */
async function generation(gemini: Gemini, models: readonly string[]): Promise<Generation> {
  let last = NONE;
  for (const model of models) {
    const judgement = await judgementAfter(async () => gemini.generate(model), "live/generates");
    last = { judgement, model };
    const isOfModel = MODEL_REFUSALS.has(judgement.outcome);
    if (!isOfModel) break;
  }
  return last;
}

/** Answers that are about the model: it is gone, or cannot do what was asked. */
const MODEL_REFUSALS: ReadonlySet<Outcome> = new Set(["live/listed", "unknown/unexpected-answer"]);

async function modelsOf(gemini: Gemini): Promise<readonly string[]> {
  try {
    return cheapestModels(await gemini.listModels());
  } catch {
    return [];
  }
}

/** A generation tells more than a list, unless it could not be done or may not be while the list may. */
function combined(probed: Judgement, generated: Judgement): Judgement {
  if (probed.outcome !== "live/listed")
    return generated.outcome === "live/generates" ? generated : probed;
  return /^(?:unknown|no-gemini|refused)\//.test(generated.outcome) ? probed : generated;
}

async function reachOf(gemini: Gemini): Promise<Reach> {
  return {
    files: await countOf(async () => gemini.firstPage("files")),
    cachedContents: await countOf(async () => gemini.firstPage("cachedContents")),
    fileSearchStores: await countOf(async () => gemini.firstPage("fileSearchStores")),
    tunedModels: await countOf(async () => gemini.firstPage("tunedModels")),
  };
}

const MOST_PAGES = 10;

/** Counts page by page up to a bound; undefined when the first answer did not tell. */
async function countOf(firstPage: () => Promise<Page>): Promise<Count | undefined> {
  let count: number | undefined;
  let next: Page["next"] = firstPage;
  try {
    for (let pages = 0; next && pages < MOST_PAGES; pages += 1) {
      const page: Page = await next();
      count = (count ?? 0) + page.size;
      ({ next } = page);
    }
  } catch {
    // What was counted before still holds.
  }
  return count === undefined ? undefined : { count, more: next !== undefined };
}

/** What an answer tells: `accepted` when it came, else what it was refused for. */
async function judgementAfter(ask: () => Promise<void>, accepted: Outcome): Promise<Judgement> {
  try {
    await ask();
    return judgementOf(accepted);
  } catch (thrown) {
    // The SDK's own errors hold what the server said, so nothing of them is used.
    return thrown instanceof Refused ? thrown.judgement : judgementOf("unknown/unexpected-answer");
  }
}
