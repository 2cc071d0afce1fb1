/** A run of the library: its findings one by one, and nobody can take an incomplete one for a clean one. */
import { UserError } from "../errors.ts";
import type { Finding, Report } from "../finding.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { IncompleteError } from "./incomplete.ts";

/**
 * A run, which starts when it is first asked for something, and is made once however often it is asked.
 *
 * A finding is final only when all has been read: each place that is seen later may raise its severity, its commits are
 * asked of git in the end, and a value that is found last must be masked in the paths of all others. So the loop gives
 * nothing before that, and then all findings, most severe first. It ends without an error only if everything was looked
 * at. Throws {@link UserError}, {@link IncompleteError}, or the reason of the signal.
 */
export interface Run extends AsyncIterable<Finding> {
  /** All there is to say, for `render`. Rejects with what the loop throws in the end, an incomplete report in hand. */
  report(): Promise<Report>;
}

/** A run of this work, which the signal ends. */
export function startRun(work: () => Promise<Report>, signal: AbortSignal): Run {
  let outcome: Promise<Outcome> | undefined;
  const settled = (): Promise<Outcome> => (outcome ??= outcomeOf(work, signal));
  return {
    async *[Symbol.asyncIterator]() {
      const { report, failure } = await settled();
      yield* report?.findings ?? [];
      if (failure !== undefined) throw failure.thrown;
    },
    async report() {
      const { report, failure } = await settled();
      if (failure !== undefined || report === undefined) throw failure?.thrown;
      return report;
    },
  };
}

interface Outcome {
  readonly report?: Report;
  readonly failure?: { readonly thrown: unknown };
}

async function outcomeOf(work: () => Promise<Report>, signal: AbortSignal): Promise<Outcome> {
  try {
    signal.throwIfAborted();
    const report = await work();
    if (signal.aborted) return { report, failure: { thrown: signal.reason } };
    if (report.complete) return { report };
    return { report, failure: { thrown: new IncompleteError(report) } };
  } catch (thrown) {
    return { failure: { thrown: signal.aborted ? signal.reason : masked(thrown) } };
  }
}

/** A path in it may hold a key. */
function masked(thrown: unknown): unknown {
  if (!(thrown instanceof UserError)) return thrown;
  const { message, remedy } = thrown;
  return new UserError(maskKeyShapes(message), remedy && maskKeyShapes(remedy));
}
