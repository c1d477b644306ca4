import { describe, expect, it } from "vitest";

import { wording, type Sentences } from "./said";

const files = import.meta.glob<Sentences>("../messages/said/*.json", { import: "default", eager: true });
const english = files["../messages/said/en.json"] as Sentences;

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, "«$1»");

describe.each(Object.entries(files))("%s", (_, own) => {
  it("has words for every sentence, and no others", () => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
  });

  it("fills in nothing that the sentence does not tell", () => {
    for (const [code, text] of Object.entries(own)) {
      expect(places(english[code] as string)).toEqual(expect.arrayContaining(places(text)));
    }
  });

  it("takes no sentence for another", () => {
    const say = wording(english, own);
    for (const [code, text] of Object.entries(english)) {
      expect([code, say(filled(text))]).toEqual([code, filled(own[code] as string)]);
    }
  });
});

describe("a sentence of the server's", () => {
  const say = wording(
    { late: "It was late.", shut: "{who} is shut: {why}.", none: "no cause given" },
    { late: "Поздно.", shut: "{who} закрыт: {why}.", none: "без причины" },
  );

  it.each([
    ["It was late.", "Поздно."],
    ["Viber is shut: no cause given.", "Viber закрыт: без причины."],
    ["Viber is shut: Not a (known) key: 7.", "Viber закрыт: Not a (known) key: 7."],
    ["It was late. Viber is shut: no cause given.", "Поздно. Viber закрыт: без причины."],
    ["Nobody has ever said this.", "Nobody has ever said this."],
  ])("%s", (text, worded) => {
    expect(say(text)).toBe(worded);
  });
});
