/** The workflow for GitHub. */

export const GITHUB_WORKFLOW = ".github/workflows/gemsweep.yml";

/** The whole file. Actions are named by commit, because tags can be moved; it may read the repository, and nothing else. */
export function githubWorkflow(version: string): string {
  return `# Fails where commits, files or built bundles hold a Google Gemini credential.
name: gemsweep
on:
  push:
  pull_request:
  merge_group:
permissions:
  contents: read
jobs:
  gemsweep:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          fetch-depth: 0 # all commits since the base are looked at
          persist-credentials: false
      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0
        with:
          node-version: 22
          package-manager-cache: false
      - run: npx --yes gemsweep@${version} ci --format github
`;
}

/** Whether a workflow that people have changed still does what this one is for. */
export function runsGemsweep(text: string): boolean {
  return /gemsweep(?:@\S+)? ci\b|gemsweep\/gemsweep@/.test(text);
}
