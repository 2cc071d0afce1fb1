/** The official schema of SARIF 2.1.0, as a package of its makers ships it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";

const require = createRequire(import.meta.url);
const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const { $schema, id, ...schema } = JSON.parse(readFileSync(file, "utf8")) as {
  $schema: string;
  id: string;
};
if (!$schema.includes("draft-04") || !id.includes("sarif-2.1.0"))
  throw new Error("the schema is not the one that was expected");

// Of draft 4, it uses nothing that later drafts read in another way; one pattern is valid without the flag alone.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
const URI_REFERENCE = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*$/;
ajv.addFormat("uri", (text) => /^[a-z][a-z0-9+.-]*:/i.test(text) && URI_REFERENCE.test(text));
ajv.addFormat("uri-reference", URI_REFERENCE);
ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
const validate = ajv.compile(schema);

/** What the schema has against it. */
export function sarifErrors(log: unknown): unknown {
  return validate(log) ? [] : validate.errors;
}
