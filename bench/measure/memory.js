/** Looks at the memory of a process and all that it started, where the system shows it in /proc. */
import { readFileSync, readdirSync } from "node:fs";

const INTERVAL = 20;

/**
 * Starts watching. `stop` returns the most bytes that the process and its descendants held at once: the sum of their
 * resident pages (shared ones count for each), or the peak of the largest alone if that was missed between two looks.
 * @param {number} root
 * @returns {{ stop(): number | undefined }}
 */
export function watchMemory(root) {
  let peak = 0;
  const look = () => {
    const statuses = descendants(root);
    const sum = statuses.reduce((total, { resident }) => total + resident, 0);
    peak = Math.max(peak, sum, ...statuses.map(({ highest }) => highest));
  };
  const timer = setInterval(look, INTERVAL);
  return {
    stop() {
      clearInterval(timer);
      return peak === 0 ? undefined : peak;
    },
  };
}

function descendants(root) {
  const byParent = new Map();
  for (const status of allProcesses()) {
    const siblings = byParent.get(status.parent) ?? [];
    siblings.push(status);
    byParent.set(status.parent, siblings);
  }
  const found = [...(byParent.get(root) ?? [])];
  for (const status of found) found.push(...(byParent.get(status.pid) ?? []));
  return found;
}

function allProcesses() {
  return namesIn("/proc").flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      const text = readFileSync(`/proc/${name}/status`, "latin1");
      const number = (field) =>
        Number(new RegExp(`^${field}:\\s+(\\d+)`, "mu").exec(text)?.[1] ?? 0);
      return [
        {
          pid: Number(name),
          parent: number("PPid"),
          resident: number("VmRSS") * 1024,
          highest: number("VmHWM") * 1024,
        },
      ];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
