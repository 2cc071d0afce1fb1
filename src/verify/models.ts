/** Which model to ask for one token, and what that costs at most. */
import { UserError } from "../errors.ts";

/** A model as the key's own list has it. */
export interface Model {
  /** Without `models/`. */
  readonly name: string;
  readonly generates: boolean;
}

/** US dollars. */
export interface Price {
  /** Of one request. */
  readonly dollars: number;
  /** Whether the model's own price is known; otherwise this is more than any text model has cost. */
  readonly known: boolean;
}

/** Where {@link worstCasePrice} has its numbers from. */
export const PRICE_SOURCE = {
  url: "https://ai.google.dev/gemini-api/docs/pricing",
  date: "2026-10-07",
};

/** Dollars for a million tokens, in and out. Prices order the models only; one that is gone is not asked. */
const PRICES: Readonly<Record<string, readonly [number, number]>> = {
  "gemini-3.1-flash-lite": [0.25, 1.5],
  "gemini-3.5-flash-lite": [0.3, 2.5],
  "gemini-3.8-flash": [0.75, 3.75],
  "gemini-3.5-flash": [1.5, 9],
  "gemini-3.1-pro-preview": [2, 12],
};

/** Five times what the most expensive of them costs, and more. */
const UNKNOWN_PRICE = [20, 100] as const;

/** The prompt is one character; its envelope counts a few tokens more. */
const MOST_INPUT = 10;
const MOST_OUTPUT = 1;

/** What one request for one token costs at most; `undefined` stands for whichever model the key's list ends up offering. */
export function worstCasePrice(model: string | undefined): Price {
  const price = priceOf(model ?? "");
  const [input, output] = price ?? UNKNOWN_PRICE;
  return {
    dollars: (input * MOST_INPUT + output * MOST_OUTPUT) / 1e6,
    known: price !== undefined,
  };
}

/** The name of a model without `models/`; throws {@link UserError} for what cannot be one. */
export function checkModel(text: string): string {
  const name = text.replace(/^models\//, "");
  if (MODEL_NAME.test(name)) return name;
  throw new UserError(
    "the name of the model to ask has characters that no model has",
    "write it as in the list of models: gemini-flash-lite-latest",
  );
}

const MODEL_NAME = /^[a-z0-9][a-z0-9.-]{0,79}$/;

/** How many models of a list are worth a request: some are listed and yet closed to projects that never used them. */
const MOST_MODELS = 3;

/** Kinds of models, the cheapest first. Gemma is free for everyone and so says least about the key. */
const KINDS = [/^gemini-.*flash-lite/, /^gemini-.*flash/, /^gemini-.*pro/, /^gemini-/, /^gemma-/];

/** They make or need something other than text, and some cost a thousand times as much. */
const NOT_FOR_TEXT = /image|tts|audio|live|embed|robotics|computer|video|speech|translate|research/;

/** The models to ask, one after another until one answers. */
export function cheapestModels(models: readonly Model[]): readonly string[] {
  return models
    .filter(({ generates, name }) => generates && MODEL_NAME.test(name) && !NOT_FOR_TEXT.test(name))
    .map(({ name }) => ({ name, kind: KINDS.findIndex((kind) => kind.test(name)) }))
    .filter(({ kind }) => kind >= 0)
    .sort((a, b) => a.kind - b.kind || costRank(a.name) - costRank(b.name))
    .slice(0, MOST_MODELS)
    .map(({ name }) => name);
}

/** Of those without a known price an alias comes first, because what it stands for is never retired. */
function costRank(name: string): number {
  return priceOf(name)?.[1] ?? (name.endsWith("-latest") ? 1000 : 2000);
}

function priceOf(name: string): readonly [number, number] | undefined {
  return Object.hasOwn(PRICES, name) ? PRICES[name] : undefined;
}
