/** What the pages about fleets work on: an organisation with a repository on a server, and clones at home. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { startCloneServer } from "./clone-server.ts";
import { script } from "./filter-repo.ts";

const LISTED = {
  url: "https://github.com/acme/demo",
  nameWithOwner: "acme/demo",
  isArchived: true,
  isFork: false,
  visibility: "PUBLIC",
};

/**
 * Puts clones of `repository` at `~/src` and where the organisation has its own, and a `gh` that lists that one into
 * `tools`. Returns the variables with which git finds the server of this test under the address of the organisation.
 */
export async function prepareFleet(
  repository: string,
  home: string,
  tools: string,
): Promise<Record<string, string>> {
  cpSync(repository, join(home, "src/old-prototype"), { recursive: true });
  script(tools, "gh", `echo '${JSON.stringify([LISTED])}'`);
  const server = await startCloneServer();
  server.offer("acme/demo", repository);
  return server.environment(`[url "${server.origin}/"]\n\tinsteadOf = https://github.com/\n`);
}
