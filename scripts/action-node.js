// Says what is wrong where the action runs with a node that is too old; any node can read this.
"use strict";
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.log(
    "::error title=gemsweep::needs Node 20.19 or later, and this is " +
      process.versions.node +
      ": add actions/setup-node before it",
  );
  process.exit(2);
}
