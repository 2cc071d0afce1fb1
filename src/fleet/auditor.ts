/** What a process that audits repositories runs: one job after the other, as it is told. */
import { thisTool } from "../tool.ts";
import type { Verdict } from "../verdict.ts";
import { auditJob, type JobGround, stateOf } from "./audit-job.ts";
import type { AuditorStart, FromAuditor, ToAuditor } from "./auditor-messages.ts";
import type { VerdictLedger } from "./ledger.ts";
import { outcomeJson } from "./outcome.ts";

const tool = thisTool();

/** Nobody aborts a job in here: whoever has enough of it ends the process. */
const signal = new AbortController().signal;

interface Question {
  readonly ask: () => Promise<Verdict>;
  readonly answer: (verdict: Verdict | undefined) => void;
}

const questions = new Map<number, Question>();
let count = 0;
let start: AuditorStart | undefined;

const ledger: VerdictLedger = {
  async once(key, ask) {
    const question = (count += 1);
    const verdict = await new Promise<Verdict | undefined>((answer) => {
      questions.set(question, { ask, answer });
      tell({ question, key });
    });
    questions.delete(question);
    if (verdict === undefined) throw new Error("nobody can tell the verdict");
    return verdict;
  },
};

process.on("message", (message: ToAuditor) => void take(message));
// With the process that started this one, all that git has started here ends, too.
process.on("disconnect", () => {
  try {
    process.kill(-process.pid, "SIGKILL");
  } finally {
    process.exit(2);
  }
});
// On a terminal Ctrl-C is for the process that started this one, which says what is to be done.
process.on("SIGINT", () => {});

async function take(message: ToAuditor): Promise<void> {
  if ("start" in message) start = message.start;
  else if ("answer" in message) questions.get(message.answer)?.answer(message.verdict);
  else if ("ask" in message) {
    const asked = message.ask;
    const verdict = await questions
      .get(asked)
      ?.ask()
      .catch(() => undefined);
    tell({ asked, verdict });
  } else if ("state" in message) {
    const refs = await stateOf(message.state, groundOf(message.scratch, undefined));
    tell({ stateNow: refs, memory: process.memoryUsage.rss() });
  } else {
    const { audit, scratch, kept } = message;
    const { outcome, refs } = await auditJob(audit, groundOf(scratch, kept));
    // Where it was cloned to is nobody's concern, and another place each time.
    const end = outcomeJson(outcome, tool).replaceAll(scratch, "…");
    tell({ end, refs, memory: process.memoryUsage.rss() });
  }
}

function groundOf(scratch: string, kept: string | undefined): JobGround {
  if (start === undefined) throw new Error("the process was not told how to begin");
  return {
    ...start,
    scratch,
    kept,
    ledger,
    signal,
    progress: (progress, done, total) => tellNow(progress, done, total),
    grown: (bytes) => tell({ bytes }),
  };
}

/** Milliseconds between two words of how far a job is. */
const INTERVAL = 200;
let toldAt = 0;

function tellNow(progress: string, done: number, total: number | undefined): void {
  const now = performance.now();
  if (now - toldAt < INTERVAL) return;
  toldAt = now;
  tell({ progress, done, total });
}

function tell(message: FromAuditor): void {
  process.send?.(message);
}
