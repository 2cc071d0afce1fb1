/** Splits the output of git's `-z` options. */

/** The records that a stream holds between NUL bytes. */
export async function* nulRecords(
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const records: Buffer[] = [];
    let start = 0;
    for (let nul = bytes.indexOf(0); nul !== -1; nul = bytes.indexOf(0, start)) {
      records.push(bytes.subarray(start, nul));
      start = nul + 1;
    }
    rest = bytes.subarray(start);
    if (records.length > 0) yield records;
  }
}
