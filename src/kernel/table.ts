/** The literals as the module's memory wants them; assembly/search.ts says how. */

/** The filter for one set of literals. Plain bytes, so that it can be sent to workers. */
export interface LiteralTable {
  readonly nibbles: Uint8Array;
  /** A bit for each hash that some window has. */
  readonly hashes: Uint8Array;
  readonly heads: Uint16Array;
  /** Entries with literal addresses relative to `bytes`. */
  readonly entries: Uint32Array;
  readonly bytes: Uint8Array;
  /** For each literal, the address of its bytes relative to `bytes`. */
  readonly addresses: Uint32Array;
  /** Length of the longest literal. */
  readonly longest: number;
}

/** 32-bit words of an entry, and which of them is the address of the literal. */
export const ENTRY_WORDS = 5;
export const ADDRESS_WORD = 4;
