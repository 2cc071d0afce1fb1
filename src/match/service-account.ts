/** Tells whose key a private key is, by the JSON or the variables around it. */
import type { ServiceAccount } from "../finding.ts";

/** How far around the key the rest of its file is looked for, in characters. */
const REACH = 2048;

const EMAIL =
  /(?<![\w.-])([a-z][a-z0-9-]{4,28}[a-z0-9])@([a-z][a-z0-9-]{4,28}[a-z0-9])\.iam\.gserviceaccount\.com(?![\w.-])/;
const KEY_ID = /private_key_id\\{0,8}["']?\s*[:=]\s*\\{0,8}["']?([0-9a-f]{40})(?![0-9a-f])/i;

/** The account whose e-mail address stands nearest behind the key, or else before it; undefined when none does. */
export function serviceAccountNear(
  text: string,
  start: number,
  end: number,
): ServiceAccount | undefined {
  const before = text.slice(Math.max(0, start - REACH), start);
  const behind = text.slice(end, end + REACH);
  const [email, , project] = EMAIL.exec(behind) ?? EMAIL.exec(before) ?? [];
  if (email === undefined || project === undefined) return undefined;
  const keyId = KEY_ID.exec(before)?.[1] ?? KEY_ID.exec(behind)?.[1];
  return { email: copied(email), project: copied(project), keyId: keyId && copied(keyId) };
}

/** The same string in its own memory: a slice would keep the whole text alive. */
function copied(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}
