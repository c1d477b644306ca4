import { describe, expect, it } from "vitest";

import { standing, under } from "../rules/chapter/problems";
import {
  accountFrom,
  addressIs,
  blank,
  fieldsOf,
  isOf,
  laidOut,
  masked,
  toBody,
  toForm,
  toTried,
  toValue,
  type ConnectionView,
} from "./model";

const kind = {
  schema: {
    required: ["sender", "password"],
    properties: {
      sender: { type: "string", title: "From", label: { en: "From", ru: "От" }, help: { en: "Whose" } },
      port: { type: "integer", default: 993, exclusiveMinimum: 0, maximum: 65535 },
      security: { type: "string", enum: ["tls", "none"], default: "tls" },
      bot_first: { type: "boolean", default: false },
      password: { type: "string", format: "password", maxLength: 50, default: "**********" },
    },
  },
};

const view = {
  name: "email-shop",
  kind: "email",
  account: "shop",
  title: "Shop",
  settings: { sender: "help@example.com", port: 143, security: "none", bot_first: true },
  secrets_kept: ["password"],
  line: "sales",
  flows: ["welcome"],
  on: true,
  version: 3,
} as unknown as ConnectionView;

describe("the form of a kind", () => {
  it("has a field for each property, of the type that it asks for", () => {
    expect(fieldsOf(kind).map(({ name, type }) => [name, type])).toEqual([
      ["sender", "text"],
      ["port", "number"],
      ["security", "choice"],
      ["bot_first", "flag"],
      ["password", "secret"],
    ]);
    expect(fieldsOf(kind)[1]).toMatchObject({ min: 1, max: 65535, initial: 993, required: false });
    expect(fieldsOf(kind)[0]).toMatchObject({ label: { ru: "От" }, required: true });
  });

  it("begins with what the kind takes by itself, and never with a secret", () => {
    expect(blank(kind).settings).toEqual({ sender: "", port: 993, security: "tls", bot_first: false });
    expect(blank(kind).secrets).toEqual({ password: "" });
  });
});

describe("a connection in the editor", () => {
  const form = toForm(view, kind);

  it("sends back what it was made from, without the secrets that are kept", () => {
    expect(toBody(form)).toEqual({
      title: "Shop",
      settings: view.settings,
      secrets: {},
      line: "sales",
      flows: ["welcome"],
      on: true,
    });
  });

  it("sends a secret that was written, and an empty one for what is to be forgotten", () => {
    expect(toBody({ ...form, secrets: { password: "hunter2" } }).secrets).toEqual({ password: "hunter2" });
    expect(toBody({ ...form, secrets: { password: null } }).secrets).toEqual({ password: "" });
  });

  it("leaves out what is empty", () => {
    expect(toTried({ ...form, settings: { ...form.settings, port: "", bot_first: false } }).settings).toEqual(
      {
        sender: "help@example.com",
        security: "none",
        bot_first: false,
      },
    );
  });

  it("keeps a refusal at a secret until another is typed", () => {
    const refused = toValue({ ...form, secrets: { password: "wrong" } });
    const problems = [{ field: "settings.password", message: "No." }];
    const left = (password: string) =>
      under(standing(problems, refused, toValue({ ...form, secrets: { password } })), "settings.password");
    expect(left("wrong")).toEqual(problems);
    expect(left("right")).toEqual([]);
  });

  it("does not show a typed secret beside a colleague's version", () => {
    expect(JSON.stringify(masked({ ...form, secrets: { password: "hunter2" } }))).not.toContain("hunter2");
    expect(masked(form)).toEqual(form);
  });
});

describe("the account of a new connection", () => {
  it.each([
    ["Shop in Łódź!", [], "shop-in-odz"],
    ["Shop", ["shop", "shop-2"], "shop-3"],
    ["!!!", [], ""],
    [`${"a".repeat(31)} b`, [], "a".repeat(31)],
    ["a".repeat(40), ["a".repeat(32)], `${"a".repeat(29)}-2`],
  ])("of %j beside %j is %j", (title, taken, account) => {
    expect(accountFrom(title, taken)).toBe(account);
  });
});

describe("what was set aside", () => {
  const letter = (conversation_id: string) => ({ id: "1", conversation_id, error: "", parked_at: "" });

  it.each([
    ["email:shop:ada@example.com", true],
    ["email-shop:?", true],
    ["email:shop-2:ada@example.com", false],
    ["email-shop-2:?", false],
  ])("in %s belongs to the connection: %s", (id, its) => {
    expect(isOf(view, letter(id))).toBe(its);
  });

  it("is laid out where it is JSON, and shown as it came elsewhere", () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut("From: ada")).toBe("From: ada");
  });
});

it("knows who tells the messenger our address", () => {
  expect(["whatsapp", "telegram", "email"].map(addressIs)).toEqual(["entered", "registered", null]);
});
