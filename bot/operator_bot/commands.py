"""What operators type: words for the customer, and commands."""

from collections.abc import Mapping

from telegram import Update

from bot.operator_bot import linking, menus
from bot.operator_bot.attendance import Attendance
from bot.operator_bot.cards import Card
from bot.operator_bot.closing import Closing
from bot.operator_bot.handling import Handling
from bot.operator_bot.overview import Overview
from bot.operator_bot.visit import Callback, Context, OnVisit, Reception, Visit
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.operator import Operator, Presence

SHOWN = (
    "sessions", "who", "note", "transfer", "hold", "resume", "escalate", "priority", "back", "close",
    "online", "away", "offline", "team", "help",
)  # fmt: skip
"""Commands in the order of Telegram's menu."""


class Commands:
    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._desk, self._post, self._memory = reception.ports.desk, reception.post, reception.memory
        self.attendance, self.closing = Attendance(reception), Closing(reception)
        self._handling, self._overview = Handling(reception), Overview(reception)

    def handlers(self) -> Mapping[str, Callback]:
        """By the command's name."""
        about = self._reception.on_session
        acts: dict[str, OnVisit] = {
            "help": self.help,
            "sessions": self.sessions,
            "team": self._overview.team,
            "who": about(self.who),
            "note": about(self.note),
            "transfer": about(self.transfer),
            "back": about(self.back),
            "close": about(self.closing.begin),
            "hold": about(self._handling.hold),
            "resume": about(self._handling.resume),
            "escalate": about(self._handling.escalate),
            "priority": about(self._handling.priority),
            **{presence.value: self.attendance.be(presence) for presence in Presence},
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
            await self._post.send(message.chat_id, Card(text=say("link_expired")))
            return
        await self._desk.operators.link_telegram(operator_id, user.id)
        await self._reception.operators_only(self._welcome)(update, context)

    async def words(self, visit: Visit) -> None:
        """The answer to what we have asked, or words for the customer."""
        asked = None if visit.replied_to else await self._memory.asked(visit.chat, visit.event)
        if asked is None:
            await self._reception.on_session(self._reply, unclear="whom")(visit)
        else:
            await self._reception.attempt(visit, asked.conversation_id, self.closing.with_comment(asked))

    async def note(self, visit: Visit, conversation_id: ConversationId) -> None:
        if not visit.words:
            await self._reception.say(visit, "note_usage")
            return
        await self._desk.note(conversation_id, visit.operator, visit.words, visit.event)
        await self._reception.say(visit, "note_kept")

    async def who(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._reception.show(visit, await self._reception.seen(visit, conversation_id))

    async def transfer(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Offer lines, and the colleagues who are at work."""
        conversation = await self._reception.seen(visit, conversation_id)
        colleagues = [
            each for each in await self._desk.operators.all() if _can_take(each, visit.operator, conversation)
        ]
        menu = menus.transfer(conversation, await self._desk.lines.all(), colleagues, visit.say)
        await self._post.send(visit.chat, menu, conversation_id)

    async def back(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._desk.give_back(conversation_id, visit.operator)

    async def sessions(self, visit: Visit) -> None:
        await self._post.send(visit.chat, await self._reception.sessions(visit))

    async def help(self, visit: Visit) -> None:
        await self._reception.say(visit, "help")

    async def only_text(self, visit: Visit) -> None:
        await self._reception.say(visit, "only_text")

    async def unknown(self, visit: Visit) -> None:
        await self._reception.say(visit, "unknown_command")

    async def _reply(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Quiet when it works."""
        await self._desk.reply(conversation_id, visit.operator, visit.text, visit.event)
        # Replying to one's own words means the same session.
        await self._memory.is_about(visit.chat, visit.message_id, conversation_id)

    async def _welcome(self, visit: Visit) -> None:
        await self._reception.say(visit, "linked", name=visit.operator.name)
        await self._reception.say(visit, "help")
        await self._reception.watch.sweep()


def _can_take(colleague: Operator, me: Operator, conversation: Conversation) -> bool:
    there = colleague.active and colleague.presence is not Presence.OFFLINE
    return there and colleague.id not in (me.id, conversation.operator)
