/** A repository with keys in every kind of place that a history has. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { geminiAuthKey, googleApiKey } from "./keys.ts";
import { repository, type TestRepository } from "./git.ts";

export interface Leaky extends TestRepository {
  /** Keys that refs lead to and that replacing text reaches. */
  readonly keys: Readonly<Record<string, string>>;
  /** Keys that only a reflog still leads to. */
  readonly dropped: string;
}

/** A notebook as Jupyter writes it. */
export function notebook(source: readonly string[], outputs: readonly unknown[] = []): string {
  const cell = { cell_type: "code", execution_count: 1, metadata: {}, outputs, source };
  return `${JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

/** A zip with one compressed member. */
export function zip(name: string, content: string): Buffer {
  const packed = deflateRawSync(Buffer.from(content));
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", 0, "latin1");
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), packed]);
}

/** The repository; `binary` adds files that no replacement of text cleans. */
export function leakyRepository(options: { binary?: boolean } = {}): Leaky {
  const repo = repository();
  const names =
    "source merge tagMessage note stash message notebook output base64 hex escaped percent joined wrapped pathName branchName author coauthor ephemeral" as const;
  const keys = Object.fromEntries(
    names
      .split(" ")
      .map((name, index) => [name, index % 2 === 0 ? geminiAuthKey() : googleApiKey()]),
  );
  const key = (name: string): string => keys[name] ?? "";
  const hex = (text: string): string => Buffer.from(text).toString("hex");

  repo.commit({ "README.md": "# Demo\n", "clean.txt": "nothing\n" }, "Begin");
  repo.commit({ "src/app.py": `import os\nKEY = "${key("source")}"\n` }, "Add the client");
  repo.git("switch", "--quiet", "-c", "feature");
  repo.commit({ "feature.txt": "feature\n" }, "Feature");
  repo.git("switch", "--quiet", "main");
  repo.commit({ "main.txt": "main\n" }, "Main");
  repo.git("merge", "--quiet", "--no-commit", "--no-ff", "feature");
  repo.commit({ "merged.env": `GEMINI_API_KEY=${key("merge")}\n` }, "Merge feature");
  repo.git("tag", "-a", "v1.0", "-m", `Release with ${key("tagMessage")}`);
  repo.commit({ "plain.txt": "1\n" }, `Configure\n\nused ${key("message")} for it`);
  repo.git("notes", "add", "-m", `tried with ${key("note")}`, "HEAD");
  repo.commit(
    {
      "demo.ipynb": notebook(
        [`client = genai.Client(api_key="${key("notebook")}")\n`, "client.models"],
        [{ output_type: "stream", name: "stdout", text: [`GEMINI_API_KEY=${key("output")}\n`] }],
      ),
    },
    "Notebook",
  );
  repo.commit(
    {
      "k8s.yaml": `data:\n  key: ${Buffer.from(key("base64")).toString("base64")}\n  other: ${Buffer.from(`user:${key("base64")}\n`).toString("base64")}\n`,
      "hex.txt": `${hex(key("hex"))}\n`,
      "escaped.js": `const k = "${key("escaped").replace(/^../, (two) =>
        Array.from(two)
          .map((one) => `\\x${hex(one)}`)
          .join(""),
      )}";\n`,
      "percent.txt": `?key=${key("percent").replace(/^./, (one) => `%${hex(one)}`)}\n`,
      "joined.js": `const k = "${key("joined").slice(0, 9)}" +\n  "${key("joined").slice(9)}";\n`,
      "wrapped.pem": `${Buffer.from(key("wrapped")).toString("base64").replaceAll(/.{20}/g, "$&\n")}\n`,
    },
    "Encoded",
  );
  repo.commit({ [`keys/${key("pathName")}.txt`]: "x\n" }, "A name");
  repo.git("branch", `try-${key("branchName")}`, "HEAD~1");
  repo.git(
    "-c",
    `user.name=${key("author")}`,
    "commit",
    "--quiet",
    "--allow-empty",
    `--author=${key("author")} <a@example.com>`,
    "-m",
    "By somebody",
  );
  repo.commit({ "more.txt": "1\n" }, `More\n\nCo-authored-by: ${key("coauthor")} <b@example.com>`);
  if (options.binary) {
    repo.commit(
      {
        "lib/app.jar": zip("config.properties", `gemini.api.key=${key("ephemeral")}\n`.repeat(3)),
        "data.gz": gzipSync(`GEMINI_API_KEY=${key("ephemeral")}\n`),
        "program.bin": Buffer.from(`\0\x01${key("ephemeral")}\0`, "latin1"),
      },
      "Binaries",
    );
  }
  repo.commit(
    { "src/app.py": "import os\nKEY = os.environ['GEMINI_API_KEY']\n", "merged.env": undefined },
    "Remove the keys",
  );

  const dropped = googleApiKey();
  repo.write({ "clean.txt": `older ${dropped}\n` });
  repo.git("stash", "push", "--quiet");
  repo.write({ "clean.txt": `GOOGLE_API_KEY=${key("stash")}\n` });
  repo.git("stash", "push", "--quiet");
  if (!options.binary) delete (keys as Record<string, string>)["ephemeral"];
  return { ...repo, keys, dropped };
}
