import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import {
  checkEndpoint,
  checkProxy,
  checkProxyVariables,
  GEMINI_ENDPOINT,
} from "../../src/verify/endpoint.ts";

test.for([
  [GEMINI_ENDPOINT, GEMINI_ENDPOINT],
  ["https://gateway.example/gemini/", "https://gateway.example/gemini"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["http://127.9.9.9/", "http://127.9.9.9"],
  ["http://localhost:1", "http://localhost:1"],
  ["http://[::1]:1", "http://[::1]:1"],
  ["HTTP://0x7f.1:80", "http://127.0.0.1"],
] as const)("%s may be sent keys, as %s", ([typed, endpoint]) => {
  expect(checkEndpoint(typed)).toBe(endpoint);
});

test.for([
  "",
  "generativelanguage.googleapis.com",
  "http://generativelanguage.googleapis.com",
  "http://127.0.0.1.evil.example",
  "http://localhost.evil.example",
  "http://127.0.0.1@evil.example",
  "http://10.0.0.1",
  "http://[::ffff:10.0.0.1]",
  "https://user:password@gateway.example",
  "https://gateway.example?to=x",
  "https://gateway.example#x",
  "ftp://127.0.0.1",
  "file:///tmp/x",
])("%s may not", (typed) => {
  expect(() => checkEndpoint(typed)).toThrow(UserError);
});

test("a proxy has an address of its own", () => {
  expect(checkProxy("http://proxy.example:3128")).toBe("http://proxy.example:3128/");
  expect(checkProxy("https://user:password@proxy.example")).toBe(
    "https://user:password@proxy.example/",
  );
  for (const typed of ["", "proxy.example", "proxy:3128", "socks5://proxy.example"])
    expect(() => checkProxy(typed), typed).toThrow(UserError);
});

test("variables that name no proxy are told before anything is sent, without what they hold", () => {
  expect(() =>
    checkProxyVariables({ HTTPS_PROXY: "http://proxy:1", http_proxy: "" }),
  ).not.toThrow();
  expect(() => checkProxyVariables({ https_proxy: "user:password" })).toThrow(
    "https_proxy is not a proxy's address",
  );
});
