/** Which commit descends from which, in memory. */

export interface CommitGraph {
  add(oid: string, parents: readonly string[]): void;
  parentsOf(oid: string): readonly string[];
  commits(): Iterable<string>;
  /** Tells of a commit whether one of these is in its history, itself included. */
  descendantsOf(oids: Iterable<string>): (oid: string) => boolean;
  /** Tells of a commit whether it is in the history of one of these, themselves included. */
  ancestorsOf(oids: Iterable<string>): (oid: string) => boolean;
}

export function commitGraph(): CommitGraph {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const parents: (readonly number[])[] = [];
  let children: readonly (readonly number[])[] | undefined;

  function numberOf(oid: string): number {
    const known = numbers.get(oid);
    if (known !== undefined) return known;
    numbers.set(oid, names.length);
    return names.push(oid) - 1;
  }

  function reached(oids: Iterable<string>, neighbours: (number: number) => readonly number[]) {
    const marked = new Uint8Array(names.length);
    const waiting: number[] = [];
    const mark = (number: number | undefined) => {
      if (number === undefined || marked[number] === 1) return;
      marked[number] = 1;
      waiting.push(number);
    };
    for (const oid of oids) mark(numbers.get(oid));
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) neighbours(at).forEach(mark);
    return (oid: string) => marked[numbers.get(oid) ?? -1] === 1;
  }

  const parentNumbers = (number: number) => parents[number] ?? [];
  return {
    add: (oid, of) => {
      parents[numberOf(oid)] = of.map(numberOf);
      children = undefined;
    },
    parentsOf: (oid) => parentNumbers(numbers.get(oid) ?? -1).map((number) => names[number] ?? ""),
    commits: () => names,
    descendantsOf: (oids) => {
      const below = (children ??= turnedAround(names.length, parentNumbers));
      return reached(oids, (number) => below[number] ?? []);
    },
    ancestorsOf: (oids) => reached(oids, parentNumbers),
  };
}

function turnedAround(
  count: number,
  parentsOf: (number: number) => readonly number[],
): readonly (readonly number[])[] {
  const children: number[][] = [];
  for (let child = 0; child < count; child += 1)
    for (const parent of parentsOf(child)) (children[parent] ??= []).push(child);
  return children;
}
