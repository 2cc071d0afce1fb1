/**
 * What GitLab asks of its reports. The constraints are those of its secret detection schema 15.0.7
 * (gitlab-org/security-products/security-report-schemas, dist/secret-detection-report-format.json) and of
 * app/validators/json_schemas/codeclimate.json of GitLab itself, for the fields that we write; fields that we do not
 * write are refused here.
 */
import { Ajv } from "ajv";

const text = { type: "string", minLength: 1 } as const;
const line = { type: "integer", minimum: 1 } as const;
const link = { type: "string", pattern: "^(https?|ftp)://.+" } as const;
const time = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$" } as const;

function closed(required: object, optional: object = {}): object {
  return {
    type: "object",
    required: Object.keys(required),
    additionalProperties: false,
    properties: { ...required, ...optional },
  };
}

const scanner = closed({ id: text, name: text, version: text, vendor: closed({ name: text }) });

const vulnerability = closed(
  {
    id: {
      type: "string",
      pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    },
    name: { ...text, maxLength: 255 },
    description: { ...text, maxLength: 1_048_576 },
    severity: { enum: ["Info", "Unknown", "Low", "Medium", "High", "Critical"] },
    solution: { ...text, maxLength: 7000 },
    identifiers: {
      type: "array",
      minItems: 1,
      items: closed({ type: text, name: text, value: text }, { url: link }),
    },
    location: closed({
      file: text,
      start_line: line,
      end_line: line,
      commit: closed({ sha: text }, { date: text }),
    }),
    tracking: closed({
      type: { const: "source" },
      items: {
        type: "array",
        items: closed({
          file: text,
          start_line: line,
          end_line: line,
          signatures: {
            type: "array",
            minItems: 1,
            // Of the algorithms that GitLab knows, the one that says nothing of the place.
            items: closed({ algorithm: { const: "hash" }, value: text }),
          },
        }),
      },
    }),
  },
  { links: { type: "array", items: closed({ url: link }) } },
);

const secretDetection = closed({
  version: { const: "15.0.7" },
  scan: closed({
    analyzer: scanner,
    scanner,
    type: { const: "secret_detection" },
    start_time: time,
    end_time: time,
    status: { enum: ["success", "failure"] },
    messages: {
      type: "array",
      items: closed({ level: { enum: ["info", "warn", "fatal"] }, value: text }),
    },
  }),
  vulnerabilities: { type: "array", items: vulnerability },
});

const codeQuality = {
  type: "array",
  items: closed({
    type: { const: "issue" },
    categories: { const: ["Security"] },
    check_name: text,
    description: text,
    fingerprint: { type: "string", pattern: "^[0-9a-f]{64}$" },
    severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
    location: closed({ path: text, lines: closed({ begin: line }) }),
  }),
};

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
const validators = {
  secretDetection: ajv.compile(secretDetection),
  codeQuality: ajv.compile(codeQuality),
};

/** What a schema has against a report. */
export function gitlabErrors(schema: keyof typeof validators, value: unknown): unknown {
  const validate = validators[schema];
  return validate(value) ? [] : validate.errors;
}
