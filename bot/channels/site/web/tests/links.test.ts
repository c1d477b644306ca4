import { expect, test } from "vitest";
import { page, pieces, unnamed } from "../src/links";

const BASE = "https://desk.example/widget.js";
const CITED = { title: "How to return something", page: "/demo/help/en/return-how" };

function links(text: string): string[] {
  return pieces(text, [], BASE).flatMap((piece) => piece.href ?? []);
}

test.each([
  ["see https://shop.example/a.", ["https://shop.example/a"]],
  ["(https://shop.example/a)", ["https://shop.example/a"]],
  ["https://shop.example/a_(b)", ["https://shop.example/a_(b)"]],
  [
    "«https://shop.example/доставка»!",
    ["https://shop.example/%D0%B4%D0%BE%D1%81%D1%82%D0%B0%D0%B2%D0%BA%D0%B0"],
  ],
  ["http://a.example and https://b.example?x=1&y=2", ["http://a.example/", "https://b.example/?x=1&y=2"]],
  ["javascript:alert(1) ftp://a.example shop.example data:text/html,x", []],
  ["https://", []],
  ["nohttps://a.example", []],
])("%s", (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test("nothing of a text is lost or changed", () => {
  for (const text of [
    "",
    "a https://b.example, c",
    "https://b.example",
    '<b onclick="x">https://b.example/"x</b>',
  ]) {
    expect(
      pieces(text, [CITED], BASE)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  }
});

test("the title of a cited article leads to its page", () => {
  const text =
    "How to return something: post it.\n\nFrom our help pages: How to return something\n\nDid this help?";
  const found = pieces(text, [CITED], BASE);
  expect(found.filter((piece) => piece.href)).toEqual([
    { text: CITED.title, href: "https://desk.example/demo/help/en/return-how" },
  ]);
  expect(found[0]?.text).toContain("post it");
  expect(unnamed(text, [CITED])).toEqual([]);
  expect(unnamed("Post it.", [CITED])).toEqual([CITED]);
});

test.each([null, "javascript:alert(1)", "data:text/html,x", "http://["])("no link leads to %s", (address) => {
  expect(page({ title: "A", page: address }, BASE)).toBeNull();
});
