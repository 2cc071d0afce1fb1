/** Reads the facts out of an error of a Google API: https://google.aip.dev/193. */

export interface ErrorFacts {
  /** A `google.api.ErrorReason`, or undefined where the error has no details. */
  readonly reason: string | undefined;
  /** In Google's words, which may hold the key. */
  readonly message: string;
  readonly project: string | undefined;
  /** Whether it says that the quota is none at all, or used up for the day: waiting does not help. */
  readonly lastingQuota: boolean;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The facts of an error body; undefined when it is not one, such as the web page of something between. */
export function readError(body: string): ErrorFacts | undefined {
  const error = fieldsOf(fieldsOf(single(parsed(body))).error);
  if (typeof error.message !== "string") return undefined;
  const { message } = error;
  const details = listOf(error.details).map(fieldsOf);
  const metadata = fieldsOf(details.find((detail) => "metadata" in detail)?.metadata);
  const violations = details.flatMap((detail) => listOf(detail.violations)).map(fieldsOf);
  return {
    reason: details.map(({ reason }) => text(reason)).find((reason) => reason !== ""),
    message,
    project: projectOf(metadata, message),
    lastingQuota:
      text(metadata.quota_limit_value) === "0" ||
      violations.some(
        ({ quotaId, quotaValue }) => text(quotaValue) === "0" || /PerDay/.test(text(quotaId)),
      ),
    retryAfter: details.map(({ retryDelay }) => milliseconds(text(retryDelay))).find(Boolean),
  };
}

/** The JSON value of a text; undefined when it is none. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Some endpoints wrap the error in an array of one. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** The members of an array; none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Digits alone are taken, and fewer than any key has: of a suspended key the same fields hold the key itself. */
function projectOf(metadata: Fields, message: string): string | undefined {
  const places: readonly (readonly [string, RegExp])[] = [
    [text(metadata.consumer), /^(?:projects\/|project_number:)(\d{1,15})$/],
    [text(metadata.containerInfo), /^(\d{1,15})$/],
    [message, /\bproject(?:_number:|s\/|=| )(\d{1,15})(?![\w-])/],
  ];
  return places.map(([value, pattern]) => pattern.exec(value)?.[1]).find(Boolean);
}

/** A duration as JSON has it: `41s`, `0.5s`. */
function milliseconds(duration: string): number | undefined {
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(duration)?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
