/** Many small repositories in no time: their objects are written as git would, without starting it. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";

/** A bare repository of one commit with one file. */
export function writeTinyRepository(folder: string, path: string, content: string): void {
  const put = (file: string, data: string | Buffer): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), data);
  };
  const object = (kind: string, data: Buffer): string => {
    const whole = Buffer.concat([Buffer.from(`${kind} ${data.length}\0`), data]);
    const id = createHash("sha1").update(whole).digest("hex");
    put(`objects/${id.slice(0, 2)}/${id.slice(2)}`, deflateSync(whole, { level: 1 }));
    return id;
  };
  const blob = object("blob", Buffer.from(content));
  const tree = object("tree", Buffer.from(`100644 ${path}\0${hexAsLatin1(blob)}`, "latin1"));
  const person = "A <a@example.com> 1600000000 +0000";
  const commit = object(
    "commit",
    Buffer.from(`tree ${tree}\nauthor ${person}\ncommitter ${person}\n\nAdd ${path}\n`),
  );
  put("HEAD", "ref: refs/heads/main\n");
  put("config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  put("refs/heads/main", `${commit}\n`);
}

function hexAsLatin1(id: string): string {
  return Buffer.from(id, "hex").toString("latin1");
}
