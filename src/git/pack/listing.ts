import { readdirSync } from "node:fs";

/** Names in a folder; none when there is no such folder. */
export function listing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      (error.code === "ENOENT" || error.code === "ENOTDIR")
    )
      return [];
    throw error;
  }
}
