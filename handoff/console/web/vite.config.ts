import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.HELPLINE_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/console/",
  plugins: [react()],
  // Nothing is inlined as data:, so that the page lives under a strict Content-Security-Policy.
  // The server puts another word in its place with each answer.
  html: { cspNonce: "__NONCE__" },
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": { target: server, ws: true } },
  },
  test: { include: ["src/**/*.test.ts"] },
});
