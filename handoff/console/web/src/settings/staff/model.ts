/** A person as the API keeps them and as the editor shows them. Pure. */
import { toForm as toHoursForm, toHours, type HoursForm } from "../hours/hours";
import type { Members } from "../lines/model";
import type { StaffCard, StaffView } from "./useStaff";

export interface Skill {
  name: string;
  level: number;
}

/** `lines` says by line what they do there. */
export interface StaffForm {
  login: string;
  name: string;
  role: StaffCard["role"];
  lines: Members;
  languages: string[];
  skills: Skill[];
  regions: string[];
  shift: HoursForm | null;
  capacity: number | null;
  email: string;
}

export const LEVELS = [1, 2, 3, 4, 5] as const;

export function toForm(card: StaffCard): StaffForm {
  const inLine = [...new Set([...card.lines, ...card.supervises])].sort();
  return {
    login: card.login,
    name: card.name,
    role: card.role,
    lines: Object.fromEntries(
      inLine.map((id) => [
        id,
        { answers: card.lines.includes(id), supervises: card.supervises.includes(id) },
      ]),
    ),
    languages: card.languages,
    skills: Object.entries(card.skills ?? {})
      .map(([name, level]) => ({ name, level }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    regions: card.regions,
    shift: card.shift ? toHoursForm(card.shift) : null,
    capacity: card.capacity ?? null,
    email: card.email ?? "",
  };
}

export function toCard(form: StaffForm): StaffCard {
  const linesWith = (part: "answers" | "supervises") =>
    Object.keys(form.lines)
      .filter((id) => form.lines[id]?.[part])
      .sort();
  return {
    login: form.login.trim(),
    name: form.name.trim(),
    role: form.role,
    lines: linesWith("answers"),
    supervises: linesWith("supervises"),
    languages: form.languages,
    skills: Object.fromEntries(
      form.skills.filter(({ name }) => name.trim()).map(({ name, level }) => [name.trim(), level]),
    ),
    regions: form.regions,
    shift: form.shift ? toHours(form.shift) : null,
    capacity: form.capacity,
    email: form.email.trim() || null,
  };
}

export const NOBODY: StaffForm = {
  login: "",
  name: "",
  role: "operator",
  lines: {},
  languages: ["en"],
  skills: [],
  regions: [],
  shift: null,
  capacity: null,
  email: "",
};

/** Whom a search finds: by name, login, line or skill. */
export function found(
  staff: readonly StaffView[],
  text: string,
  lineName: (id: string) => string,
): StaffView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return staff.filter(({ value }) => {
    const all = [
      value.name,
      value.login,
      ...value.lines.map(lineName),
      ...value.languages,
      ...Object.keys(value.skills ?? {}),
    ]
      .join(" ")
      .toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
