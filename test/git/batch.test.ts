import { describe, expect, test } from "vitest";
import { type BatchItem, readBatch } from "../../src/git/batch.ts";
import { WHOLE_LIMIT } from "../../src/sources/windows.ts";

const OID = ["a", "b", "c", "d"].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
  string,
];

const blob = (oid: string, content: string | Buffer) =>
  Buffer.concat([
    Buffer.from(`${oid} blob ${content.length}\n`),
    Buffer.from(content),
    Buffer.from("\n"),
  ]);

/** The output in pieces of a size, as a pipe hands it out. */
async function* pieces(output: Buffer, size: number) {
  for (let at = 0; at < output.length; at += size) yield output.subarray(at, at + size);
}

async function read(output: Buffer, size = 65_536, wants: (bytes: Buffer) => boolean = () => true) {
  const done: string[] = [];
  const items: BatchItem[] = [];
  const reader = {
    wants,
    done: (oid: string, type: string | undefined, bytes: number) =>
      done.push(`${oid[0]} ${type} ${bytes}`),
  };
  for await (const item of readBatch(pieces(output, size), reader)) items.push(item);
  return { items, done, told: items.map(tell) };
}

function tell(item: BatchItem): string {
  if ("missing" in item) return `${item.missing[0]} missing`;
  if ("cut" in item) return `${item.cut[0]} cut`;
  const { oid, bytes, whole } = item.object;
  return `${oid[0]} ${bytes.length < 60 ? JSON.stringify(bytes.toString()) : bytes.length}${whole ? "" : " (part)"}`;
}

describe("whatever the pieces the output comes in", () => {
  const output = Buffer.concat([
    blob(OID[0], "first"),
    Buffer.from(`${OID[1]} missing\n`),
    blob(OID[2], ""),
    blob(OID[3], `\n${OID[0]} missing\n`),
  ]);
  test.for([1, 2, 7, 45, 46, 47, 1000])("%i bytes", async (size) => {
    const { told, done } = await read(output, size);
    expect(told).toEqual([
      'a "first"',
      "b missing",
      'c ""',
      `d ${JSON.stringify(`\n${OID[0]} missing\n`)}`,
    ]);
    expect(done).toEqual(["a blob 5", "b undefined 0", "c blob 0", "d blob 50"]);
  });
});

test("only what is wanted is yielded, but all is counted", async () => {
  const output = Buffer.concat([blob(OID[0], "hay"), blob(OID[1], "needle"), blob(OID[2], "hay")]);
  const { told, done } = await read(output, 9, (bytes) => bytes.includes("needle"));
  expect(told).toEqual(['b "needle"']);
  expect(done).toHaveLength(3);
});

test("objects larger than a block, next to small ones", async () => {
  const large = Buffer.alloc(3_000_000, "x");
  const output = Buffer.concat([
    blob(OID[0], "1"),
    blob(OID[1], large),
    blob(OID[2], large),
    blob(OID[3], "2"),
  ]);
  expect((await read(output)).told).toEqual(['a "1"', "b 3000000", "c 3000000", 'd "2"']);
});

test("yielded bytes are not overwritten by what comes later", async () => {
  const objects = Array.from({ length: 40 }, (_, index) =>
    blob(OID[0], Buffer.alloc(100_000, index)),
  );
  const { items } = await read(Buffer.concat(objects));
  const first = items.map((item) =>
    "object" in item ? item.object.bytes.every((byte) => byte === item.object.bytes[0]) : false,
  );
  expect(first).toEqual(items.map(() => true));
  expect(items.map((item) => ("object" in item ? item.object.bytes[0] : -1))).toEqual([
    ...objects.keys(),
  ]);
});

test("an object above the limit comes in windows, and the one after it is found", async () => {
  const huge = Buffer.alloc(WHOLE_LIMIT + 1, "x\n");
  huge.write("needle", huge.length - 6);
  const output = Buffer.concat([blob(OID[0], huge), blob(OID[1], "needle")]);
  const { items, done } = await read(output, 1_000_000, (bytes) => bytes.includes("needle"));
  expect(items.map(tell)).toEqual([expect.stringMatching(/^a \d+ \(part\)$/), 'b "needle"']);
  expect(done).toEqual([`a blob ${WHOLE_LIMIT + 1}`, "b blob 6"]);
});

describe("output that ends too early", () => {
  const output = Buffer.concat([blob(OID[0], "first"), blob(OID[1], "second")]);
  test.for([
    ["in a header", 60, ['a "first"'], 1],
    ["after a header", 54 + 48, ['a "first"', 'b "" (part)', "b cut"], 1],
    ["in an object", 54 + 48 + 3, ['a "first"', 'b "sec" (part)', "b cut"], 1],
    ["before the last line end", 54 + 48 + 6, ['a "first"', 'b "second" (part)', "b cut"], 1],
    ["nowhere", 54 + 48 + 7, ['a "first"', 'b "second"'], 2],
  ] as const)("%s", async ([, length, told, done]) => {
    const result = await read(output.subarray(0, length));
    expect(result.told).toEqual(told);
    expect(result.done).toHaveLength(done);
  });

  test("in a very large object", async () => {
    const cut = blob(OID[0], Buffer.alloc(WHOLE_LIMIT + 1, "x")).subarray(0, WHOLE_LIMIT);
    const { told, done } = await read(cut, 1_000_000);
    expect(told.at(-1)).toBe("a cut");
    expect(told.length).toBeGreaterThan(1);
    expect(done).toEqual([]);
  });
});
