/** Pages of Google on which credentials are made, restricted, deleted and paid for. */

const CONSOLE = "https://console.cloud.google.com";

/** Makes and lists Gemini API keys of all one's projects. */
export const AI_STUDIO_KEYS = "https://aistudio.google.com/api-keys";

/** Where a budget ends what a key can spend. */
export const SPENDING_CAP = "https://ai.studio/spend";

/** Where charges that are not one's own are disputed. */
export const SUPPORT_CASE = `${CONSOLE}/support/chat`;

/** The API keys and OAuth clients of a project, by its number or id; of the last one that was open if that is not known. */
export function keysPage(project: string | undefined): string {
  return withProject(`${CONSOLE}/apis/credentials`, project);
}

/** The service accounts of a project, with their keys. */
export function serviceAccountsPage(project: string | undefined): string {
  return withProject(`${CONSOLE}/iam-admin/serviceaccounts`, project);
}

/** What a project is charged for. */
export function billingPage(project: string | undefined): string {
  if (project === undefined) return `${CONSOLE}/billing`;
  return withProject(`${CONSOLE}/billing/linkedaccount`, project);
}

/** How often the Gemini API was called in a project, and by which key. */
export function usagePage(project: string | undefined): string {
  return withProject(`${CONSOLE}/apis/api/generativelanguage.googleapis.com/metrics`, project);
}

function withProject(page: string, project: string | undefined): string {
  return project === undefined ? page : `${page}?project=${encodeURIComponent(project)}`;
}
