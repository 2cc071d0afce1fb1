/** Where requests may go. Decided by what the user typed alone. */
import { UserError } from "../errors.ts";

/** Google's only address of the Gemini API. */
export const GEMINI_ENDPOINT = "https://generativelanguage.googleapis.com";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The endpoint in the form that requests are made with; throws {@link UserError} for one that keys must not go to. */
export function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed =
    url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
  if (url && isAllowed && isPlain) return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
  throw new UserError(
    "keys cannot be sent to that endpoint",
    "name an https:// address, or http:// on this machine (127.0.0.1, localhost), without user, query and fragment",
  );
}

/** The proxy's URL; throws {@link UserError} for what is none. */
export function checkProxy(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== "") return url.href;
  throw new UserError(
    "that is not a proxy's address",
    "write it as http://host:port or https://host:port",
  );
}

/** Throws {@link UserError} for an environment whose proxy variables cannot be used. */
export function checkProxyVariables(
  environment: Readonly<Record<string, string | undefined>>,
): void {
  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]) {
    const value = environment[name];
    if (!value) continue;
    try {
      checkProxy(value);
    } catch {
      throw new UserError(
        `${name} is not a proxy's address`,
        "set it to http://host:port or https://host:port, or leave out --use-env-proxy",
      );
    }
  }
}
