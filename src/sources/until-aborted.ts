/**
 * What an iterable yields, until a signal is aborted: then it throws the signal's reason, whatever the iterable waits for.
 */
export async function* untilAborted<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let stop: ((reason: unknown) => void) | undefined;
  const onAbort = (): void => stop?.(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const step = await new Promise<IteratorResult<Item>>((resolve, reject) => {
        stop = reject;
        // Resolved with it at once, nothing could reject it any more.
        Promise.resolve(iterator.next()).then(resolve, reject);
      });
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Not waited for: it may be the one that never ends.
    const ended = async (): Promise<unknown> => iterator.return?.();
    ended().catch(() => undefined);
  }
}
