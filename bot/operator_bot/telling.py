"""What a notice says, in a sentence for its hearer: the same in Telegram and in an e-mail."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from bot.operator_bot.times import lasting
from bot.operator_bot.words import standing
from handoff.conversation import Conversation
from handoff.ids import LineId
from handoff.messages import Happening
from handoff.operator import AwayReason, Operator
from handoff.ports import Notice

STALE = timedelta(days=1)
"""A notice that could not be sent for so long is no news any more."""


def told(
    notice: Notice, conversation: Conversation, hearer: Operator | None, known: Names, say: Say, now: datetime
) -> str:
    """`hearer` None: whoever reads an address that the rules name."""
    details = notice.details
    match notice.happening:
        case Happening.SLA_WARNING | Happening.SLA_BREACH:
            return promise(notice.happening, details, conversation, known, say, now)
        case Happening.OFFERED:
            return say("told_offered")
        case Happening.OFFER_MISSED:
            away = hearer is not None and hearer.away_reason is AwayReason.MISSED
            return say("told_missed_away" if away else "told_missed")
        case Happening.ASSIGNED:
            return say("told_given", by=details["by"]) if "by" in details else say("told_assigned")
        case Happening.TRANSFERRED:
            return say("told_given", by=details.get("by", "–"))
        case Happening.RETURNED:
            cause, operator = say.name("cause", details.get("cause", "")), details.get("operator", "–")
            if hearer is not None and hearer.name == operator:
                return say("told_taken_back", cause=cause)
            return say("told_returned", name=operator, cause=cause)
        case Happening.RESUMED:
            return say(f"told_resumed_{details.get('cause', 'time')}", reason=details.get("reason", "–"))
        case Happening.FLOW:
            named = {name: details.get(name, "–") for name in ("name", "step", "error")}
            return say("told_flow_failed", **named)
        case Happening.ESCALATED:
            line = known.line(LineId(details.get("line", "–")), say)
            return say("told_escalated", line=line, cause=say.name("cause", details.get("cause", "")))
        case Happening.WINDOW_CLOSING:
            return closing(details, conversation, known, say, now)
        case _:
            return standing(conversation, known, say, now)


def closing(details: Mapping[str, str], conversation: Conversation, known: Names, say: Say, now: datetime) -> str:
    """The messenger will soon take approved templates only."""
    until = datetime.fromisoformat(details["until"])
    return say("told_window_closing", left=lasting(until - now, say), time=known.clock(conversation, until, now))


def promise(
    happening: Happening, details: Mapping[str, str], conversation: Conversation, known: Names, say: Say, now: datetime
) -> str:
    """A promise that is in danger, or broken. A pause may have taken its due time away."""
    target = say.name("target", details.get("target", ""))
    due = datetime.fromisoformat(details["due"]) if details.get("due") else None
    if due is None:
        broken = happening is Happening.SLA_BREACH
        return say("told_broken" if broken else "told_hurry", target=target)
    key = "told_late" if due <= now else "told_warning"
    return say(key, target=target, left=lasting(due - now, say), time=known.clock(conversation, due, now))
