/** What this reader may do with a session now. The server decides; this only keeps useless buttons away. Pure. */
import { atLeast, type Me, type Session } from "../api/types";

export interface Allowed {
  /** Take a waiting session, take one from the bot, or (supervisors) from a colleague. */
  take: "waiting" | "from_bot" | "from_colleague" | null;
  reply: boolean;
  transferToLine: boolean;
  transferToPerson: boolean;
  giveBack: boolean;
  close: boolean;
}

const NOTHING: Allowed = {
  take: null,
  reply: false,
  transferToLine: false,
  transferToPerson: false,
  giveBack: false,
  close: false,
};

export function allowed(session: Session, me: Pick<Me, "id" | "role" | "lines">): Allowed {
  switch (session.state) {
    case "waiting":
      return {
        take: "waiting",
        reply: false,
        transferToLine: true,
        transferToPerson: true,
        giveBack: true,
        close: true,
      };
    case "with_bot":
      // Taking from the bot puts the session into one's own line, so it takes having one.
      return { ...NOTHING, take: me.lines.length > 0 ? "from_bot" : null, transferToLine: true, close: true };
    case "with_operator": {
      const mine = session.operator === me.id;
      const may = mine || atLeast(me.role, "supervisor");
      return {
        take: !mine && may ? "from_colleague" : null,
        reply: mine,
        transferToLine: may,
        transferToPerson: may,
        giveBack: may,
        close: may,
      };
    }
    case "closed":
      return NOTHING;
  }
}
