"""What operators type: words for the customer, and commands."""

from collections.abc import Mapping

from telegram import Update

from bot.operator_bot import linking, menus
from bot.operator_bot.attendance import Attendance
from bot.operator_bot.cards import Card
from bot.operator_bot.closing import Closing
from bot.operator_bot.grouping import Grouping
from bot.operator_bot.handling import Handling
from bot.operator_bot.lanes import spot_of
from bot.operator_bot.luggage import Luggage
from bot.operator_bot.overview import Overview
from bot.operator_bot.reception import Callback, Context, Reception
from bot.operator_bot.speaking import Speaking
from bot.operator_bot.visit import OnVisit, Visit
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.operator import Operator, Presence

SHOWN = (
    "sessions", "who", "note", "transfer", "hold", "resume", "escalate", "priority", "back", "close",
    "online", "away", "break", "offline", "status", "queue", "team", "connect", "disconnect", "help",
)  # fmt: skip
"""Commands in the order of Telegram's menu."""


class Commands:
    def __init__(self, reception: Reception, luggage: Luggage, grouping: Grouping) -> None:
        self._reception = reception
        self._desk, self._post, self._memory = reception.ports.desk, reception.post, reception.memory
        self.attendance, self.closing = Attendance(reception), Closing(reception)
        self.speaking, self._grouping = Speaking(reception, self.closing, luggage), grouping
        self._handling, self._overview = Handling(reception), Overview(reception)

    def handlers(self) -> Mapping[str, Callback]:
        """By the command's name."""
        about = self._reception.on_session
        acts: dict[str, OnVisit] = {
            "help": self.help,
            "sessions": self.sessions,
            "team": self._overview.team,
            "who": about(self.who),
            "note": about(self.speaking.note),
            "transfer": about(self.transfer),
            "back": about(self.back),
            "close": about(self.closing.begin),
            "connect": self._grouping.connect,
            "disconnect": self._grouping.disconnect,
            "queue": self._overview.queue,
            "status": self.attendance.status,
            "break": self.attendance.pause,
            "hold": about(self._handling.hold),
            "resume": about(self._handling.resume),
            "escalate": about(self._handling.escalate),
            "priority": about(self._handling.priority),
            "online": self.attendance.online,
            "away": self.attendance.away,
            "offline": self.attendance.offline,
        }
        callbacks = {name: self._reception.operators_only(act) for name, act in acts.items()}
        return {"start": self.start, **callbacks}

    async def start(self, update: Update, context: Context) -> None:
        """`/start <code>` is what the console's link sends."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if not context.args:
            await self._reception.operators_only(self.help)(update, context)
            return
        operator_id = await linking.redeem(self._reception.ports.redis, context.args[0])
        if operator_id is None:
            say = self._reception.texts.in_language(user.language_code)
            await self._post.send(spot_of(message), Card(text=say("link_expired")))
            return
        await self._desk.operators.link_telegram(operator_id, user.id)
        await self._reception.operators_only(self._welcome)(update, context)

    async def who(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._reception.show(visit, await self._reception.seen(visit, conversation_id))

    async def transfer(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Offer lines, and the colleagues who are at work."""
        conversation = await self._reception.seen(visit, conversation_id)
        colleagues = [
            each for each in await self._desk.operators.all() if _can_take(each, visit.operator, conversation)
        ]
        menu = menus.transfer(conversation, await self._desk.lines.all(), colleagues, visit.say)
        await self._post.send(visit.spot, menu, conversation_id)

    async def back(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._desk.give_back(conversation_id, visit.operator)

    async def sessions(self, visit: Visit) -> None:
        await self._post.send(visit.spot, await self._reception.sessions(visit))

    async def help(self, visit: Visit) -> None:
        await self._reception.say(visit, "help")
        await self._reception.say(visit, "help_groups")

    async def unknown(self, visit: Visit) -> None:
        await self._reception.say(visit, "unknown_command")

    async def _welcome(self, visit: Visit) -> None:
        await self._reception.ports.deeds.note(visit.operator, "link")
        await self._reception.say(visit, "linked", name=visit.operator.name)
        await self._reception.say(visit, "help")
        await self._reception.watch.sweep()


def _can_take(colleague: Operator, me: Operator, conversation: Conversation) -> bool:
    there = colleague.active and colleague.presence is not Presence.OFFLINE
    return there and colleague.id not in (me.id, conversation.operator)
