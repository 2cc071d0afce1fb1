import { expect, test } from "vitest";
import { keyFactsOf } from "../../src/remediate/key-facts.ts";
import type { Finding, Target } from "../../src/finding.ts";
import { finding, sighting } from "../support/findings.ts";

const target: Target = { command: "scan", paths: ["."], head: undefined };

function placeAt(path: string, given: Partial<Finding> = {}) {
  const one = finding({ sightings: [sighting({ path })], ...given });
  return keyFactsOf(one, target)?.places[0];
}

test.for([
  ["app.py", "source", 'Python: os.environ["GEMINI_API_KEY"]', "import os"],
  ["server/app.js", "script-or-page", "JavaScript: process.env.GEMINI_API_KEY", undefined],
  ["server/app.mts", "script-or-page", "TypeScript: process.env.GEMINI_API_KEY!", undefined],
  ["main.go", "source", 'Go: os.Getenv("GEMINI_API_KEY")', 'import "os"'],
  ["src/Main.java", "source", 'Java: System.getenv("GEMINI_API_KEY")', undefined],
  ["src/Main.kt", "source", 'Kotlin: System.getenv("GEMINI_API_KEY")', undefined],
  ["Api.cs", "source", 'C#: Environment.GetEnvironmentVariable("GEMINI_API_KEY")', "using System"],
  ["api.php", "source", 'PHP: getenv("GEMINI_API_KEY")', undefined],
  ["api.rb", "source", 'Ruby: ENV.fetch("GEMINI_API_KEY")', undefined],
  [
    "src/main.rs",
    "source",
    'Rust: std::env::var("GEMINI_API_KEY").expect("GEMINI_API_KEY is not set")',
    undefined,
  ],
  [
    "a.ipynb",
    "notebook",
    'Colab: userdata.get("GEMINI_API_KEY")',
    "from google.colab import userdata",
  ],
  ["bin/run.sh", "shell", 'shell: "${GEMINI_API_KEY:?}"', undefined],
  ["run.ps1", "shell", "PowerShell: $env:GEMINI_API_KEY", undefined],
  ["docker/Dockerfile", "container", "Docker: docker run --env GEMINI_API_KEY IMAGE", undefined],
  ["compose.yaml", "container", "Compose: GEMINI_API_KEY: ${GEMINI_API_KEY:?}", undefined],
  [".github/workflows/a.yml", "ci", "GitHub Actions: ${{ secrets.GEMINI_API_KEY }}", undefined],
  ["config/app.yaml", "configuration", "settings: ${GEMINI_API_KEY}", undefined],
  [".env.local", "environment-file", ".env.example: GEMINI_API_KEY=", undefined],
  ["wrangler.toml", "cloudflare", "shell: npx wrangler secret put GEMINI_API_KEY", undefined],
  ["README.md", "document", "text: YOUR_API_KEY", undefined],
] as const)("%s is a %s: %s", ([path, kind, shown, needs]) => {
  const place = placeAt(path);
  const [first] = place?.code ?? [];
  expect([place?.kind, `${first?.language}: ${first?.write}`]).toEqual([kind, shown]);
  if (needs !== undefined) expect(first?.needs).toBe(needs);
});

test.for([
  ["web/src/Chat.tsx", "frontend"],
  ["public/app.js", "frontend"],
  ["index.html", "frontend"],
] as const)("%s asks a backend, because a page keeps no key", ([path, kind]) => {
  expect(placeAt(path)?.kind).toBe(kind);
  expect(placeAt(path)?.code[0]?.write).toContain("fetch(");
});

test.for([
  ["lib/main.dart", "Dart"],
  ["ios/App.swift", "Swift"],
  ["android/app/src/main/java/Main.kt", "Kotlin"],
])("%s is an app, in which a lookup is for developers alone", ([path = "", language = ""]) => {
  expect(placeAt(path)?.kind).toBe("mobile");
  expect(placeAt(path)?.code[0]?.language).toBe(`${language}, while developing`);
  expect(placeAt(path)?.advice).toContain("backend");
});

test.for([
  ["k8s/secret.yaml", "container", "secretKeyRef"],
  ["infra/main.tf", "infrastructure", "google_secret_manager_secret_version"],
  [".gitlab-ci.yml", "ci", "$GEMINI_API_KEY"],
  ["src/main/resources/application.properties", "configuration", "${GEMINI_API_KEY}"],
] as const)("%s is a %s that refers to a secret", ([path, kind, write]) => {
  expect(placeAt(path)?.kind).toBe(kind);
  expect(placeAt(path)?.code[0]?.write).toContain(write);
});

test("the variable says what the key is for", () => {
  const maps = { credential: "google-api-key", usage: "maps" } as const;
  expect(placeAt("map.py", maps)?.code[0]?.write).toBe('os.environ["GOOGLE_MAPS_API_KEY"]');
});

test("what no variable holds has advice alone", () => {
  const place = placeAt("app.py", { credential: "service-account-key" });
  expect(place?.code).toEqual([]);
  expect(place?.advice).toContain("GOOGLE_APPLICATION_CREDENTIALS");
});

test.for(["data.bin", "logs/run.log", "terraform.tfstate"])("%s has no line of code", (path) => {
  expect(placeAt(path)?.code).toEqual([]);
  expect(placeAt(path)?.advice).not.toBe("");
});
