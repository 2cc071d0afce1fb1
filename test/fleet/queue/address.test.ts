import { expect, test } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { queueAddress } from "../../../src/fleet/queue/address.ts";

test.each([
  [
    "redis://localhost",
    { host: "localhost", port: 6379, tls: false, database: 0 },
    "redis://localhost:6379",
  ],
  [
    "rediss://r.example:7000/3",
    { host: "r.example", port: 7000, tls: true, database: 3 },
    "rediss://r.example:7000/3",
  ],
  ["redis://[::1]:6380/", { host: "::1", port: 6380 }, "redis://[::1]:6380"],
  [
    "redis://:p%40ss%2F@h/1",
    { password: "p@ss/", username: undefined, database: 1 },
    "redis://h:6379/1",
  ],
  ["rediss://ada:s%3Acret@h:1", { username: "ada", password: "s:cret" }, "rediss://h:1"],
])("reads %s", (text, parts, shown) => {
  expect(queueAddress(text, "--queue")).toMatchObject({ ...parts, shown });
});

test.each([
  ["localhost:6379", "begins neither"],
  ["http://localhost", "begins neither"],
  ["redis", "is no URL"],
  ["redis:///1", "names no host"],
  ["redis://h/fleet", "no number"],
  ["redis://h/1?family=6", "more behind the database"],
  ["redis://u:%zz@h", "begins no character"],
])("refuses %s", (text, why) => {
  expect(() => queueAddress(text, "--queue")).toThrow(UserError);
  expect(() => queueAddress(text, "--queue")).toThrow(why);
});

test.each(["http://u:tell-nobody@h", "redis://u:tell-nobody@h/x", "redis://tell-nobody:x@h?y"])(
  "says nothing of the password in %s",
  (text) => {
    let message = "";
    try {
      queueAddress(text, "--queue");
    } catch (thrown) {
      message = JSON.stringify([String(thrown), (thrown as UserError).remedy]);
    }
    expect(message).not.toBe("");
    expect(message).not.toContain("tell-nobody");
  },
);
