/** Notes what commits, trees and tags name, so that whoever knows all objects can tell whether any is missing. */
import { type Kernel, SLACK } from "../../kernel/kernel.ts";
import { ArenaFull, type Arena } from "./arena.ts";

/** Type number of the pack format of what names nothing. */
export const BLOB = 3;

/** What was noted. */
export interface Links {
  /** A byte for the type number that an object must have, and its id, over and over. Some more than once. */
  readonly named: Uint8Array;
  /** False when there were objects that are not as git writes them: only git knows what they name. */
  readonly understood: boolean;
}

export interface LinkNotes {
  /** Notes what the object of a type that stands at an address of the kernel's memory names. */
  note(type: number, address: number, size: number): void;
  /** The same for one that stands elsewhere. */
  noteBytes(type: number, bytes: Uint8Array): void;
  /** Notes that an object was met that cannot be read here. */
  noteUnread(): void;
  /** What was noted since this was last called. */
  take(): Links;
}

const ROOM = 64 * 1024;

/** Bytes of kernel memory that {@link linkNotes} needs. */
export const LINK_ROOM = ROOM + SLACK;

/** Notes that use {@link LINK_ROOM} bytes of the kernel's memory at `at`; larger objects go to the arena. */
export function linkNotes(kernel: Kernel, oidBytes: number, at: number, arena: Arena): LinkNotes {
  let end = at;
  let parts: Uint8Array[] = [];
  let understood = true;

  const flush = (): void => {
    if (end > at) parts.push(new Uint8Array(kernel.bytes().subarray(at, end)));
    end = at;
  };

  /** What an object names takes no more bytes than the object. */
  function withRoom(size: number, write: (output: number) => number): void {
    if (end + size > at + ROOM) flush();
    const isLarge = size > ROOM;
    const output = isLarge ? arena.allocate(size) : end;
    const written = write(output);
    if (written < 0) understood = false;
    else if (isLarge) parts.push(new Uint8Array(kernel.bytes().subarray(output, output + written)));
    else end += written;
    if (isLarge) arena.free(output);
  }

  function note(type: number, address: number, size: number): void {
    orNothing(() =>
      withRoom(size, (output) =>
        kernel.exports.links(type, address, address + size, oidBytes, output),
      ),
    );
  }

  function orNothing(noting: () => void): void {
    try {
      noting();
    } catch (error) {
      if (!(error instanceof ArenaFull)) throw error;
      understood = false;
    }
  }

  return {
    note,
    noteBytes(type, bytes) {
      orNothing(() => {
        const address = arena.allocate(bytes.length);
        kernel.bytes().set(bytes, address);
        note(type, address, bytes.length);
        arena.free(address);
      });
    },
    noteUnread: () => void (understood = false),
    take() {
      flush();
      const links = { named: joined(parts), understood };
      parts = [];
      understood = true;
      return links;
    },
  };
}

/** In memory of their own, which a message takes along as it is. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
