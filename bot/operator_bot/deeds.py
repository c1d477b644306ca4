"""The desk as operators have it in Telegram: whatever they ask of it is noted in the audit log, done or refused."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from handoff.desk import Desk, DeskError, NotFound
from handoff.ids import ConversationId
from handoff.notary import Notary
from handoff.operator import Operator
from handoff.ports import Clock
from handoff.ports.audit import Deed, Source

USE_CASES = (
    "accept", "decline", "reply", "note", "correct", "transfer_to_line", "transfer_to_operator", "escalate",
    "give_back", "hold", "resume", "prioritise", "close",
)  # fmt: skip
"""What the bot asks of the desk that changes something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What is done in Telegram."""

    notary: Notary
    clock: Clock

    async def note(self, operator: Operator, did: str, on: Mapping[str, str] | None = None, status: int = 200) -> None:
        await self.notary.note(
            Deed(
                at=self.clock(), operator=operator.id, did=f"bot {did}", on=on or {}, status=status,
                address=f"telegram:{operator.telegram_id or ''}", source=Source.OPERATOR_BOT,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedDesk(Desk):
    deeds: Deeds


def noted_desk(desk: Desk, deeds: Deeds) -> NotedDesk:
    return NotedDesk(deeds=deeds, **{each.name: getattr(desk, each.name) for each in fields(desk)})


def _noted(name: str) -> Callable[..., Awaitable[Any]]:
    act, did = getattr(Desk, name), name.replace("_", " ")

    async def use_case(
        self: NotedDesk, conversation_id: ConversationId, operator: Operator, *rest: Any, **named: Any
    ) -> Any:
        on = {"conversation_id": conversation_id}
        try:
            done = await act(self, conversation_id, operator, *rest, **named)
        except DeskError as refusal:
            await self.deeds.note(operator, did, on, 404 if isinstance(refusal, NotFound) else 409)
            raise
        await self.deeds.note(operator, did, on)
        return done

    return use_case


for _name in USE_CASES:
    setattr(NotedDesk, _name, _noted(_name))
