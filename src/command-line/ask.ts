/** Asks the person at the terminal. */
import { createInterface } from "node:readline/promises";
import { UserError } from "../errors.ts";

/** One line of an answer, without its end. Throws {@link UserError} for Ctrl-C and Ctrl-D. */
export async function askAt(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<string> {
  const lines = createInterface({ input, output });
  try {
    return await new Promise<string>((resolve, reject) => {
      const stopped = (): void => reject(new UserError("nothing was chosen, and nothing was done"));
      lines.once("close", stopped).once("SIGINT", stopped);
      lines.question(question).then(resolve, reject);
    });
  } finally {
    lines.close();
  }
}
