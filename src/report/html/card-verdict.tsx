/** What Google said of one credential. */
import type { Rotation } from "../../plan.ts";
import type { Verdict } from "../../verdict.ts";
import { keysPage } from "../../remediate/console-pages.ts";
import { reachWords } from "../reach-words.ts";
import { VERDICT } from "../verdict-words.ts";
import { visible } from "../visible.ts";
import { Page } from "./page-link.tsx";

/** The verdict, what it asks for unless the plan says something else, whose it is and what is behind it. */
export function KeyVerdict({
  verdict: { status, reason, project, model, reach, cached },
  rotation,
}: {
  readonly verdict: Verdict;
  readonly rotation: Rotation | undefined;
}) {
  const { says, act } = VERDICT[reason];
  const stays = rotation === "keep" || rotation === "restrict";
  return (
    <div class={`checked ${status}`}>
      <h4>Checked with Google</h4>
      <p class="sentence">
        {says}
        {model !== undefined && ` (model ${visible(model, 60)})`}
        {cached && " (as an earlier run was told)"}. {!stays && act}
      </p>
      {project !== undefined && (
        <p>
          Project {visible(project)}: <Page address={keysPage(project)} />
        </p>
      )}
      {reach && <p>Behind it: {reachWords(reach)}.</p>}
    </div>
  );
}
