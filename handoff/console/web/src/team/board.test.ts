import { describe, expect, it } from "vitest";

import { inOrder, ofLine, share, stillThere, toggled, type TeamPerson } from "./board";

function person(
  name: string,
  presence: "online" | "away" | "offline",
  load = 0,
  lines = ["help"],
  held: string[] = [],
) {
  return {
    person: { id: name, name, presence, lines, supervises: [] as string[] },
    load,
    capacity: 5,
    sessions: held.map((line) => ({ line })),
  } as unknown as TeamPerson;
}

describe("the people of the board", () => {
  const people = [
    person("Zoe", "offline"),
    person("Boris", "away", 0, ["help"], ["it"]),
    person("Anna", "online", 1),
    person("Cleo", "online", 4, ["it"]),
  ];
  const names = (some: TeamPerson[]) => some.map(({ person: { name } }) => name);

  it("are ordered by presence, then by how busy they are", () => {
    expect(names(inOrder(people))).toEqual(["Cleo", "Anna", "Boris", "Zoe"]);
  });

  it("of a line are its members, and who still holds a session of it", () => {
    expect(names(ofLine(people, "it"))).toEqual(["Boris", "Cleo"]);
    expect(ofLine(people, null)).toHaveLength(4);
  });

  it("are full when they may hold nothing", () => {
    expect(share({ load: 0, capacity: 0 })).toBe(1);
    expect(share({ load: 2, capacity: 8 })).toBe(0.25);
  });
});

describe("a choice of sessions", () => {
  it("is toggled one by one", () => {
    expect([...toggled(toggled(toggled(new Set(), "a"), "b"), "a")]).toEqual(["b"]);
  });

  it("forgets what is not on the board any more", () => {
    expect(stillThere(new Set(["a", "gone"]), ["b", "a"])).toEqual(["a"]);
  });
});
