/** The API's words under short names. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["MeView"];
export type Person = Schemas["PersonView"];
export type Presence = Schemas["Presence"];
export type Role = Schemas["Role"];
export type Line = Schemas["LineView"];
export type View = Schemas["View"];
export type Row = Schemas["ConversationRow"];
export type Conversation = Schemas["ConversationView"];
export type Session = Row["session"];
export type Handling = Schemas["Handling"];
export type Reason = Schemas["Reason"];
export type Priority = Schemas["Priority"];
export type Level = Schemas["Level"];
export type ClockView = Schemas["ClockView"];
export type Decision = NonNullable<Message["decision"]>;
export type Notice = Schemas["NoticeView"];
export type Notices = Schemas["NoticesView"];
export type CardForm = Schemas["CardForm"];
export type Waiting = Schemas["Waiting"];
export type ClosedSession = Schemas["Closed"];
export type Inbox = Schemas["InboxView"];
export type History = Schemas["HistoryView"];
export type Message = Schemas["Message"];
export type Attachment = Schemas["Attachment"];
export type FileView = Schemas["FileView"];
export type Belief = Schemas["Belief"];
export type Delivery = Schemas["Delivery"];
export type Abilities = Conversation["abilities"];
export type Template = Schemas["ApprovedTemplate"];
export type Canned = Schemas["CannedView"];
export type Problem = Schemas["Problem"];

export type DemoLogin = Schemas["DemoLogin"];
export type ArticleRow = Schemas["ArticleRow"];
export type Article = Schemas["ArticleView"];
export type ArticleVersion = Schemas["VersionRow"];
export type Wording = Schemas["WordingView"];
export type TryResult = Schemas["TryResult"];

export const PRESENCES: Presence[] = ["online", "away", "offline"];

const RANK: Record<Role, number> = { operator: 0, supervisor: 1, admin: 2 };

export function atLeast(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

/** May they see the team's board: all of it, or that of the lines which they supervise? */
export function oversees(person: Pick<Person, "role" | "supervises">): boolean {
  return atLeast(person.role, "supervisor") || person.supervises.length > 0;
}
