import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../src/remediate/languages.ts";
import { redact } from "../../src/remediate/redact.ts";
import { loadRules } from "../../src/rules/load.ts";
import { startSearch } from "../../src/search.ts";
import { documentOf } from "../support/decoding.ts";
import { geminiAuthKey } from "../support/keys.ts";
import { notebook } from "../support/leaky-repository.ts";

const search = startSearch(await loadRules([]));
const key = geminiAuthKey();
const REMOVED = "REMOVED_GEMINI_KEY_x7Qg";

/** The file without the key `K`, and what it needs besides. */
function redacted(path: string, text: string) {
  const document = documentOf(text.replaceAll("K!", key), path);
  const { matches } = search.searchDocument(document);
  const values = matches
    .filter(({ value }) => value === key)
    .map((match) => ({ match, placeholder: REMOVED, preview: "AQ.Ab8R…x7Qg" }));
  const options = { clearOutputs: false, plainly: false };
  const result = redact(document, path, values, options);
  return { text: result?.bytes.toString(), reminders: result?.reminders };
}

const SHAPES: readonly [path: string, before: string, after: string][] = [
  ["a.py", 'KEY = "K!"', 'KEY = os.environ["GEMINI_API_KEY"]'],
  ["a.py", "GEMINI_KEY = 'K!'", "GEMINI_KEY = os.environ['GEMINI_KEY']"],
  ["a.py", 'GEMINI_KEY: str = "K!"', 'GEMINI_KEY: str = os.environ["GEMINI_KEY"]'],
  ["a.py", 'f(api_key=f"K!")', 'f(api_key=os.environ["GEMINI_API_KEY"])'],
  ["a.py", 'x = "K!".strip()', 'x = os.environ["GEMINI_API_KEY"].strip()'],
  ["a.py", 'x = """K!"""', 'x = os.environ["GEMINI_API_KEY"]'],
  ["a.py", 'x = os.getenv("A_KEY", "K!")', 'x = os.getenv("A_KEY")'],
  ["a.py", "x = os.environ.get('A_KEY') or 'K!'", "x = os.environ.get('A_KEY')"],
  ["a.py", 'os.environ["A_KEY"] = "K!"', 'os.environ["A_KEY"]'],
  ["a.py", 'x = b"K!"', `x = b"${REMOVED}"`],
  ["a.py", 'x = "https://x/?key=K!"', `x = "https://x/?key=${REMOVED}"`],
  ["a.py", "# the key is K!", `# the key is ${REMOVED}`],
  ["a.py", "x = 1  # or 'K!'", `x = 1  # or '${REMOVED}'`],
  ["a.ts", '/**\n * "K!", mine\n */', `/**\n * "${REMOVED}", mine\n */`],
  ["a.js", 'class A { #key = "K!" }', "class A { #key = process.env.GEMINI_API_KEY }"],
  ["a.ts", 'let a: "x" | "K!" = b;', `let a: "x" | "${REMOVED}" = b;`],
  ["a.ts", 'let a: "K!" | "x" = b;', `let a: "${REMOVED}" | "x" = b;`],
  ["a.ts", 'f(a || "x", "K!" || b);', 'f(a || "x", process.env.GEMINI_API_KEY! || b);'],
  ["a.ts", 'x = {\n  // of a key\n  "K!": 1 }', `x = {\n  // of a key\n  "${REMOVED}": 1 }`],
  ["a.ts", 'x = a ? "K!" : b', "x = a ? process.env.GEMINI_API_KEY! : b"],
  ["a.py", "f(\n  *g('K!'))", "f(\n  *g(os.environ['GEMINI_API_KEY']))"],
  ["a.py", "if k == 'K!':\n  pass", "if k == os.environ['GEMINI_API_KEY']:\n  pass"],
  ["a.ts", 'f(); // "K!"', `f(); // "${REMOVED}"`],
  ["a.ts", 'f("https://x", "K!")', 'f("https://x", process.env.GEMINI_API_KEY!)'],
  ["a.js", 'const k = "K!";', "const k = process.env.GEMINI_API_KEY;"],
  ["a.js", "f({ apiKey: `K!` });", "f({ apiKey: process.env.GEMINI_API_KEY });"],
  ["a.js", 'const k = process.env.A_KEY || "K!";', "const k = process.env.A_KEY;"],
  ["a.js", "const k = config.key ?? 'K!';", "const k = config.key;"],
  ["a.js", 'process.env.A_KEY = "K!";', "process.env.A_KEY;"],
  ["a.js", 'const m = { "K!": 1 };', `const m = { "${REMOVED}": 1 };`],
  ["a.js", "const u = `https://x/?key=K!`;", `const u = \`https://x/?key=${REMOVED}\`;`],
  [
    "a.js",
    String.raw`const s = "{\"key\": \"K!\"}";`,
    String.raw`const s = "{\"key\": \"${REMOVED}\"}";`,
  ],
  ["a.jsx", '<Map zoom={3} apiKey="K!" />', "<Map zoom={3} apiKey={process.env.GEMINI_API_KEY} />"],
  ["a.ts", 'const k: string = "K!";', "const k: string = process.env.GEMINI_API_KEY!;"],
  ["a.go", 'k := "K!"', 'k := os.Getenv("GEMINI_API_KEY")'],
  ["a.go", 'const k = "K!"', `const k = "${REMOVED}"`],
  ["a.go", 'const (\n\tk = "K!"\n)', `const (\n\tk = "${REMOVED}"\n)`],
  [
    "a.go",
    'const (\n\ta = 1\n)\nvar k = "K!"',
    'const (\n\ta = 1\n)\nvar k = os.Getenv("GEMINI_API_KEY")',
  ],
  ["A.java", 'String k = "K!";', 'String k = System.getenv("GEMINI_API_KEY");'],
  ["A.java", '@Value("K!") String k;', `@Value("${REMOVED}") String k;`],
  ["a.kt", 'val k = System.getenv("A_KEY") ?: "K!"', 'val k = System.getenv("A_KEY")'],
  ["a.kt", 'const val K = "K!"', `const val K = "${REMOVED}"`],
  ["a.cs", 'var k = @"K!";', 'var k = Environment.GetEnvironmentVariable("GEMINI_API_KEY");'],
  ["a.cs", 'const string k = "K!";', `const string k = "${REMOVED}";`],
  ["a.cs", 'void F(string k = "K!") {}', `void F(string k = "${REMOVED}") {}`],
  ["a.cs", 'F(k: "K!");', 'F(k: Environment.GetEnvironmentVariable("GEMINI_API_KEY"));'],
  ["a.php", "function f($k = 'K!') {}", `function f($k = '${REMOVED}') {}`],
  ["a.py", 'h = ("Bearer "\n     "K!")', `h = ("Bearer "\n     "${REMOVED}")`],
  ["a.py", "h = 'K!' f'{x}'", `h = '${REMOVED}' f'{x}'`],
  ["a.py", "match k:\n  case 'K!': pass", `match k:\n  case '${REMOVED}': pass`],
  ["a.php", "$k = 'K!';", "$k = getenv('GEMINI_API_KEY');"],
  ["a.php", "private $k = 'K!';", `private $k = '${REMOVED}';`],
  ["a.php", "$k = getenv('A_KEY') ?: 'K!';", "$k = getenv('A_KEY');"],
  ["a.rb", 'k = "K!"', 'k = ENV.fetch("GEMINI_API_KEY")'],
  ["a.rb", 'k = ENV.fetch("A_KEY", "K!")', 'k = ENV.fetch("A_KEY")'],
  ["a.dart", "final k = 'K!';", "final k = const String.fromEnvironment('GEMINI_API_KEY');"],
  [
    "a.swift",
    'let k = "K!"',
    'let k = (ProcessInfo.processInfo.environment["GEMINI_API_KEY"] ?? "")',
  ],
  [
    "a.rs",
    'let k = "K!".to_string();',
    'let k = std::env::var("GEMINI_API_KEY").expect("GEMINI_API_KEY is not set");',
  ],
  ["a.rs", 'let k: &str = "K!";', `let k: &str = "${REMOVED}";`],
  ["a.R", 'k <- "K!"', 'k <- Sys.getenv("GEMINI_API_KEY")'],
  ["a.lua", "local k = 'K!'", 'local k = os.getenv("GEMINI_API_KEY")'],
  ["a.pl", "my $k = $ENV{A} || 'K!';", "my $k = $ENV{A};"],
  ["a.exs", 'config :app, key: "K!"', 'config :app, key: System.fetch_env!("GEMINI_API_KEY")'],
  ["a.ps1", '$k = "K!"', "$k = $env:GEMINI_API_KEY"],
  ["a.sh", "export A_KEY=K!", "export A_KEY=${A_KEY:?}"],
  ["a.sh", "export A_KEY='K!'", 'export A_KEY="${A_KEY:?}"'],
  ["a.sh", 'curl "x?key=K!"', 'curl "x?key=${GEMINI_API_KEY:?}"'],
  ["a.sh", "curl 'x?key=K!'", `curl 'x?key=${REMOVED}'`],
  ["a.sh", "k=${A_KEY:-K!}", "k=${A_KEY:?}"],
  [".env", "A_KEY=K!", "A_KEY="],
  [".env.local", 'export A_KEY="K!" # mine', "export A_KEY= # mine"],
  [".env", "URL=https://x?key=K!", `URL=https://x?key=${REMOVED}`],
  [".github/workflows/ci.yml", "  A_KEY: K!", "  A_KEY: ${{ secrets.A_KEY }}"],
  ["docker-compose.yml", '  - A_KEY="K!"', '  - A_KEY="${A_KEY}"'],
  ["application.properties", "gemini.key=K!", "gemini.key=${GEMINI_API_KEY}"],
  ["config.yaml", "key: K!", `key: ${REMOVED}`],
  ["config.json", '{"key": "K!"}', `{"key": "${REMOVED}"}`],
  ["README.md", "use K!", `use ${REMOVED}`],
];

