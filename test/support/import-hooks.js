// Loader hooks that note every module a program resolves, one address a line, in the file that LOADED_MODULES names.
import { appendFileSync } from "node:fs";

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(process.env.LOADED_MODULES, `${resolved.url}\n`);
  return resolved;
}
