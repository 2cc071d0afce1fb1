/** Made-up fleets for tests of what is shown: nothing in them was ever a key. */
import type { Finding, Report, Severity, Usage } from "../../src/finding.ts";
import type { FleetRepository, FleetResults, RepositoryOutcome } from "../../src/fleet.ts";
import type { FleetReport } from "../../src/fleet-report.ts";
import { fleetReport } from "../../src/findings/fleet-report.ts";
import type { VerdictReason, VerdictStatus } from "../../src/verdict.ts";
import { finding, objectId, report, sighting } from "./findings.ts";
import { hostileReport } from "./hostile-reports.ts";
import { seeded } from "./random.ts";

/** A repository on a server, with whatever else is given. */
export function repository(name: string, given: Partial<FleetRepository> = {}): FleetRepository {
  return {
    name,
    location: `https://${name}.git`,
    kind: "url",
    owner: name.split("/").at(-2),
    archived: undefined,
    fork: undefined,
    visibility: "private",
    ...given,
  };
}

/** The outcome of an audit with these findings. */
export function audited(
  where: FleetRepository,
  findings: readonly Finding[],
  given: Partial<Report> = {},
): RepositoryOutcome {
  const target = { command: "audit", paths: [where.location], head: "refs/heads/main" } as const;
  return { repository: where, report: report(findings, { target, ...given }) };
}

/** A repository that could not be cloned. */
export function failed(name: string, why = "the server said that there is no such repository") {
  return {
    repository: repository(name),
    failure: { stage: "clone", why, remedy: "look at its address" },
  } as const satisfies RepositoryOutcome;
}

/** What a fleet learned, and nothing else besides. */
export function resultsOf(
  outcomes: readonly RepositoryOutcome[],
  given: Partial<FleetResults> = {},
): FleetResults {
  const sources = { asked: outcomes.length, duplicates: 0, leftOut: 0, rejected: [] };
  return { sources, outcomes, undone: [], notes: [], ...given };
}

/** The report of these outcomes. */
export function fleetOf(
  outcomes: readonly RepositoryOutcome[],
  given: Partial<FleetResults> = {},
): FleetReport {
  return fleetReport(resultsOf(outcomes, given));
}

/** What Google said. */
export function said(
  status: VerdictStatus,
  reason: VerdictReason,
  project?: string,
): Finding["verdict"] {
  return { status, reason, project, model: undefined, reach: undefined, cached: false };
}

/** A committed key, with whatever else is given. `number` makes it another one. */
export function leaked(number: number, given: Partial<Finding> = {}): Finding {
  const id = String(number).padStart(4, "0");
  const day = new Date(Date.UTC(2023, 0, 1) + number * 11 * 3600 * 1000).toISOString();
  const path = FILES[number % FILES.length] ?? "a.py";
  const author = `Author ${number % 7} <author${number % 7}@example.com>`;
  return finding({
    fingerprint: id.padEnd(64, "e"),
    keyId: id,
    preview: `AQ.Ab8R…${id}`,
    sightings: [
      sighting({ source: "history", path, line: (number % 40) + 1, blob: objectId("b") }),
    ],
    history: {
      introducedBy: [{ commit: objectId("c"), date: day, author, paths: [path] }],
      removedBy: [],
      refs: ["refs/heads/main"],
      atHead: number % 3 !== 0,
      pushed: undefined,
      unreachable: false,
    },
    ...given,
  });
}

const FILES = ["src/app.py", "web/page.tsx", "demo.ipynb", ".env.production", "README.md"];
const SEVERITIES: readonly (readonly [Severity, Usage])[] = [
  ["critical", "gemini"],
  ["high", "unknown"],
  ["medium", "maps"],
  ["low", "firebase"],
];
const VERDICTS: readonly (readonly [VerdictStatus, VerdictReason])[] = [
  ["live", "listed"],
  ["dead", "invalid"],
  ["unknown", "timeout"],
  ["blocked-leaked", "reported-leaked"],
  ["live", "quota-spent"],
];

/** So many repositories, a third of which hold all these findings; every tenth key is in several; some fail. */
export function largeFleet(repositories: number, findings: number, seed = 1): FleetResults {
  const random = seeded(seed);
  const dirty = Math.max(1, Math.floor(repositories / 3));
  const held: Finding[][] = Array.from({ length: dirty }, () => []);
  let key = 0;
  for (let made = 0; made < findings; key += 1) {
    const [severity, usage] = random.pick(SEVERITIES);
    const project = key % 4 === 0 ? String(100_000_000 + (key % 12)) : undefined;
    const one = leaked(key, {
      severity,
      usage,
      mustScrub: severity !== "low",
      credential: usage === "gemini" ? "gemini-auth-key" : "google-api-key",
      verdict: said(...random.pick(VERDICTS), project),
    });
    const copies = key % 10 === 0 ? Math.min(dirty, findings - made, 2 + random.below(6)) : 1;
    const first = random.below(dirty);
    for (let copy = 0; copy < copies; copy += 1) held[(first + copy) % dirty]?.push(one);
    made += copies;
  }
  const outcomes = Array.from({ length: repositories }, (_, index): RepositoryOutcome => {
    const name = `git.example/team${index % 20}/service-${index}`;
    if (index % 50 === 49) return failed(name, "no answer came within 60 seconds");
    const where = repository(name, { visibility: index % 9 === 0 ? "public" : "private" });
    const skipped =
      index % 25 === 24 ? [{ what: "packs/pack-1.pack", why: "the pack is damaged" }] : [];
    return audited(where, held[index] ?? [], { skipped, complete: skipped.length === 0 });
  });
  return resultsOf(outcomes);
}

/** A fleet in which everything that comes from outside is this text. */
export function hostileFleet(text: string): FleetResults {
  const where = repository(text, { location: text, owner: text, visibility: "public" });
  const local = repository(`${text} 2`, { location: text, owner: text, kind: "path" });
  const hostile = hostileReport(text);
  return resultsOf(
    [
      { repository: where, report: hostile },
      { repository: local, report: hostile },
      {
        repository: repository(`${text} 3`, { location: text, owner: text }),
        failure: { stage: "clone", why: text, remedy: text },
      },
    ],
    {
      sources: {
        asked: 4,
        duplicates: 1,
        leftOut: 1,
        rejected: [{ list: text, line: 7, text, why: text }],
      },
      undone: [repository(`${text} 4`, { location: text })],
      notes: [{ about: text, note: text }],
    },
  );
}

/** The items in another order, the same for the same seed. */
export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = seeded(seed);
  return items
    .map((item) => ({ item, at: random.below(2 ** 31) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