test.for(SHAPES)("%s: %s", ([path, before, after]) => {
  const added = /^(?:import os|using System;|import Foundation)\n/;
  expect(redacted(path, before).text?.replace(added, "")).toBe(after);
});

test("what becomes of Python is Python", () => {
  const changed = SHAPES.filter(([path]) => path.endsWith(".py")).map(
    ([path, before]) => redacted(path, before).text,
  );
  expect(changed.length).toBeGreaterThan(10);
  const parse = "import ast, json, sys; [ast.parse(text) for text in json.load(sys.stdin)]";
  execFileSync("python3", ["-c", parse], { input: JSON.stringify(changed) });
});

describe("redaction", () => {
  test("sees through a literal that is put together, not through one that code decodes", () => {
    const split = `const k = "${key.slice(0, 8)}" + "${key.slice(8)}";`;
    expect(redacted("a.js", split).text).toBe("const k = process.env.GEMINI_API_KEY;");
    const coded = `const k = atob("${Buffer.from(key).toString("base64")}");`;
    expect(redacted("a.js", coded).text).toBe(`const k = atob("${REMOVED}");`);
  });

  test("says what a lookup needs where the file does not have it", () => {
    expect(redacted("a.go", 'var k = "K!"').reminders).toEqual(['import "os"']);
    expect(redacted("a.go", 'package a\nimport (\n"os"\n)\nvar k = "K!"').reminders).toEqual([]);
    const joined = notebook(['k = ("Bearer "\n', '  "K!")']);
    expect(redacted("a.ipynb", joined).text).toBe(joined.replace("K!", REMOVED));
    const comment = notebook(["import os\n", '# k = "K!"\n', 'k = "K!"']);
    expect(redacted("a.ipynb", comment).text).toBe(
      comment
        .replace("K!", REMOVED)
        .replace(String.raw`\"K!\"`, String.raw`os.environ[\"GEMINI_API_KEY\"]`),
    );
    const magic = notebook(["%%time\n", 'k = "K!"']);
    expect(redacted("a.ipynb", magic).reminders).toEqual(["import os"]);
  });

  test.for([
    ["a.py", 'K = "K!"\n', 'import os\nK = os.environ["GEMINI_API_KEY"]\n'],
    ["a.py", 'import sys, os\nK = "K!"\n', 'import sys, os\nK = os.environ["GEMINI_API_KEY"]\n'],
    ["a.py", "# K!\n", `# ${REMOVED}\n`],
    [
      "a.py",
      'import sys\r\nK = "K!"',
      'import os\r\nimport sys\r\nK = os.environ["GEMINI_API_KEY"]',
    ],
    [
      "a.py",
      '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Doc.\n\nimport this\n"""\n\nfrom __future__ import (\n  annotations,\n)\nK = "K!"\n',
      '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Doc.\n\nimport this\n"""\n\nfrom __future__ import (\n  annotations,\n)\nimport os\nK = os.environ["GEMINI_API_KEY"]\n',
    ],
    [
      "a.py",
      "\ufeff'Doc.'\nfrom __future__ import annotations\n\nK = 'K!'\n",
      "\ufeff'Doc.'\nfrom __future__ import annotations\n\nimport os\nK = os.environ['GEMINI_API_KEY']\n",
    ],
    [
      "a.go",
      'package a\n\nimport (\n\t"fmt"\n)\n\nvar k = "K!"\n',
      'package a\n\nimport (\n\t"os"\n\t"fmt"\n)\n\nvar k = os.Getenv("GEMINI_API_KEY")\n',
    ],
    [
      "a.go",
      '// Package a.\npackage a\n\nimport "fmt"\n\nvar k = "K!"\n',
      '// Package a.\npackage a\n\nimport "os"\n\nimport "fmt"\n\nvar k = os.Getenv("GEMINI_API_KEY")\n',
    ],
    [
      "a.cs",
      '// Mine\nnamespace A;\nvar k = "K!";\n',
      '// Mine\nusing System;\nnamespace A;\nvar k = Environment.GetEnvironmentVariable("GEMINI_API_KEY");\n',
    ],
  ] as const)("adds what a lookup needs: %s: %s", ([path, before, after]) => {
    const { text, reminders } = redacted(path, before);
    expect(text).toBe(after);
    expect(reminders).toEqual([]);
    if (path.endsWith(".py"))
      execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.buffer.read())"], {
        input: text,
      });
  });

  test("adds it to the cell of a notebook, laid out as the other lines are", () => {
    const cell = ["client = f(\n", '  "K!")'];
    const lookup = 'os.environ["GEMINI_API_KEY"]';
    for (const [before, after] of [
      [notebook(cell), notebook(["import os\n", "client = f(\n", `  ${lookup})`])],
      [
        JSON.stringify(JSON.parse(notebook(cell))),
        JSON.stringify(JSON.parse(notebook(["import os\n", "client = f(\n", `  ${lookup})`]))),
      ],
      [
        notebook(cell).replace(/\[\s*("client = f\(\\n)",\s*"([^\]]*")\s*\]/, "$1$2"),
        notebook(cell)
          .replace(/\[\s*"(client = f\(\\n)",\s*"([^\]]*")\s*\]/, '"import os\\n$1$2')
          .replace(String.raw`\"K!\"`, lookup.replaceAll('"', String.raw`\"`)),
      ],
    ] as const)
      expect(redacted("a.ipynb", before).text).toBe(after);
  });

  test("keeps all other bytes", () => {
    const odd = `\ufeffa = 'größe'\r\nK = "K!"\r\n\r\n# ende`;
    expect(redacted("a.js", odd).text).toBe(odd.replace('"K!"', "process.env.GEMINI_API_KEY"));
    const utf16 = Buffer.from(`\ufeffk = "${key}" # größe 漢\r\n`, "utf16le");
    for (const bytes of [utf16, Buffer.from(utf16).swap16()]) {
      const document = documentOf(bytes, "a.ps1");
      const [match] = search.searchDocument(document).matches;
      const values = match ? [{ match, placeholder: REMOVED, preview: "" }] : [];
      const result = redact(document, "a.ps1", values, { clearOutputs: false, plainly: false });
      const back = bytes === utf16 ? result?.bytes : result && Buffer.from(result.bytes).swap16();
      expect(back?.toString("utf16le")).toBe("\ufeffk = $env:GEMINI_API_KEY # größe 漢\r\n");
    }
  });

  test("leaves binary files alone", () => {
    const document = documentOf(`\0\x01${key}\0`, "a.bin");
    const values = search
      .searchDocument(document)
      .matches.map((match) => ({ match, placeholder: REMOVED, preview: "" }));
    expect(values).not.toEqual([]);
    expect(
      redact(document, "a.bin", values, { clearOutputs: false, plainly: false }),
    ).toBeUndefined();
  });

  test.for([
    ["a.py", `${"\n".repeat(300_000)}k = "K!"\n`],
    [".env", `${"\n".repeat(300_000)}A_KEY=K!\n`],
    ["a.js", `${" ".repeat(1_000_000)}f("K!")`],
    ["a.ipynb", JSON.stringify(JSON.parse(notebook([`f("K!", "${"x".repeat(1_000_000)}")`])))],
    ["a.js", 'f("K!");\n'.repeat(20_000)],
  ] as const)("comes to an end: %s", ([path, text]) => {
    expect(redacted(path, text).text).not.toContain(key);
  });

  test("a language is told by its path", () => {
    expect(languageOf("x/Gemfile")?.lookup("A", '"')).toBe('ENV.fetch("A")');
    expect(languageOf("x/notes.txt")).toBeUndefined();
  });
});
