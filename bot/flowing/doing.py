"""Carries out what a flow wants done, on the conversation: what is said, kept, handed over, closed.

Each effect is a change of the value that is committed, so all of an event's effects come true together or not at all.
What takes another system is not done here: it is only noted (see `outbox`).
"""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from bot.flowing.buttons import action_of
from bot.handing_over import HandingOver, Wish
from flows import effects
from flows.degrade import fit
from flows.effects import Effect, Media, Say
from flows.expressions import shown
from flows.limits import CHANNELS, Limits
from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.handling import Request, Satisfaction
from handoff.ids import LevelId, LineId
from handoff.messages import Attachment, Button, FileKind, Happening
from handoff.session import Closed, WithBot

_PLAIN = Limits(text=1000, caption=0, text_with_buttons=1000, buttons=0, label=0, link_buttons=False, media=frozenset())
"""Of a channel that nobody has described: words only."""
_ALWAYS = frozenset({"name", "language"})
"""What a customer is never without."""
_CARD = frozenset({"phone", "email", "tier", "region"})
"""Attributes with a place of their own on the customer's card."""
_MIMES = {"photo": "image/jpeg", "video": "video/mp4", "audio": "audio/mpeg", "document": "application/octet-stream"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    handing_over: HandingOver

    async def does(self, conversation: Conversation, effect: Effect, flow: str, now: datetime) -> Conversation:
        """The conversation after it. What waits for others is left as it is. `flow` is the name of who wants it."""
        match effect:
            case effects.Say():
                return says(conversation, effect, now)
            case effects.SetAttribute(name=name, value=value):
                return conversation.knowing(_with(conversation.customer, name, value))
            case effects.HandOff():
                return await self._hands_off(conversation, effect, flow, now)
            case effects.CreateRequest():
                return _requested(conversation, effect, now)
            case effects.Close(reason=reason):
                session = conversation.session
                if isinstance(session, Closed):
                    return conversation
                return conversation.closed(session, at=now, reason=reason or "flow", by=None)
            case effects.Rated(score=score, of=of):
                rated = replace(conversation.handling, rating=Satisfaction(score=score, of=of, at=now))
                return conversation.with_handling(rated).reports(Happening.RATED, at=now, score=str(score), of=str(of))
            case effects.Tag(add=add, remove=remove):
                tags = [each for each in (*conversation.handling.tags, *add) if each not in remove]
                return conversation.with_handling(replace(conversation.handling, tags=tuple(dict.fromkeys(tags))))
            case effects.Note(text=text):
                return conversation.bot_notes(text, at=now)
            case _:
                return conversation

    async def _hands_off(
        self, conversation: Conversation, effect: effects.HandOff, flow: str, now: datetime
    ) -> Conversation:
        """People who have the session already are only given what was collected. A closed one is opened anew."""
        known = conversation.reopened(at=now)
        card = {name: shown(value) for name, value in effect.card.items()}
        if not isinstance(known.session, WithBot):
            return known.with_handling(replace(known.handling, collected={**known.handling.collected, **card}))
        wish = Wish(
            flow=flow,
            line=LineId(effect.line) if effect.line else None,
            level=LevelId(effect.priority) if effect.priority else None,
            collected=card,
        )
        key, reason = ("handoff_asked", "asked") if effect.asked else (None, "flow")
        return await self.handing_over.hand_over(
            known, known.session, key, reason, effect.topic or known.session.topic, wish=wish
        )


def says(conversation: Conversation, say: Say, now: datetime) -> Conversation:
    """As this customer's channel can show it."""
    for each in fit(say, CHANNELS.get(conversation.address.channel, _PLAIN)).effects:
        if isinstance(each, Say) and (each.text or each.media):
            buttons = tuple(Button(action=action_of(b), label=b.label, url=b.url) for b in each.buttons)
            files = tuple(map(_attachment, each.media))
            conversation = conversation.bot_says(each.text, at=now, buttons=buttons, files=files)
    return conversation


def _attachment(media: Media) -> Attachment:
    name = media.name or media.url.partition("?")[0].rpartition("/")[2] or media.kind
    mime = mimetypes.guess_type(name)[0] or _MIMES[media.kind]
    return Attachment(kind=FileKind(media.kind), name=name, mime=mime, url=media.url)


def _with(customer: Customer, name: str, value: JsonValue) -> Customer:
    text = shown(value) or None
    if name in _CARD or (name in _ALWAYS and text):
        kept: dict[str, Any] = {name: text}
        return replace(customer, **kept)
    if name in _ALWAYS:
        return customer
    others = {known: each for known, each in customer.attributes.items() if known != name}
    return replace(customer, attributes={**others, name: text} if text else others)


def _requested(conversation: Conversation, effect: effects.CreateRequest, now: datetime) -> Conversation:
    known = conversation.handling
    if any(each.id == effect.id for each in known.requests):
        return conversation
    fields: Mapping[str, str] = {name: shown(value) for name, value in effect.fields.items() if value is not None}
    made = Request(id=effect.id, type=effect.type, title=effect.title, fields=fields, at=now)
    noted = replace(known, requests=(*known.requests, made), kind=known.kind or effect.type)
    return conversation.with_handling(noted).reports(
        Happening.REQUESTED, at=now, type=effect.type, title=effect.title,
        fields="; ".join(f"{name}: {value}" for name, value in fields.items()),
    )  # fmt: skip
