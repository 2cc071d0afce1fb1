/** What a request comes back with. Types only. */

export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An answer with its whole body, or why there is none. */
export type Reply = Answer | { readonly failure: Failure };

export interface Answer {
  /** From 200 to 599. */
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Named as the reasons of an unknown verdict. */
export type Failure = "network" | "timeout" | "redirected" | "unexpected-answer" | "interrupted";
