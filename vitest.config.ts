import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "test/setup.ts",
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    maxWorkers: "100%", // by default one core is left idle: of two, half
  },
});
