/** `gemsweep init`: puts gemsweep into the hooks and the CI of a repository. */
import { nearest } from "../command-line/nearest.ts";
import { UserError } from "../errors.ts";
import { openRepository } from "../git/repository.ts";
import { ByHand, type Proposal } from "../init/change.ts";
import { detected } from "../init/detect.ts";
import { type Ground, groundOf, write } from "../init/ground.ts";
import { type Kind, KINDS, PROPOSALS } from "../init/kinds.ts";
import { told, toldByHand } from "../init/told.ts";
import { thisTool } from "../tool.ts";
import type { Command, Invocation } from "./command.ts";

export const init: Command = {
  help: `gemsweep init [pre-commit|husky|lefthook|git|github|gitlab]…

Puts gemsweep into the hooks and the CI of this repository. What is there stays;
what was added is shown. Without a name, it asks.

  pre-commit   .pre-commit-config.yaml, for https://pre-commit.com
  husky        .husky/pre-commit and .husky/pre-push
  lefthook     lefthook.yml
  git          hooks without any framework; one that is there runs before
  github       .github/workflows/gemsweep.yml
  gitlab       a job in .gitlab-ci.yml

  --dry-run    show what would be written, and write nothing
  --help       show this

All hooks do two things: gemsweep staged before a commit, gemsweep push before a
push. A second run finds nothing to do.

Exit code: 0 done, 2 could not do it.

Examples:
  gemsweep init
  gemsweep init husky github
  gemsweep init git --dry-run
`,

  async run(invocation) {
    const { operands, config, signal } = invocation;
    const typed = operands.map(kindNamed);
    const ground = await groundOf(await openRepository(".", signal), thisTool().version);
    const kinds = typed.length > 0 ? typed : await chosen(invocation, ground);
    try {
      const proposal = await proposalOf(ground, kinds);
      if (!config.dryRun) for (const change of proposal.changes) await write(change);
      return { text: told(proposal, config.dryRun), exitCode: 0 };
    } catch (thrown) {
      if (thrown instanceof ByHand) return { text: toldByHand(thrown), exitCode: 2 };
      throw thrown;
    }
  },
};

/** Of all kinds, before anything is written. */
async function proposalOf(ground: Ground, kinds: readonly Kind[]): Promise<Proposal> {
  const all: Proposal[] = [];
  for (const kind of new Set(kinds)) all.push(await PROPOSALS[kind](ground));
  const next = all.flatMap((one) => (one.changes.length > 0 ? one.next : []));
  return { changes: all.flatMap(({ changes }) => changes), next: [...new Set(next)] };
}

function kindNamed(word: string): Kind {
  const kind = KINDS.find((one) => one === word);
  if (kind !== undefined) return kind;
  throw new UserError(
    `init knows no ${word}`,
    `the nearest is ${nearest(word, KINDS)}; there are ${KINDS.join(", ")}`,
  );
}

async function chosen({ ask }: Invocation, ground: Ground): Promise<readonly Kind[]> {
  const proposed = await detected(ground);
  const answer = await ask(
    `Which of ${KINDS.join(", ")}? Several are fine.\nEnter alone is ${proposed.join(" and ")}: `,
  );
  if (answer === undefined)
    throw new UserError(
      `init needs a name: ${KINDS.join(", ")}`,
      `for this repository: gemsweep init ${proposed.join(" ")}`,
    );
  const words = answer.split(/[\s,]+/).filter(Boolean);
  return words.length > 0 ? words.map(kindNamed) : proposed;
}
