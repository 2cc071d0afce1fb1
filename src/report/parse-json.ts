/** Reads a JSON report back. It may come from anywhere, and may hold anything. */
import type {
  CommitChange,
  Finding,
  Ignored,
  IgnoredBy,
  Report,
  SecretHistory,
  ServiceAccount,
  SeverityReason,
  Sighting,
  Target,
  TargetChange,
  Verification,
} from "../finding.ts";
import { CONFIDENCES, CREDENTIALS, MARKS, USAGES } from "../findings/closed-sets.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import type { Decoding } from "../document.ts";
import {
  type Count,
  type Reach,
  type Verdict,
  type VerdictReason,
  VERDICTS,
  type VerdictStatus,
} from "../verdict.ts";
import { FORMAT_VERSION } from "./json.ts";
import {
  count,
  fields,
  flag,
  like,
  list,
  named,
  oneOf,
  optional,
  type Shape,
  ShapeError,
  text,
} from "./shape.ts";

/** What an earlier run found. How bad that is and what must be scrubbed is judged anew. */
export type EarlierFinding = Omit<Finding, "severity" | "reasons" | "mustScrub"> & {
  readonly reasons: readonly string[];
};

export interface EarlierReport extends Pick<
  Report,
  "target" | "complete" | "coverage" | "verification" | "skipped" | "notes"
> {
  readonly findings: readonly EarlierFinding[];
  readonly ignored: readonly EarlierIgnored[];
}

interface EarlierIgnored extends Pick<Ignored, "by"> {
  readonly finding: EarlierFinding;
}

/** The report in a JSON text. Throws {@link ShapeError} when it is none. */
export function parseJsonReport(json: string): EarlierReport {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ShapeError("it is not JSON");
  }
  return jsonReport(value);
}

/** The same of JSON that was parsed already. */
export function jsonReport(value: unknown): EarlierReport {
  const { version } = fields<{ version: number }>({ version: count })(value, "");
  if (version !== FORMAT_VERSION) throw new ShapeError(`version is not ${FORMAT_VERSION}`);
  return report(value, "");
}

/** Should somebody have written keys into it, they are not passed on. */
const masked: Shape<string> = (value, at) => maskKeyShapes(text(value, at));

