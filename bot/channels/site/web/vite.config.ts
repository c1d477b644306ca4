import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2020",
    lib: { entry: "src/main.tsx", formats: ["iife"], name: "Helpline", fileName: () => "widget.js" },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
