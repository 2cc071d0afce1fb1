/** How languages read a key from the environment, and where in them no such lookup may stand. */

export interface Language {
  /** As people call it. */
  readonly name: string;
  /** Paths of its files. */
  readonly path: RegExp;
  /** An expression that reads a variable; `quote` is the one that the literal had. */
  lookup(name: string, quote: string): string;
  /** Letters before a quote that go away with the literal; a literal with other letters is left a literal. */
  readonly prefix?: RegExp;
  /** What stands on the line before a literal in whose place only a constant may stand. */
  readonly constant?: RegExp;
  /** What stands behind such a literal. */
  readonly constantBehind?: RegExp;
  /** Operators before a literal that is used when there is no other value. */
  readonly otherwise?: RegExp;
  /** What a file must hold for the lookup to work. */
  readonly needs?: Import;
  /** A lookup gives a string of another type than a literal is, so that only what converts a literal can be replaced. */
  readonly converts?: true;
}

/** A line that makes a module known. */
export interface Import {
  /** Matches where a file has it. */
  readonly text: RegExp;
  /** What to tell whoever's file lacks it. */
  readonly reminder: string;
  /** Ways to add it: the first whose `after` matches the beginning of the file, behind what that matches. */
  readonly added: readonly { readonly after: RegExp; readonly line: string }[];
}

