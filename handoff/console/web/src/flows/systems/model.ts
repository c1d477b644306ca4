/** The systems that flows speak with, as they are edited. A secret is only ever written: null keeps the one there is. Pure. */
import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type SystemsView = Schemas["SystemsView"];
export type ProcessRow = Schemas["ProcessView"] & { secret: string };
export type HookRow = Schemas["HookView"] & { secret: string };

export interface SystemsForm {
  processes: ProcessRow[];
  hooks: HookRow[];
  private_hosts: string[];
}

export function toForm({ processes, hooks, private_hosts }: SystemsView): SystemsForm {
  return {
    processes: processes.map((each) => ({ ...each, secret: "" })),
    hooks: hooks.map((each) => ({ ...each, secret: "" })),
    private_hosts,
  };
}

export function toValue({ processes, hooks, private_hosts }: SystemsForm) {
  return {
    processes: processes.map(({ id, url, secret }) => ({
      id: id.trim(),
      url: url.trim(),
      secret: secret || null,
    })),
    hooks: hooks.map(({ id, secret }) => ({ id: id.trim(), secret: secret || null })),
    private_hosts,
  };
}

/** What names a webhook or a process in flows and in addresses. */
export function isId(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,63}$/.test(text);
}

/** A secret that nobody has to think up: 256 bits, in letters that a shell leaves alone. */
export function freshSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