const objectId = like(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const sighting = fields<Sighting>({
  source: named<Sighting["source"]>({
    worktree: true,
    index: true,
    history: true,
    message: true,
    name: true,
    gitdir: true,
    stdin: true,
  }),
  path: optional(masked),
  line: count,
  column: count,
  part: optional(masked),
  decodings: list(
    named<Decoding>({
      base64: true,
      hex: true,
      percent: true,
      "js-escape": true,
      "html-entity": true,
      "utf-16": true,
      concatenation: true,
      ansi: true,
      zip: true,
      gzip: true,
    }),
  ),
  blob: optional(objectId),
  bundle: optional(fields({ originalSource: optional(masked), originalLine: optional(count) })),
  // What they say is told where it counted.
  marks: () => [],
  isNew: (value) => (value === true ? true : undefined),
});

const changes = list(
  fields<CommitChange>({ commit: objectId, date: masked, author: masked, paths: list(masked) }),
);

const history = fields<SecretHistory>({
  introducedBy: changes,
  removedBy: changes,
  refs: list(masked),
  atHead: flag,
  pushed: optional(flag),
  unreachable: flag,
});

const reached = optional(fields<Count>({ count, more: flag }));

const anyVerdict = fields<Verdict>({
  status: oneOf(Object.keys(VERDICTS) as VerdictStatus[]),
  reason: oneOf<VerdictReason>(Object.values(VERDICTS).flat()),
  project: optional(like(/^[0-9]{1,20}$/)),
  model: optional(like(/^[a-z0-9][a-z0-9.-]{0,79}$/)),
  reach: optional(
    fields<Reach>({
      files: reached,
      cachedContents: reached,
      fileSearchStores: reached,
      tunedModels: reached,
    }),
  ),
  cached: (value, at) => optional(flag)(value, at) ?? false,
});

/** What Google said, as reports have it. */
export const verdict: Shape<Verdict> = (value, at) => {
  const told = anyVerdict(value, at);
  const reasons: readonly VerdictReason[] = VERDICTS[told.status];
  if (!reasons.includes(told.reason)) throw new ShapeError(`${at}.reason is not of its status`);
  return told;
};

const finding = fields<EarlierFinding>({
  fingerprint: like(/^[0-9a-f]{64}$/),
  rule: masked,
  title: masked,
  keyId: optional(like(/^.{4}$/su)),
  preview: masked,
  arrival: optional(oneOf(["new", "before"] as const)),
  reasons: list(text),
  confidence: named(CONFIDENCES),
  credential: named(CREDENTIALS),
  usage: named(USAGES),
  wellFormed: optional(flag),
  knownPublic: optional(masked),
  account: optional(
    fields<ServiceAccount>({
      email: like(/^[a-z0-9-]{6,30}@[a-z0-9-]{6,30}\.iam\.gserviceaccount\.com$/),
      project: like(/^[a-z0-9-]{6,30}$/),
      keyId: optional(like(/^[0-9a-f]{40}$/)),
    }),
  ),
  verdict: optional(verdict),
  sightings: list(sighting),
  history: optional(history),
});

const causes: { readonly [Kind in IgnoredBy["kind"]]: Shape<IgnoredBy> } = {
  "ignore-file": fields<Cause<"ignore-file">>({
    kind: () => "ignore-file",
    file: masked,
    reason: masked,
    who: optional(masked),
    expires: optional(masked),
  }),
  comment: fields<Cause<"comment">>({
    kind: () => "comment",
    mark: named(MARKS),
    reason: (value, at) => optional(masked)(value, at) ?? "",
  }),
  path: fields<Cause<"path">>({
    kind: () => "path",
    file: masked,
    setting: named<Cause<"path">["setting"]>({ include: true, exclude: true }),
    pattern: optional(masked),
  }),
};

type Cause<Kind extends IgnoredBy["kind"]> = Extract<IgnoredBy, { readonly kind: Kind }>;

const causeKind = fields<Pick<IgnoredBy, "kind">>({
  kind: named({ "ignore-file": true, comment: true, path: true }),
});

const ignored = list(
  fields<EarlierIgnored>({
    by: (value, at) => causes[causeKind(value, at).kind](value, at),
    finding,
  }),
);

const asked = fields<Verification>({
  generate: flag,
  reach: flag,
  endpoint: optional(masked),
  checked: count,
  unchecked: count,
});

/** Reports that were not to ask say so, or nothing. */
const verification: Shape<Verification | undefined> = (value, at) => {
  const wasAsked = value !== undefined && fields({ asked: flag })(value, at).asked;
  return wasAsked ? asked(value, at) : undefined;
};

const report = fields<EarlierReport>({
  target: fields<Target>({
    command: named<Target["command"]>({
      audit: true,
      staged: true,
      push: true,
      scan: true,
      verify: true,
      ci: true,
    }),
    paths: list(masked),
    head: optional(masked),
    change: optional(
      fields<TargetChange>({
        from: masked,
        bases: list(objectId),
        mergeBases: list(objectId),
        head: objectId,
        commits: count,
        objects: count,
        checkedOut: optional(objectId),
        bundles: list(masked),
      }),
    ),
  }),
  complete: flag,
  coverage: fields({
    files: count,
    blobs: count,
    commits: count,
    bytes: count,
    notebooks: count,
    bundles: count,
  }),
  verification,
  findings: list(finding),
  // Reports of the first version have none.
  ignored: (value, at) => optional(ignored)(value, at) ?? [],
  skipped: list(fields({ what: masked, why: masked })),
  notes: list(fields({ about: masked, note: masked })),
});

/** Whether a fact counted when the severity was decided. */
export function wasReason({ reasons }: EarlierFinding, reason: SeverityReason): boolean {
  return reasons.includes(reason);
}
