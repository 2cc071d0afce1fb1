/** Starts on items before anybody asks for the first of them; once they are asked for, the rest come as ever. */
export function started<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const iterator = items[Symbol.asyncIterator]();
  const first = iterator.next();
  // Whoever asks is told.
  first.catch(() => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (let step = await first; step.done !== true; step = await iterator.next())
          yield step.value;
      } finally {
        await iterator.return?.();
      }
    },
  };
}
