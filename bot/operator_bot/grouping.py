"""Groups with topics: connecting one to lines, leaving it, and hearing what Telegram does with it."""

from telegram import Update

from bot.operator_bot.keeper import Keeper
from bot.operator_bot.reception import Context, Reception
from bot.operator_bot.visit import Visit
from handoff.ids import LineId
from handoff.operator import Role
from storage.mongo.operator_groups import Group


class Grouping:
    def __init__(self, reception: Reception, keeper: Keeper) -> None:
        self._reception, self._keeper = reception, keeper

    async def connect(self, visit: Visit) -> None:
        """`/connect` in the group, or `/connect billing, delivery` for some lines: by their ids or names."""
        if not await self._may(visit):
            return
        if obstacle := await self._keeper.obstacle(visit.spot.chat):
            await self._reception.say(visit, obstacle)
            return
        known = await self._reception.names()
        calls = {
            name.casefold(): line.id
            for line in known.book.lines if not line.archived
            for name in (line.id, *line.names.values())
        }  # fmt: skip
        asked = [each.strip() for each in visit.words.split(",") if each.strip()]
        if wrong := [each for each in asked if each.casefold() not in calls]:
            lines = ", ".join(known.line(each.id, visit.say) for each in known.book.lines if not each.archived)
            await self._reception.say(visit, "connect_usage", wrong=", ".join(wrong), lines=lines)
            return
        lines_ = frozenset(calls[each.casefold()] for each in asked)
        await self._keeper.connect(
            Group(
                chat=visit.spot.chat, title=_title(visit), language=visit.say("language_code"), lines=lines_
            )
        )  # fmt: skip
        await self._reception.ports.deeds.note(visit.operator, "connect", {"group": str(visit.spot.chat)})
        named = ", ".join(sorted(known.line(LineId(each), visit.say) for each in lines_)) or visit.say("all_lines")
        await self._reception.say(visit, "group_connected", lines=named)
        await self._reception.watch.sweep()

    async def disconnect(self, visit: Visit) -> None:
        """Its sessions go on in people's own chats."""
        if not await self._may(visit):
            return
        was = await self._keeper.disconnect(visit.spot.chat)
        await self._reception.ports.deeds.note(visit.operator, "disconnect", {"group": str(visit.spot.chat)})
        await self._reception.say(visit, "group_disconnected" if was else "group_unknown")
        await self._reception.watch.sweep()

    async def membership(self, update: Update, context: Context) -> None:
        """We were made an administrator of a group, or are one no more."""
        if update.my_chat_member and update.my_chat_member.chat.id < 0:
            await self._keeper.membership(update.my_chat_member)
            await self._reception.watch.sweep()

    async def moved(self, update: Update, context: Context) -> None:
        """The group has another number now; Telegram says so in the old one and in the new one."""
        message = update.message
        if message and message.migrate_to_chat_id:
            await self._keeper.moved(message.chat.id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._keeper.moved(message.migrate_from_chat_id, message.chat.id)
        await self._reception.watch.sweep()

    async def _may(self, visit: Visit) -> bool:
        if visit.spot.chat > 0:
            await self._reception.say(visit, "connect_in_group")
        elif not visit.operator.role.at_least(Role.ADMIN):
            await self._reception.say(visit, "admins_only")
        else:
            return True
        return False


def _title(visit: Visit) -> str:
    chat = visit.update.effective_chat
    return (chat.title or "") if chat else ""
