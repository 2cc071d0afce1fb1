/** The job in `.gitlab-ci.yml`. */
import { stringify } from "yaml";
import { dataOf, withField } from "./yaml-insertion.ts";

/** Where GitLab looks. */
export const GITLAB_PIPELINE = ".gitlab-ci.yml";

const JOB = "gemsweep";
const REPORT = "gl-secret-detection-report.json";

/** The lines of a new file. */
export function newGitlabPipeline(version: string): string {
  return stringify({ [JOB]: job("test", version) }, { lineWidth: 0 });
}

/** The file with the job. Throws Unfit. */
export function withGitlabJob(text: string, version: string): string {
  const pipeline = (dataOf(text) ?? {}) as Readonly<Record<string, unknown>>;
  if (JOB in pipeline || JSON.stringify(pipeline).includes("gemsweep ci")) return text;
  // A job of a stage that is not listed makes the whole pipeline invalid; this one need not be.
  const { stages } = pipeline;
  const stage = !Array.isArray(stages) || stages.includes("test") ? "test" : ".pre";
  return withField(text, [], JOB, job(stage, version));
}

/** Without rules it runs in the pipelines in which the other jobs run. */
function job(stage: string, version: string): object {
  return {
    image: "node:22",
    stage,
    // All commits since the base are looked at.
    variables: { GIT_DEPTH: "0" },
    // What a new branch is compared with, which GitLab does not fetch.
    before_script: [
      'git fetch origin "+refs/heads/$CI_DEFAULT_BRANCH:refs/remotes/origin/$CI_DEFAULT_BRANCH"',
    ],
    script: [`npx --yes gemsweep@${version} ci --output gitlab:${REPORT}`],
    artifacts: { when: "always", reports: { secret_detection: REPORT } },
  };
}
