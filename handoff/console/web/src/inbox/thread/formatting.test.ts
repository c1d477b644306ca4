import { describe, expect, it } from "vitest";

import cases from "./formatting.cases.json";
import { isFormatted, piecesOf, plainOf, type Piece } from "./formatting";

type Span = [number, number, string];

function flat(pieces: Piece[]): { text: string; spans: Span[] } {
  let text = "";
  const spans: Span[] = [];
  const put = (piece: Piece) => {
    if (typeof piece === "string") {
      text += piece;
      return;
    }
    const span: Span = [text.length, 0, piece.style];
    spans.push(span);
    piece.pieces.forEach(put);
    span[1] = text.length;
  };
  pieces.forEach(put);
  return { text, spans };
}

describe("formatted text", () => {
  it.each(cases as unknown as [string, string, Span[]][])("%j", (written, text, spans) => {
    expect(flat(piecesOf(written))).toEqual({ text, spans });
  });

  it("leads nowhere but to the web", () => {
    const [link] = piecesOf("[x](https://a.example/(b))");
    expect(link).toEqual({ style: "link", url: "https://a.example/(b)", pieces: ["x"] });
  });

  it("is the words alone where nothing is formatted, and where links lead", () => {
    expect(plainOf("**So** it is: [_here_](https://a.example), [https://b.example](https://b.example)")).toBe(
      "So it is: here (https://a.example), https://b.example",
    );
    expect(["**so**", "2 * 3"].map(isFormatted)).toEqual([true, false]);
  });

  it("takes long rows of signs without losing its way", () => {
    const strange = "**_`[".repeat(400);
    const began = performance.now();
    expect(flat(piecesOf(strange)).text.length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
