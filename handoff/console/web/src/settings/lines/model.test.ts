import { describe, expect, it } from "vitest";

import { changedMembers, membersOf, withPart } from "./members";
import { newLine, toForm, toLine } from "./model";

describe("a line in the editor", () => {
  const line = { ...newLine("sales", { en: "Sales" }, "UTC"), topics: ["product", "discounts"], version: 4 };

  it("gives back what it was made from", () => {
    expect(toForm(toLine(toForm(line, {}), 4), {})).toEqual(toForm(line, {}));
    expect(toLine(toForm(line, {}), 4)).toMatchObject({ id: "sales", version: 4, longest_hold: 259_200 });
  });

  it("leaves out wordings that say nothing", () => {
    const form = toForm(line, {});
    const saved = toLine(
      {
        ...form,
        names: { en: " Sales ", ru: "  " },
        texts: { greeting: { en: "" }, out_of_hours: { en: "Back {when}." } },
        questions: [{ key: " order ", texts: { en: "Which order?", ru: "" } }],
      },
      4,
    );
    expect(saved.names).toEqual({ en: "Sales" });
    expect(saved.texts).toEqual({ out_of_hours: { en: "Back {when}." } });
    expect(saved.questions).toEqual([{ key: "order", texts: { en: "Which order?" } }]);
  });
});

describe("members of a line", () => {
  const anna = { id: "anna", value: { lines: ["sales", "help"], supervises: [] as string[] } };
  const olga = { id: "olga", value: { lines: ["help"], supervises: ["sales"] } };
  const members = membersOf("sales", [anna, olga, { id: "ivan", value: { lines: [], supervises: [] } }]);

  it("are those who answer or supervise", () => {
    expect(members).toEqual({
      anna: { answers: true, supervises: false },
      olga: { answers: false, supervises: true },
    });
  });

  it("have changed when their part has", () => {
    const after = { anna: { answers: true, supervises: true }, ivan: { answers: false, supervises: false } };
    expect(changedMembers(members, after)).toEqual(["anna", "olga"]);
    expect(changedMembers(members, members)).toEqual([]);
  });

  it("keep their other lines", () => {
    expect(withPart(olga.value, "sales", {}, "olga")).toEqual({ lines: ["help"], supervises: [] });
    expect(withPart(anna.value, "sales", { anna: { answers: true, supervises: true } }, "anna")).toEqual({
      lines: ["help", "sales"],
      supervises: ["sales"],
    });
  });
});
