/** Outcomes as text, for a journal or a queue, and back. */
import type { FailureStage, FleetRepository, RepositoryOutcome } from "../fleet.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { reportAgain } from "../findings/judged-anew.ts";
import { reportDocument, type Tool } from "../report/json.ts";
import { jsonReport } from "../report/parse-json.ts";
import { fields, flag, oneOf, optional, type Shape, ShapeError, text } from "../report/shape.ts";

/** One line of JSON, in which a report is version 1 of our own format. */
export function outcomeJson(outcome: RepositoryOutcome, tool: Tool): string {
  const { repository } = outcome;
  if ("failure" in outcome) return JSON.stringify({ repository, failure: outcome.failure });
  return JSON.stringify({ repository, report: reportDocument(outcome.report, tool) });
}

/** The outcome in such a text, wherever that comes from. Throws {@link ShapeError}. */
export function parseOutcome(json: string): RepositoryOutcome {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ShapeError("it is not JSON");
  }
  return readOutcome(value, "");
}

/** The same of JSON that was parsed already. */
const readOutcome: Shape<RepositoryOutcome> = (value, at) => {
  const given = anyOutcome(value, at);
  const repository = readRepository(given.repository, "repository");
  return given.failure === undefined
    ? { repository, report: reportAgain(jsonReport(given.report)) }
    : { repository, failure: failure(given.failure, "failure") };
};

const asItIs: Shape<unknown> = (value) => value;

const anyOutcome = fields<{ repository: unknown; report: unknown; failure: unknown }>({
  repository: asItIs,
  report: asItIs,
  failure: asItIs,
});

const masked: Shape<string> = (value, at) => maskKeyShapes(text(value, at));

/** A repository as it travels. */
export const readRepository = fields<FleetRepository>({
  name: masked,
  location: text,
  kind: oneOf(["path", "url"]),
  owner: optional(masked),
  archived: optional(flag),
  fork: optional(flag),
  visibility: optional(oneOf(["public", "internal", "private"])),
});

const failure = fields({
  stage: oneOf<FailureStage>(["clone", "read", "audit"]),
  why: masked,
  remedy: optional(masked),
});
