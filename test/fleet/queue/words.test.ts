import { expect, test } from "vitest";
import { queueAddress } from "../../../src/fleet/queue/address.ts";
import { joinText } from "../../../src/fleet/queue/words.ts";

const plain = { prefix: "gemsweep", shared: false, version: "1.0.0" };

test.for([
  [
    "redis://host",
    {},
    [],
    "2 repositories wait in the queue; no worker is there yet; one joins with: gemsweep fleet worker --queue redis://host:6379",
  ],
  [
    "redis://host",
    { prefix: "team", shared: true },
    ["1.0.0", "0.9.0"],
    "2 repositories wait in the queue; 1 worker is there; one joins with: gemsweep fleet worker --queue redis://host:6379 --prefix team --shared",
  ],
  [
    "rediss://user:hunter2@host",
    { shared: true },
    [],
    "2 repositories wait in the queue; no worker is there yet; one joins with: gemsweep fleet worker --shared with the same GEMSWEEP_QUEUE in its environment",
  ],
] as const)("how a worker joins %s %o", ([url, given, versions, text]) => {
  const address = queueAddress(url, "--queue");
  expect(joinText(2, { ...plain, ...given, address }, versions)).toBe(text);
});
