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
  /** Operators before a literal that is used when there is no other value. */
  readonly otherwise?: RegExp;
  /** Text that a file must hold for the lookup to work, and what to tell whoever's file does not. */
  readonly needs?: { readonly text: RegExp; readonly reminder: string };
}

const python: Language = {
  name: "Python",
  path: /\.(?:py|pyi|pyw|ipynb)$/i,
  lookup: (name, quote) => `os.environ[${quote}${name}${quote}]`,
  prefix: /^[fFrRuU]{1,2}$/,
  otherwise: /\s+or\s+$/,
  needs: {
    text: /^\s*(?:\d+\s|["\s]*)(?:import\s+(?:[\w.]+\s*,\s*)*os\b)/m,
    reminder: "import os",
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
    constant: /(?:\btype\s+\w+\s*=|\benum\b[^}]*=|\bimport\b.*|\bfrom)\s*$/,
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
    needs: { text: /"os"/, reminder: 'import "os"' },
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
    constant: /\bconst\b|^\s*\[\w+.*$|\bcase\s*$/,
    otherwise: OR,
    needs: { text: /^\s*using\s+System\s*;/m, reminder: "using System" },
  },
  {
    name: "PHP",
    path: /\.php$/i,
    lookup: (name, quote) => `getenv(${quote}${name}${quote})`,
    constant: /\bconst\b|\b(?:private|protected|public|static|var)\b.*=\s*$/,
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
      text: /^\s*import\s+(?:Foundation|UIKit|SwiftUI|AppKit)/m,
      reminder: "import Foundation",
    },
  },
  {
    name: "Rust",
    path: /\.rs$/i,
    lookup: (name) => `std::env::var("${name}").expect("${name} is not set")`,
  },
];

/** The language of a file by its path; undefined for one that has no lookup, or none that is known here. */
export function languageOf(path: string): Language | undefined {
  return LANGUAGES.find((language) => language.path.test(path));
}

/** Languages whose lookup gives something else than a literal does, so that the type must be right around it. */
export function isRust(path: string): boolean {
  return /\.rs$/i.test(path);
}
