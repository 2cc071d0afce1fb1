/** The Gemini API through Google's SDK, which is loaded here alone. */
import type { Reach } from "../verdict.ts";
import type { Fetch } from "./courtesy.ts";
import { fieldsOf, listOf } from "./error-body.ts";
import type { Model } from "./models.ts";

/** What can be asked with one key. Everything rejects with what the `fetch` rejects with. */
export interface Gemini {
  /** Asks for one model: free, and shows whether the key is accepted. */
  probe(): Promise<void>;
  listModels(): Promise<readonly Model[]>;
  /** Has the model generate one token. */
  generate(model: string): Promise<void>;
  /** The first page of what a key can see of a kind. */
  firstPage(kind: keyof Reach): Promise<Page>;
}

/** How many things are on a page, and the way to the next one if there is one. */
export interface Page {
  readonly size: number;
  readonly next: (() => Promise<Page>) | undefined;
}

/** What is used of the SDK's own pages. */
interface SdkPage {
  readonly page: readonly unknown[];
  hasNextPage(): boolean;
  nextPage(): Promise<unknown>;
}

const API_VERSION = "v1beta";

/** The most that the API puts on one page. */
const MODELS_PAGE = 1000;
const STORES_PAGE = 20;
const PAGE = 100;

/** The way to open the Gemini API at `endpoint` with a key. */
export async function loadGemini(endpoint: string): Promise<(key: string, fetch: Fetch) => Gemini> {
  // This entry reads no environment variable; the one for Node takes its address and its key from several.
  const { GoogleGenAI } = await import("@google/genai/web");
  return (apiKey, fetch) => {
    const google = new GoogleGenAI({
      apiKey,
      vertexai: false,
      apiVersion: API_VERSION,
      httpOptions: { baseUrl: endpoint, fetch },
    });
    // The SDK writes the token of the next page into what it is given, so that each list gets its own.
    const pages: Readonly<Record<keyof Reach, () => Promise<Page>>> = {
      files: async () => pageOf(await google.files.list({ config: { pageSize: PAGE } })),
      cachedContents: async () => pageOf(await google.caches.list({ config: { pageSize: PAGE } })),
      fileSearchStores: async () =>
        pageOf(await google.fileSearchStores.list({ config: { pageSize: STORES_PAGE } })),
      tunedModels: async () => tunedModels(""),
    };

    /** Asked for without the SDK, which knows the tuned models of another Google service only. */
    async function tunedModels(pageToken: string): Promise<Page> {
      const url = new URL(`${endpoint}/${API_VERSION}/tunedModels`);
      url.searchParams.set("pageSize", String(PAGE));
      if (pageToken !== "") url.searchParams.set("pageToken", pageToken);
      const response = await fetch(url, { headers: { "x-goog-api-key": apiKey } });
      const { tunedModels: models, nextPageToken: token } = fieldsOf(await response.json());
      const isLast = typeof token !== "string" || token === "";
      return {
        size: sizeOf(models),
        next: isLast ? undefined : async () => tunedModels(token),
      };
    }

    return {
      async probe() {
        await google.models.list({ config: { pageSize: 1, queryBase: true } });
      },
      async listModels() {
        const { page } = await google.models.list({
          config: { pageSize: MODELS_PAGE, queryBase: true },
        });
        const models = page.map(({ name = "", supportedActions }) => ({
          name: name.replace(/^models\//, ""),
          generates: listOf(supportedActions).includes("generateContent"),
        }));
        // A name is part of addresses and reports, where the key must not be.
        const key = apiKey.toLowerCase();
        return models.filter(({ name }) => !name.toLowerCase().includes(key));
      },
      async generate(model) {
        await google.models.generateContent({
          model,
          contents: ".",
          config: { maxOutputTokens: 1 },
        });
      },
      firstPage: async (kind) => pages[kind](),
    };
  };
}

function pageOf(sdkPage: SdkPage): Page {
  const size = sizeOf(sdkPage.page);
  if (!sdkPage.hasNextPage()) return { size, next: undefined };
  return { size, next: async () => (await sdkPage.nextPage(), pageOf(sdkPage)) };
}

/** An empty list is left out of an answer; what is no list says nothing. */
function sizeOf(list: unknown): number {
  if (list !== undefined && !Array.isArray(list)) throw new TypeError("not a list");
  return listOf(list).length;
}
