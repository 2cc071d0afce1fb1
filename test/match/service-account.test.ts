import { describe, expect, test } from "vitest";
import { serviceAccountNear } from "../../src/match/service-account.ts";

const body = "A".repeat(300);
const keyId = "0123456789abcdef0123456789abcdef01234567";
const email = "reader@my-project.iam.gserviceaccount.com";
const owner = { email, project: "my-project", keyId };

function near(text: string): unknown {
  const start = text.indexOf(body);
  return serviceAccountNear(text, start, start + body.length);
}

describe("whose key it is", () => {
  const json = JSON.stringify({ private_key_id: keyId, private_key: body, client_email: email });

  test.for([
    ["a file of Google's", json],
    ["a file in a string", JSON.stringify(json)],
    ["variables", `PRIVATE_KEY_ID=${keyId}\nPRIVATE_KEY="${body}"\nCLIENT_EMAIL=${email}\n`],
    [
      "the address before the key",
      `private_key_id: ${keyId}, client_email: ${email}, key: ${body}`,
    ],
  ])("%s", ([, text = ""]) => {
    expect(near(text)).toEqual(owner);
  });

  test("the id of the key may be missing", () => {
    expect(near(`${body} ${email}`)).toEqual({ ...owner, keyId: undefined });
  });

  test("the next account in a file is not this one's", () => {
    const other = json.replaceAll("my-project", "other-project").replace(body, "B");
    expect(near(`[${json},${other}]`)).toEqual(owner);
  });
});

test.for([
  ["nothing", ""],
  ["another domain", "reader@my-project.iam.gserviceaccount.com.evil.example"],
  ["shell in the name", "a$(id)b@my-project.iam.gserviceaccount.com'; rm"],
  ["too far away", `${" ".repeat(3000)}${email}`],
])("%s tells nothing that could be wrong or harmful", ([, behind = ""]) => {
  const found = near(`${body} ${behind}`) as { email: string } | undefined;
  expect(found?.email ?? email).toMatch(/^[a-z0-9-]+@my-project\.iam\.gserviceaccount\.com$/);
  if (!behind.includes("$(")) expect(found).toBeUndefined();
});
