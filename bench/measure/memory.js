/** Looks at the memory of a process and all that it started, where the system shows it in /proc. */
import { readFileSync, readdirSync } from "node:fs";

// A look takes half a millisecond: rare enough not to disturb, and the system remembers each process's own peak.
const INTERVAL = 100;

/**
 * The processes that run now.
 * @returns {ReadonlySet<number>}
 */
export function runningProcesses() {
  return new Set(processIds());
}

/**
 * Starts watching. `stop` returns the most bytes that the descendants of a process held at once: the sum of their
 * resident pages (shared ones count for each), or the peak of the largest alone if that was missed between two looks.
 * @param {number} root
 * @param {ReadonlySet<number>} before What ran before it was started.
 * @returns {{ stop(): number | undefined }}
 */
export function watchMemory(root, before) {
  let peak = 0;
  // Not worth a second look.
  const foreign = new Set(before);
  const descendants = new Set([root]);
  const timer = setInterval(look, INTERVAL);
  return {
    stop() {
      clearInterval(timer);
      return peak === 0 ? undefined : peak;
    },
  };

  function look() {
    let sum = 0;
    for (const id of processIds()) {
      if (id === root || foreign.has(id)) continue;
      const status = statusOf(id);
      if (status === undefined) continue;
      if (!descendants.has(id) && !descendants.has(status.parent)) {
        foreign.add(id);
        continue;
      }
      descendants.add(id);
      sum += status.resident;
      peak = Math.max(peak, status.highest);
    }
    peak = Math.max(peak, sum);
  }
}

function processIds() {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function statusOf(id) {
  try {
    const text = readFileSync(`/proc/${id}/status`, "latin1");
    const number = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, "mu").exec(text)?.[1] ?? 0);
    return {
      parent: number("PPid"),
      resident: number("VmRSS") * 1024,
      highest: number("VmHWM") * 1024,
    };
  } catch {
    return undefined; // It ended meanwhile.
  }
}
