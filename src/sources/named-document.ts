/** A text or bytes, and what reports call it. */
export interface NamedDocument {
  /** With forward slashes if it is a path; its ending helps to tell what the content is. */
  readonly name: string;
  /** Text, bytes, or bytes that come piece by piece, which may be more than there is memory for. */
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>;
}
