/** What a browser calls itself, as people call it: "Firefox · Windows". */

/** The first that fits: most browsers also name those that they descend from. */
const BROWSERS: [RegExp, string][] = [
  [/YaBrowser/, "Yandex Browser"],
  [/EdgA?\/|EdgiOS/, "Edge"],
  [/OPR\/|OPT\//, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];

export function deviceName(userAgent: string): string | null {
  const names = [BROWSERS, SYSTEMS].map((known) => known.find(([sign]) => sign.test(userAgent))?.[1]);
  return names.filter(Boolean).join(" · ") || null;
}

/** One that is carried about gets a phone's mark. */
export function isHandheld(userAgent: string): boolean {
  return /iPhone|iPad|Android/.test(userAgent);
}
