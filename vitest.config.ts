import { defineConfig } from "vitest/config";

// How fast a test runs says nothing about what it shows, on a machine that others use too.
export default defineConfig({
  test: { maxWorkers: "100%", testTimeout: 120_000, hookTimeout: 300_000 },
});
