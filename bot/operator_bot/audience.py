"""Who hears of a waiting session."""

from collections.abc import Sequence

from handoff import access
from handoff.conversation import Conversation
from handoff.line import Distribution, Line
from handoff.operator import Operator, Presence
from handoff.session import Waiting


def audience(conversation: Conversation, operators: Sequence[Operator], line: Line | None) -> Sequence[Operator]:
    """Those who are linked and may take it now.

    What is offered is for one person's ears, and a line that gives its sessions out by itself calls nobody before.
    What a supervisor hands out is for the line's supervisors. Else all of the line who are at work hear: who speak
    the customer's language, or everybody if none does.
    """
    session = conversation.session
    if not isinstance(session, Waiting):
        return ()
    linked = [each for each in operators if each.telegram_id is not None and each.active]
    if session.offer is not None:
        return [each for each in linked if each.id == session.offer.operator]
    if line is not None and line.distribution is Distribution.PUSH:
        return ()
    there = [
        each for each in linked if each.presence is not Presence.OFFLINE and access.may_see(each, conversation)
    ]  # fmt: skip
    if session.handling.supervised or (line is not None and line.distribution is Distribution.SUPERVISOR):
        own = [each for each in there if session.line in each.supervises]
        return own or [each for each in there if each.oversees(session.line)]
    members = [each for each in there if session.line in each.lines]
    speakers = [each for each in members if conversation.customer.language in each.languages]
    return speakers or members
