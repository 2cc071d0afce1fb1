/** Places as SARIF tells them. */
import type { Finding, Sighting, Target } from "../../finding.ts";
import { placesOf } from "../places.ts";
import { visible } from "../visible.ts";
import { sarifText } from "./sarif-text.ts";
import { pathOf, placeOf, type Spot } from "./spot.ts";

/** What GitHub links to of a result; the rest it leaves out. */
const MOST_RELATED = 100;

/** Where a result is. */
export function locationOf({ sighting }: Spot, command: Target["command"]): object {
  return {
    physicalLocation: physicalLocation(sighting),
    logicalLocations: logicalLocations(sighting, command),
  };
}

/** All places of a finding that are no result of their own. */
export function relatedLocations(
  { sightings }: Finding,
  results: readonly Spot[],
  command: Target["command"],
): object[] | undefined {
  const told = new Set(results.map(({ sighting }) => placeOf(sighting)));
  const others = sightings.filter((sighting) => {
    const place = placeOf(sighting);
    return !told.has(place) && told.add(place);
  });
  if (others.length === 0) return undefined;
  return others.slice(0, MOST_RELATED).map((sighting, index) => ({
    id: index + 1,
    physicalLocation: physicalLocation(sighting),
    message: { text: sarifText(placeWords(sighting, command)) },
  }));
}

function physicalLocation(sighting: Sighting): object {
  return {
    artifactLocation: artifactLocation(pathOf(sighting)),
    region: { startLine: sighting.line, startColumn: sighting.column },
  };
}

/** What a file is made of where it is not lines: cells of a notebook, the sources of a bundle, objects of git. */
function logicalLocations(
  sighting: Sighting,
  command: Target["command"],
): readonly object[] | undefined {
  const { path, part, bundle } = sighting;
  const locations = [
    ...(part === undefined ? [] : [logical(part, `${pathOf(sighting)}/${part}`)]),
    ...(bundle?.originalSource === undefined
      ? []
      : [logical(bundle.originalSource, sourceOf(bundle.originalSource, bundle.originalLine))]),
    ...(path === undefined || sighting.source === "message"
      ? [logical(placeWords(sighting, command), pathOf(sighting))]
      : []),
  ];
  return locations.length > 0 ? locations : undefined;
}

function logical(name: string, fullyQualifiedName: string): object {
  return {
    name: visible(name),
    fullyQualifiedName: visible(fullyQualifiedName),
    kind: "resource",
  };
}

function sourceOf(source: string, line: number | undefined): string {
  return line === undefined ? source : `${source}:${line}`;
}

function placeWords(sighting: Sighting, command: Target["command"]): string {
  const [place] = placesOf([sighting], command);
  if (!place) return "";
  const { lead, where, details } = place;
  return [lead, where, ...(details.length > 0 ? [`(${details.join("; ")})`] : [])]
    .filter((text) => text !== "")
    .join(" ");
}

function artifactLocation(path: string): object {
  if (path.startsWith("/")) return { uri: `file://${encoded(path)}` };
  if (/^[A-Za-z]:\//.test(path))
    return { uri: `file:///${path.slice(0, 2)}${encoded(path.slice(2))}` };
  // Outside of the base there is nothing that a reader could resolve it against.
  const isBelow = !path.startsWith("../");
  return { uri: encoded(path === "" ? "." : path), uriBaseId: isBelow ? "%SRCROOT%" : undefined };
}

/** A path as part of a URI (RFC 3986); a lone surrogate, which has no UTF-8, and NUL as the sign for that. */
function encoded(path: string): string {
  return path
    .replaceAll(/[\p{Cs}\0]/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
