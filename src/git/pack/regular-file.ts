/** Opens files of a store, which in a hostile one may be pipes that nobody writes to, or devices without an end. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** A descriptor of a regular file, open for reading. Throws for anything else, without waiting for it. */
export function openRegular(path: string): number {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new Error("not a regular file");
}

/** The bytes of a regular file. Throws for anything else. */
export function readRegular(path: string): Buffer {
  const descriptor = openRegular(path);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
