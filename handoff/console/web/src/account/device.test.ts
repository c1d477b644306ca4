import { expect, test } from "vitest";

import { deviceName, isHandheld } from "./device";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/141.0 Safari/537.36`, "Chrome · Windows"],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/141.0 Safari/537.36 Edg/141.0`, "Edge · Windows"],
  [
    `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/141.0 YaBrowser/26.1 Safari/537.36`,
    "Yandex Browser · Linux",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 15.7) Gecko/20100101 Firefox/145.0", "Firefox · macOS"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
    "Safari · iPhone",
  ],
  [`Mozilla/5.0 (Linux; Android 16; K) ${WEBKIT} Chrome/141.0 Mobile Safari/537.36`, "Chrome · Android"],
  ["python-httpx/0.28", null],
  ["", null],
])("%s", (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});

test("what is carried about is told apart", () => {
  expect(isHandheld("Mozilla/5.0 (Linux; Android 16; K)")).toBe(true);
  expect(isHandheld("Mozilla/5.0 (X11; Linux x86_64)")).toBe(false);
});
