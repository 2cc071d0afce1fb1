/** A failure that the user can act on: one sentence of what is wrong, and how to put it right. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
