import { expect, test } from "vitest";
import { renderText } from "../../src/report/text.ts";
import { finding, report, sighting } from "../support/findings.ts";

const firebase = Array.from({ length: 4 }, (_, index) =>
  finding({
    fingerprint: `${index}`.repeat(64),
    title: "Google API key",
    credential: "google-api-key",
    usage: "firebase",
    severity: "low",
    reasons: ["firebase-public-by-design"],
    preview: `AIzaSy…fb0${index}`,
    keyId: `fb0${index}`,
    sightings: Array.from({ length: index + 1 }, (_place, app) =>
      sighting({ path: `app${app}/google-services.json`, line: 24, column: 26 }),
    ),
  }),
);

function text(count: number): string {
  return renderText(report(firebase.slice(0, count)), { color: false, width: 80 });
}

test("many findings of low severity are one line each", () => {
  const [paragraph] = text(4).split("\n\n");
  expect(`\n${paragraph}\n`).toMatchInlineSnapshot(`
    "
    LOW 4 credentials, in brief (--format json has the details)
      Google API key: used for Firebase; a Firebase key is public by design, as long
      as its API restrictions leave the Gemini API out
        AIzaSy…fb00 app0/google-services.json:24:26
        AIzaSy…fb01 app0/google-services.json:24:26 and 1 more place
        AIzaSy…fb02 app0/google-services.json:24:26 and 2 more places
        AIzaSy…fb03 app0/google-services.json:24:26 and 3 more places
    "
  `);
});

test("a few are told in full", () => {
  expect(text(3).match(/^LOW Google API key/gm)).toHaveLength(3);
});
