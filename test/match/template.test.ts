import { expect, test } from "vitest";
import { expandTemplate } from "../../src/match/template.ts";

test.for([
  ["{{google-api-key}}", /^AIzaSy[A-D][\w-]{31}[AEIMQUYcgkosw048]$/],
  ["{{gemini-auth-key}}", /^AQ\.Ab8RN6[I-L][\w-]{42}[AQgw]$/],
  ["{{random:12}}", /^[0-9A-Za-z]{12}$/],
  ["{{hex:9}}", /^[0-9a-f]{9}$/],
  ["{{digits:4}}", /^\d{4}$/],
  ["{{base64:20}}", /^[\w+/]{20}$/],
  ["{{repeat:5}}-{{ascending:5}}", /^xxxxx-abcde$/],
  ["{{pem-body}}", /^[\w+/]{1624}$/],
  ["${{ secrets.KEY }} {{ key }} {{KEY}}", /^\$\{\{ secrets\.KEY \}\} \{\{ key \}\} \{\{KEY\}\}$/],
] as const)("%s", ([template, expected]) => {
  expect(expandTemplate(template)).toMatch(expected);
});

test("values are drawn anew", () => {
  expect(expandTemplate("{{google-api-key}}")).not.toBe(expandTemplate("{{google-api-key}}"));
});

test("a template that does not exist is an error", () => {
  expect(() => expandTemplate("{{gogle-api-key}}")).toThrow("{{gogle-api-key}} is no template");
});
