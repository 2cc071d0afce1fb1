import { constants, openSync } from "node:fs";
// oxlint-disable-next-line no-restricted-imports -- not for the network: node's way to read a pipe without blocking
import { Socket } from "node:net";

/**
 * The content of a pipe with a name. A plain file stream would block a thread, and with it even the end of the program,
 * for as long as the writer keeps silent.
 */
export async function* pipePieces(location: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const descriptor = openSync(location, constants.O_RDONLY | constants.O_NONBLOCK);
  yield* new Socket({ fd: descriptor, readable: true, writable: false, signal });
}