/** Comments, the docstring, imports of the future: before them nothing else may stand. */
const PYTHON_HEAD =
  /^(?:\xef\xbb\xbf)?(?:[ \t]*(?:#.*)?\r?\n)*(?:[rRuU]?(?:("""|''')[^]*?\1|"[^"\n]*"|'[^'\n]*')[ \t]*\r?\n)?(?:[ \t]*(?:#.*)?\r?\n|from __future__ import (?:\([^)]*\)|.*)\r?\n)*/;

/** Comments of single lines. */
const HEAD = /^(?:\xef\xbb\xbf)?(?:(?:\/\/.*|#.*)?\r?\n)*/;

const python: Language = {
  name: "Python",
  path: /\.(?:py|pyi|pyw|ipynb)$/i,
  lookup: (name, quote) => `os.environ[${quote}${name}${quote}]`,
  prefix: /^[fFrRuU]{1,2}$/,
  constant: /\bcase\s+$|\bLiteral\[\s*$/,
  otherwise: /\s+or\s+$/,
  needs: {
    // In a notebook also behind a quote or an escaped line end.
    text: /(?:^[ \t]*|[[,:]\s*"\s*|\\n\s*)import\s+(?:[\w.]+\s*,\s*)*os\b/m,
    reminder: "import os",
    added: [{ after: PYTHON_HEAD, line: "import os" }],
  },
};

const jvm = {
  lookup: (name: string) => `System.getenv("${name}")`,
  constant: /\bconst\s+val\b|@\w+\s*\([^)]*$|\bcase\s*$/,
  otherwise: /\s*\?:\s*$/,
} as const;

const OR = /\s*(?:\|\||\?\?)\s*$/;

/** The first whose `path` fits. */
const LANGUAGES: readonly Language[] = [
  python,
  {
    name: "TypeScript",
    path: /\.(?:ts|tsx|mts|cts)$/i,
    lookup: (name) => `process.env.${name}!`,
    constant: /(?:\btype\s+\w+\s*=|\benum\b[^}]*=|\bimport\b.*|\bfrom|\bmodule|(?<!\|)\|)\s*$/,
    constantBehind: /^\s*\|(?!\|)/,
    otherwise: OR,
  },
  {
    name: "JavaScript",
    path: /\.(?:js|jsx|mjs|cjs)$/i,
    lookup: (name) => `process.env.${name}`,
    constant: /(?:\bimport\b.*|\bfrom)\s*$/,
    otherwise: OR,
  },
  {
    name: "Go",
    path: /\.go$/i,
    lookup: (name) => `os.Getenv("${name}")`,
    constant: /\bconst\b/,
    needs: {
      text: /"os"/,
      reminder: 'import "os"',
      added: [
        { after: /^[^]*?^import \([ \t]*\r?\n/m, line: '\t"os"' },
        { after: /^[^]*?^package\s+\w+.*\r?\n/m, line: '\nimport "os"' },
      ],
    },
  },
  { name: "Java", path: /\.java$/i, ...jvm },
  { name: "Kotlin", path: /\.kts?$/i, ...jvm },
  { name: "Groovy", path: /\.(?:groovy|gradle)$/i, ...jvm },
  { name: "Scala", path: /\.scala$/i, ...jvm },
  {
    name: "C#",
    path: /\.cs$/i,
    lookup: (name) => `Environment.GetEnvironmentVariable("${name}")`,
    prefix: /^[@$]{1,2}$/,
    constant: /\bconst\b|^\s*\[\w+.*$|\bcase\s*$|\([^()]*\b\w+\??\s+\w+\s*=\s*$/,
    otherwise: OR,
    needs: {
      text: /^[ \t]*using\s+System\s*;/m,
      reminder: "using System",
      added: [{ after: HEAD, line: "using System;" }],
    },
  },
  {
    name: "PHP",
    path: /\.php$/i,
    lookup: (name, quote) => `getenv(${quote}${name}${quote})`,
    constant:
      /\bconst\b|\b(?:function|fn)\b[^)]*=\s*$|\b(?:private|protected|public|static|var)\b.*=\s*$/,
    otherwise: /\s*(?:\?:|\?\?|\|\|)\s*$/,
  },
  {
    name: "Ruby",
    path: /(?:\.rb|\.rake|Gemfile|Rakefile)$/i,
    lookup: (name, quote) => `ENV.fetch(${quote}${name}${quote})`,
    otherwise: /\s*(?:\|\||\bor)\s*$/,
  },
  {
    name: "Dart",
    path: /\.dart$/i,
    lookup: (name, quote) => `const String.fromEnvironment(${quote}${name}${quote})`,
    prefix: /^r$/,
    constant: /\bcase\s*$/,
    otherwise: /\s*\?\?\s*$/,
  },
  {
    name: "Swift",
    path: /\.swift$/i,
    lookup: (name) => `(ProcessInfo.processInfo.environment["${name}"] ?? "")`,
    constant: /\bcase\b[^=]*=?\s*$/,
    otherwise: /\s*\?\?\s*$/,
    needs: {
      text: /^[ \t]*import\s+(?:Foundation|UIKit|SwiftUI|AppKit)/m,
      reminder: "import Foundation",
      added: [{ after: HEAD, line: "import Foundation" }],
    },
  },
  { name: "R", path: /\.r$/i, lookup: (name) => `Sys.getenv("${name}")` },
  { name: "Julia", path: /\.jl$/i, lookup: (name) => `ENV["${name}"]` },
  {
    name: "Lua",
    path: /\.lua$/i,
    lookup: (name) => `os.getenv("${name}")`,
    otherwise: /\s+or\s+$/,
  },
  {
    name: "Elixir",
    path: /\.exs?$/i,
    lookup: (name) => `System.fetch_env!("${name}")`,
    otherwise: /\s*\|\|\s*$/,
  },
  { name: "Perl", path: /\.(?:pl|pm)$/i, lookup: (name) => `$ENV{${name}}`, otherwise: OR },
  { name: "PowerShell", path: /\.psm?1$/i, lookup: (name) => `$env:${name}` },
  {
    name: "Rust",
    path: /\.rs$/i,
    lookup: (name) => `std::env::var("${name}").expect("${name} is not set")`,
    converts: true,
  },
];

/** The language of a file by its path; undefined for one that has no lookup, or none that is known here. */
export function languageOf(path: string): Language | undefined {
  return LANGUAGES.find((language) => language.path.test(path));
}
