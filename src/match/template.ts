/** Fills the templates in rule examples with values drawn anew each time, so that no key-shaped text is ever committed. */
import { randomBytes, randomInt } from "node:crypto";
import { looksRandom } from "./placeholder.ts";

const TEMPLATE = /\{\{([a-z][a-z0-9-]*)(?::(\d{1,4}))?\}\}/g;

const GENERATORS: Readonly<Record<string, (length: number) => string>> = {
  "google-api-key": () => issued("008cda4b20", 24),
  "gemini-auth-key": () => `AQ.${issued("01bf1137a2", 32)}`,
  random: (length) => randomToken(length),
  hex: (length) => randomBytes(length).toString("hex").slice(0, length),
  base64: (length) => randomBytes(length).toString("base64").slice(0, length),
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(""),
  repeat: (length) => "x".repeat(length),
  ascending: (length) => "abcdefghijklmnopqrstuvwxyz1234567890".repeat(length).slice(0, length),
  "pem-body": () => randomBytes(1218).toString("base64"),
};

/** Replaces `{{google-api-key}}`, `{{random:40}}` and the like; throws on a template that does not exist. */
export function expandTemplate(text: string): string {
  return text.replace(TEMPLATE, (template, name: string, length: string | undefined) => {
    const generate = Object.hasOwn(GENERATORS, name) ? GENERATORS[name] : undefined;
    if (generate === undefined)
      throw new Error(
        `${template} is no template; there are ${Object.keys(GENERATORS).join(", ")}`,
      );
    return generate(Number(length ?? 40));
  });
}

/** The structure of issued keys: a constant header and random bytes, in base64url. */
function issued(header: string, randomLength: number): string {
  return Buffer.concat([Buffer.from(header, "hex"), randomBytes(randomLength)]).toString(
    "base64url",
  );
}

/** Letters and digits, drawn again in the rare case that they happen to look like words. */
function randomToken(length: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (;;) {
    const token = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
    if (length < 16 || looksRandom(token)) return token;
  }
}
