/** Where verdicts are kept while a fleet is audited, so that nobody is asked twice about a key. */
import { createHash } from "node:crypto";
import type { Verdict } from "../verdict.ts";
import type { FleetSettings } from "./job.ts";

export interface VerdictLedger {
  /**
   * The verdict of a key. Of all who want it at the same time, on whichever machine, one does `ask`; the others wait for
   * what it is told. Where `ask` rejects, the next one does it. A verdict that says the check was interrupted is not kept.
   * `key` is 64 hexadecimal digits that stand for the value, whatever rule found it.
   */
  once(key: string, ask: () => Promise<Verdict>): Promise<Verdict>;
}

/** What is asked, and where, in 8 digits: asked in another way, or elsewhere, a key may have another verdict. */
export function wayOf({ verification }: FleetSettings, endpoint: string): string {
  const way = JSON.stringify([verification ?? {}, endpoint]);
  return createHash("sha256").update(way).digest("hex").slice(0, 8);
}

/** Keeps verdicts in this process. `known` are those of before; `keep` is told of each new one before anybody else. */
export function startLedger(
  known: ReadonlyMap<string, Verdict>,
  keep: (key: string, verdict: Verdict) => Promise<void>,
  way: string,
): VerdictLedger {
  const verdicts = new Map(known);
  const asking = new Map<string, Promise<Verdict>>();

  async function askFor(key: string, ask: () => Promise<Verdict>): Promise<Verdict> {
    const verdict = await ask();
    if (verdict.reason === "interrupted") return verdict;
    await keep(key, verdict);
    verdicts.set(key, verdict);
    return verdict;
  }

  return {
    async once(value, ask) {
      const key = `${way}:${value}`;
      for (;;) {
        const verdict = verdicts.get(key);
        if (verdict !== undefined) return verdict;
        const other = asking.get(key);
        if (other === undefined) {
          const own = askFor(key, ask);
          asking.set(key, own);
          return await own.finally(() => asking.delete(key));
        }
        // Whether it is told something is seen on another look.
        await other.catch(() => {});
      }
    },
  };
}
