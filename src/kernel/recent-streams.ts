/** Remembers compressed streams: archives of one kind in a row mostly differ in some members only. */

/** Bytes of streams that are remembered. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The streams that were added last, byte for byte, with the size of what they hold. */
export interface RecentStreams {
  has(deflated: Uint8Array, size: number): boolean;
  add(deflated: Uint8Array, size: number): void;
}

export function recentStreams(): RecentStreams {
  const streams = new Map<string, Uint8Array>();
  let held = 0;

  return {
    has(deflated, size) {
      const stream = streams.get(keyOf(deflated, size));
      return stream !== undefined && Buffer.compare(stream, deflated) === 0;
    },
    add(deflated, size) {
      if (deflated.length > MOST_BYTES) return;
      const key = keyOf(deflated, size);
      held += deflated.length - (streams.get(key)?.length ?? 0);
      streams.delete(key);
      streams.set(key, new Uint8Array(deflated));
      for (const [oldest, { length }] of streams) {
        if (held <= MOST_BYTES) break;
        streams.delete(oldest);
        held -= length;
      }
    },
  };
}

/** Few streams differ in their content alone. */
function keyOf(deflated: Uint8Array, size: number): string {
  return `${size} ${deflated.length} ${deflated.slice(-8).join()}`;
}
