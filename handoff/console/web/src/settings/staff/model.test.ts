import { describe, expect, it } from "vitest";

import { found, toCard, toForm } from "./model";
import type { StaffCard, StaffView } from "./useStaff";

const ANNA: StaffCard = {
  login: "anna",
  name: "Anna Kowalska",
  role: "operator",
  lines: ["delivery", "help"],
  supervises: ["help"],
  languages: ["pl", "en"],
  skills: { returns: 4, billing: 2 },
  regions: ["PL"],
  shift: {
    zone: "Europe/Warsaw",
    week: { "0": [{ opens: "09:00:00", closes: "17:00:00" }] },
    holidays: [],
    exceptions: {},
  },
  capacity: null,
  email: null,
};

describe("a person in the editor", () => {
  it("gives back what they were made from", () => {
    expect(toForm(toCard(toForm(ANNA)))).toEqual(toForm(ANNA));
    expect(toCard(toForm(ANNA))).toMatchObject({
      lines: ["delivery", "help"],
      supervises: ["help"],
      email: null,
    });
  });

  it("does in each line one thing, the other, or both", () => {
    expect(toForm(ANNA).lines).toEqual({
      delivery: { answers: true, supervises: false },
      help: { answers: true, supervises: true },
    });
  });

  it("has no skill without a name", () => {
    expect(toCard({ ...toForm(ANNA), skills: [{ name: " ", level: 3 }] }).skills).toEqual({});
  });
});

it("finds people by all the words that are typed", () => {
  const view = (value: StaffCard) => ({ id: value.login, value }) as StaffView;
  const staff = [view(ANNA), view({ ...ANNA, login: "ivan", name: "Ivan", languages: ["ru"], skills: {} })];
  const names = (text: string) => found(staff, text, (id) => id).map(({ id }) => id);
  expect(names("")).toEqual(["anna", "ivan"]);
  expect(names("Delivery RU")).toEqual(["ivan"]);
  expect(names("returns pl")).toEqual(["anna"]);
});
