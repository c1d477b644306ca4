"""Keeps the list of groups true: connected by an admin, moved by Telegram, lost when we may not work there any more.

A lost group is no error for anybody's work: its sessions go on in people's own chats, and the admins are told.
"""

import structlog
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberUpdated
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.operator_bot.cards import Card
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import BotTexts
from bot.operator_bot.trouble import GroupMoved, GroupTrouble
from handoff.ids import ConversationId, MessageId, OperatorId
from handoff.messages import Happening
from handoff.operator import Role
from handoff.ports import Notice
from storage.mongo.operator_groups import Group

log = structlog.get_logger()


class Keeper:
    def __init__(self, bot: ExtBot[bool], ports: OperatorBotPorts, post: Post, texts: BotTexts) -> None:
        self._bot, self._operators, self._post, self._texts = bot, ports.desk.operators, post, texts
        self._groups, self._topics, self._notices = ports.groups, ports.topics, ports.notices
        self._clock = ports.desk.clock

    async def obstacle(self, chat: int) -> str | None:
        """The key of the sentence that says what has to be done before the group can be used; None: nothing."""
        try:
            if not (await self._bot.get_chat(chat)).is_forum:
                return "group_no_topics"
            ours = await self._bot.get_chat_member(chat, self._bot.id)
        except BadRequest:
            return "group_no_rights"
        return None if _may_work(ours) else "group_no_rights"

    async def connect(self, group: Group) -> None:
        await self._groups.connect(group)
        log.info("Group connected", action="group_connected", chat=group.chat, lines=sorted(group.lines))

    async def disconnect(self, chat: int) -> bool:
        return await self._groups.disconnect(chat)

    async def language(self, chat: int) -> str | None:
        """In which the bot speaks there."""
        return next((each.language for each in await self._groups.all() if each.chat == chat), None)

    async def hear(self, trouble: GroupTrouble) -> None:
        if isinstance(trouble, GroupMoved):
            await self.moved(trouble.spot.chat, trouble.to)
        else:
            await self._lose(trouble.spot.chat, trouble.reason)

    async def moved(self, chat: int, to: int) -> None:
        log.info("A group has another number now", action="group_moved", chat=chat, to=to)
        await self._groups.move(chat, to)
        await self._topics.move(chat, to)

    async def membership(self, change: ChatMemberUpdated) -> None:
        """We were made an administrator, or are one no more."""
        if _may_work(change.new_chat_member):
            await self._groups.lose(change.chat.id, None)
        else:
            await self._lose(change.chat.id, change.new_chat_member.status)

    async def _lose(self, chat: int, reason: str) -> None:
        """Said once to every admin, in the console and in their own chat."""
        group = await self._groups.lose(chat, reason)
        if group is None:
            return
        log.error("Operators' group lost", action="group_lost", chat=chat, reason=reason)
        people = await self._operators.all()
        admins = [each for each in people if each.active and each.role.at_least(Role.ADMIN)]
        await self._notices.add([self._notice(group, reason, each.id) for each in admins])
        for admin in admins:
            if admin.telegram_id:
                say = self._texts.spoken_to(admin)
                card = Card(text=say("group_lost", title=group.title or chat, reason=reason))
                try:
                    await self._post.send(Spot(admin.telegram_id), card)
                except TelegramError as error:
                    log.warning("Admin not told", action="admin_not_told", reason=error.message)

    def _notice(self, group: Group, reason: str, admin: OperatorId) -> Notice:
        """For the console's bell; it is of no conversation."""
        now = self._clock()
        return Notice(
            id=f"group-lost:{group.chat}:{now.isoformat()}~{admin}", operator=admin,
            conversation_id=ConversationId(""), message_id=MessageId(""), customer=group.title or str(group.chat),
            happening=Happening.GROUP_LOST, details={"title": group.title, "reason": reason}, at=now,
        )  # fmt: skip


def _may_work(ours: ChatMember) -> bool:
    return isinstance(ours, ChatMemberAdministrator) and bool(ours.can_manage_topics)
