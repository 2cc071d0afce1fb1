/**
 * Why the kernel is what it is: inflating and searching, each against what else Node offers, over the entries of a
 * real pack. `npm run build`, then `node bench/kernel.js REPOSITORY`. Times are processor time, the least of five runs.
 */
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { layOut } from "../build/git/pack/layout.js";
import { listStore } from "../build/git/pack/store.js";
import { compileKernel, SLACK, startKernel } from "../build/kernel/kernel.js";
import { kernelFinder } from "../build/kernel/finder.js";
import { literalsOf } from "../build/match/anchor-forms.js";
import { automatonFinder } from "../build/match/automaton.js";
import { loadRules } from "../build/rules/load.js";

const SAMPLE = 64 * 1024 * 1024;
const repository = process.argv[2] ?? ".";

const { forms, table } = (await loadRules([])).prefilter;
const literals = literalsOf(forms);
const kernel = startKernel(compileKernel(), table);
const entries = packEntries();
const contents = entries.map(({ stream }) => inflateSync(stream));
const total = contents.reduce((sum, { length }) => sum + length, 0);
console.log(`${entries.length} entries, ${megabytes(total)} inflated, ${literals.length} literals`);

const input = Math.ceil(kernel.freeFrom / 64) * 64;
const output = input + 2 * SAMPLE;
kernel.reserve(output + SAMPLE + SLACK);

compare("Inflate", {
  "kernel, copy into it included": () =>
    entries.forEach(({ stream, size }) => {
      kernel.bytes().set(stream, input);
      kernel.exports.inflate(input, stream.length, output, size);
    }),
  "zlib.inflateSync, chunkSize as large as the object": () =>
    entries.forEach(({ stream, size }) =>
      inflateSync(stream, { chunkSize: Math.max(64, size + 1) }),
    ),
  "zlib.inflateSync": () => entries.forEach(({ stream }) => inflateSync(stream)),
});

const finder = kernelFinder(kernel, table, literals);
const automaton = automatonFinder(literals);
const texts = literals.map(({ text }) => Buffer.from(text, "latin1"));
const pattern = new RegExp(texts.map((bytes) => [...bytes].map(escaped).join("")).join("|"), "i");
compare("Search", {
  "kernel, copy into it included": () => contents.forEach((bytes) => finder.occursIn(bytes)),
  "automaton in JavaScript": () => contents.forEach((bytes) => automaton.occursIn(bytes)),
  "one regular expression over latin1": () =>
    contents.forEach((bytes) => pattern.test(bytes.latin1Slice())),
  "Buffer.indexOf for each of the first twenty literals": () =>
    contents.forEach((bytes) => texts.slice(0, 20).some((text) => bytes.includes(text))),
});

function compare(title, candidates) {
  console.log(`\n${title}`);
  for (const [name, run] of Object.entries(candidates)) {
    let least = Infinity;
    for (let round = 0; round < 5; round++) {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    console.log(`  ${(total / least).toFixed(0).padStart(6)} MB/s  ${name}`);
  }
}

/** Entries from all over the largest pack, up to SAMPLE bytes of content. */
function packEntries() {
  const directory = execFileSync("git", ["-C", repository, "rev-parse", "--absolute-git-dir"])
    .toString()
    .trim();
  const { packs } = listStore({ objectDirectory: join(directory, "objects"), oidBytes: 20 });
  const files = packs.toSorted((a, b) => b.size - a.size)[0];
  const { offsets, count } = layOut(files, files.openIndex(), 20);
  const pack = readFileSync(files.pack);
  const step = Math.ceil(pack.length / SAMPLE) * 2;
  const found = [];
  for (let entry = 0, sum = 0; entry < count && sum < SAMPLE; entry += step) {
    const { at, size } = header(pack, offsets[entry]);
    if (size > SAMPLE / 8) continue;
    found.push({ stream: pack.subarray(at, offsets[entry + 1]), size });
    sum += size;
  }
  return found;
}

function header(pack, offset) {
  let at = offset;
  let byte = pack[at++];
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let unit = 16; byte >= 128; unit *= 128) {
    byte = pack[at++];
    size += (byte & 127) * unit;
  }
  if (type === 6) while (pack[at++] >= 128);
  if (type === 7) at += 20;
  return { at, size };
}

function escaped(byte) {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
