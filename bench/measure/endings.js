/** What must not stay behind when the whole run is ended early: processes, and folders for one run. */
import { constants } from "node:os";

/** @type {Set<() => void>} */
const pending = new Set();

/**
 * Has something undone if the run is ended by a signal before `done` was called.
 * @param {() => void} undo
 * @returns {() => void} `done`
 */
export function undoneAtEnd(undo) {
  pending.add(undo);
  return () => void pending.delete(undo);
}

/** From now on Ctrl-C, and being told to end, undo first what is pending, the latest before the earlier. */
export function endCleanly() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.once(signal, () => {
      for (const undo of [...pending].toReversed()) undo();
      process.exit(128 + constants.signals[signal]);
    });
}
