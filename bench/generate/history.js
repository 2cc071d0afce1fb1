/** The stream for `git fast-import` of a project's history with keys planted in it. */
import { plantedKeys } from "./keys.js";
import {
  bundle,
  environmentFile,
  largeFile,
  lockfile,
  mappedBundle,
  notebook,
  sourceFile,
} from "./project.js";
import { seeded } from "./random.js";

/** @typedef {import("./random.js").Random} Random */
/** @typedef {import("./keys.js").PlantedKey} PlantedKey */
/** @typedef {import("./project.js").ProjectFile} ProjectFile */

/**
 * @typedef {object} HistoryPlan
 * @property {number} seed
 * @property {number} commits
 */

/** Kinds of place in turn, so that each has its share; a message is told apart by having no file. */
const PLACES =
  "source environment notebook source bundle source large notebook source environment source bundle message source mapped environment source notebook bundle source".split(
    " ",
  );

/**
 * The keys of a history, in the order in which they are committed: a few hundred in 20,000 commits.
 * @param {HistoryPlan} plan
 * @returns {PlantedKey[]}
 */
export function keysOf({ seed, commits }) {
  return plantedKeys(seed, Math.max(20, Math.round(commits / 60)));
}

/**
 * The stream, piece by piece. One commit in three edits a file of hundreds of kilobytes, one in forty is a merge, and one
 * in two hundred adds the forty files of a library.
 * @param {HistoryPlan} plan
 * @returns {Generator<string>}
 */
export function* historyStream(plan) {
  const random = seeded(plan.seed);
  const project = makeProject(plan, random);
  const keys = keysOf(plan);
  const keyAt = new Map(
    keys.map(({ value }, number) => [
      Math.floor(((number + 0.5) * plan.commits) / keys.length),
      { value, place: PLACES[number % PLACES.length] },
    ]),
  );
  /** Files that a later commit takes a key out of, by the number of that commit. */
  const removals = new Map();

  let number = 0;
  const commit = (branch, message, links, files) =>
    [
      `commit refs/heads/${branch}\nmark :${number + 1}\n`,
      `committer Developer <developer@example.com> ${1_500_000_000 + number++ * 3_000} +0000\n`,
      data(message),
      ...links.map((link) => `${link}\n`),
      ...[...files].map((file) => `M 100644 inline ${file.path}\n${data(file.content())}`),
    ].join("");

  // Of the files of a kind that grow long, two have keys: others would never be looked at closely.
  const leakyFiles = {
    ...project,
    large: project.large.slice(0, 2),
    bundle: project.bundle.slice(0, 2),
  };

  yield commit("main", "Begin", [], project.all);
  /** @type {{ mark: number, files: Set<ProjectFile> } | undefined} */
  let side;
  let nextSide = 20;
  while (number < plan.commits) {
    const planted = keyAt.get(number);
    const removed = removals.get(number);
    const message = `Change ${number}`;
    if (side && !planted && !removed && number >= side.mark + 18) {
      yield commit("main", `Merge side ${number}`, [`merge :${side.mark}`], side.files);
      side = undefined;
      continue;
    }
    const files = new Set();
    const busy = (file) => side?.files.has(file) ?? false;
    if (planted?.place === "message") {
      yield commit("main", `${message}\n\nTried with ${planted.value}`, [], [editedFile()]);
      continue;
    }
    if (planted) {
      const file = pickFree(leakyFiles[planted.place]);
      file.plant(planted.value, random);
      files.add(file);
      const later = number + 1 + random.below(500);
      if (random.chance(60)) removals.set(later, { file, key: planted.value });
    }
    // A removal that meets another commit's turn or a busy file is left out: keys often stay.
    if (removed && !busy(removed.file)) {
      removed.file.remove(removed.key);
      files.add(removed.file);
    }
    if (files.size === 0 || random.chance(50)) files.add(editedFile());
    if (files.size < 2 && random.chance(30)) files.add(editedFile());
    if (number % 200 === 100)
      for (let added = 0; added < 40; added++)
        files.add(sourceFile(added, random, `vendor/library${number}`));
    if (!side && !planted && !removed && number >= nextSide) {
      nextSide = number + 40;
      yield commit("side", message, [`from :${number}`], files);
      side = { mark: number, files };
      continue;
    }
    // After a commit on the side, main goes on from its own tip, which fast-import remembers.
    yield commit("main", message, [], files);
    if (number % 500 === 0)
      yield `tag v${number / 500}\nfrom refs/heads/main\ntagger Developer <developer@example.com> ${1_500_000_000 + number * 3_000} +0000\n${data(`Release ${number / 500}`)}`;
  }
  yield "done\n";

  function pickFree(files) {
    for (;;) {
      const file = random.pick(files);
      if (!side?.files.has(file)) return file;
    }
  }

  function editedFile() {
    const share = random.below(100);
    const kind =
      share < 30
        ? "large"
        : share < 35
          ? "notebook"
          : share < 40
            ? "bundle"
            : share < 43
              ? "lock"
              : "source";
    const files = project[kind];
    const file =
      files.length === 1 && side?.files.has(files[0]) ? pickFree(project.source) : pickFree(files);
    file.edit(random);
    return file;
  }
}

/**
 * @param {HistoryPlan} plan
 * @param {Random} random
 */
function makeProject({ commits }, random) {
  const several = (count, make) =>
    Array.from({ length: count }, (_, number) => make(number, random));
  const files = {
    source: several(Math.max(60, Math.round(commits / 8)), sourceFile),
    large: several(8, largeFile),
    notebook: several(Math.max(4, Math.round(commits / 500)), notebook),
    bundle: several(4, bundle),
    mapped: several(3, mappedBundle),
    environment: several(5, environmentFile),
    lock: [lockfile(random)],
  };
  return { ...files, all: Object.values(files).flat() };
}

/** @param {string} text Of ASCII alone, so that its length is that in bytes. */
function data(text) {
  return `data ${text.length}\n${text}\n`;
}
