/** Where verdicts are kept while a fleet is audited, so that nobody is asked twice about a key. */
import type { Verdict } from "../verdict.ts";

export interface VerdictLedger {
  /**
   * The verdict of a key. Of all who want it at the same time, on whichever machine, one does `ask`; the others wait for
   * what it is told. Where `ask` rejects, the next one does it. A verdict that says the check was interrupted is not kept.
   * `key` is 64 hexadecimal digits that stand for the value, whatever rule found it.
   */
  once(key: string, ask: () => Promise<Verdict>): Promise<Verdict>;
}
