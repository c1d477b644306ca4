"""Giving a waiting session to the operator who was chosen: at once, or as an offer that they may accept or decline."""

from dataclasses import replace
from datetime import datetime

from handoff.conversation import Conversation
from handoff.courtesies import Courtesies
from handoff.line import Line
from handoff.messages import Happening
from handoff.operator import Operator
from handoff.routing.picking import Pick
from handoff.session import Offer, Waiting


def give(
    conversation: Conversation, waiting: Waiting, pick: Pick, to: Operator, line: Line, *,
    courtesies: Courtesies, now: datetime,
) -> Conversation:  # fmt: skip
    """With the decision kept in the history. The customer hears of it when somebody has the session."""
    why, decision = pick.choice.why, pick.decision(now)
    known = waiting.with_handling(replace(waiting.handling, why_operator=why))
    if line.accept_within is not None:
        offer = Offer(operator=to.id, until=now + line.accept_within, why=why)
        return conversation.with_session(known.offered(offer)).reports(
            Happening.OFFERED, at=now, decision=decision, tells=(to.id,), operator=to.name
        )
    # Before the change: afterwards the bot is silent.
    told = courtesies.say(conversation, "operator_joined", at=now, name=to.name)
    return told.with_session(known.assign(to.id, at=now)).reports(
        Happening.ASSIGNED, at=now, decision=decision, tells=(to.id,), operator=to.name
    )
