/** What this reader may do with a session now. The server decides; this only keeps useless buttons away. Pure. */
import { atLeast, type Line, type Me, type Session, type Waiting } from "../api/types";

export interface Allowed {
  /** Take a waiting session, accept an offer of one, take one from the bot, or (supervisors) from a colleague. */
  take: "waiting" | "offer" | "from_bot" | "from_colleague" | null;
  decline: boolean;
  reply: boolean;
  transferToLine: boolean;
  transferToPerson: boolean;
  /** Give it to anybody, whoever has it now. */
  assign: boolean;
  escalate: boolean;
  hold: boolean;
  resume: boolean;
  prioritise: boolean;
  giveBack: boolean;
  close: boolean;
}

type Reader = Pick<Me, "id" | "role" | "lines" | "supervises">;

const NOTHING: Allowed = {
  take: null,
  decline: false,
  reply: false,
  transferToLine: false,
  transferToPerson: false,
  assign: false,
  escalate: false,
  hold: false,
  resume: false,
  prioritise: false,
  giveBack: false,
  close: false,
};

/** `line` is the session's, once it is known. */
export function allowed(session: Session, me: Reader, line?: Line): Allowed {
  const above = Boolean(line?.escalates_to);
  switch (session.state) {
    case "waiting": {
      const take = takes(session, me, line);
      return {
        ...NOTHING,
        take,
        decline: take === "offer",
        transferToLine: true,
        transferToPerson: line?.distribution !== "supervisor" || overseesLine(me, session.line),
        assign: overseesLine(me, session.line),
        escalate: above,
        prioritise: true,
        giveBack: true,
        close: true,
      };
    }
    case "with_bot":
      // Taking from the bot puts the session into one's own line, so it takes having one.
      return {
        ...NOTHING,
        take: me.lines.length > 0 ? "from_bot" : null,
        transferToLine: true,
        assign: atLeast(me.role, "supervisor"),
        close: true,
      };
    case "with_operator": {
      const mine = session.operator === me.id;
      const assign = overseesLine(me, session.line);
      const may = mine || assign;
      return {
        ...NOTHING,
        take: !mine && may ? "from_colleague" : null,
        reply: mine,
        transferToLine: may,
        transferToPerson: may,
        assign,
        escalate: may && above,
        hold: mine && !session.hold,
        resume: may && Boolean(session.hold),
        prioritise: may,
        giveBack: may,
        close: may,
      };
    }
    case "closed":
      return NOTHING;
  }
}

/** Whoever has an offer accepts it; what is offered to another, or for supervisors only, is not for taking. */
function takes(session: Waiting, me: Reader, line?: Line): Allowed["take"] {
  if (session.offer?.operator === me.id) return "offer";
  if (overseesLine(me, session.line)) return "waiting";
  const forSupervisors = session.handling?.supervised || line?.distribution === "supervisor";
  return session.offer || forSupervisors ? null : "waiting";
}

function overseesLine(me: Reader, line: string): boolean {
  return atLeast(me.role, "supervisor") || me.supervises.includes(line);
}
