"""People with WhatsApp on their phones: what they send, and what they see."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.whatsapp.media import File

if TYPE_CHECKING:
    from tests.fakes.whatsapp.cloud import WhatsAppCloud

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the business on the person's screen. `choices`: title of each button or row, and its id."""

    id: str
    kind: str
    text: str
    choices: dict[str, str] = field(default_factory=dict)
    descriptions: tuple[str, ...] = ()
    opens: str = ""
    """What is on the button that opens a list."""
    link: str = ""
    file: File | None = None
    voice: bool = False
    answers: str = ""
    """The message that it quotes."""


def shown(id_: str, body: Mapping[str, Any], template: str | None, file: File | None) -> Shown:
    quoted = body.get("context", {}).get("message_id", "")
    return replace(_shown(id_, body, template), file=file, answers=quoted)


def _shown(id_: str, body: Mapping[str, Any], template: str | None) -> Shown:
    kind = body["type"]
    content = body[kind]
    match kind:
        case "text":
            return Shown(id=id_, kind=kind, text=content["body"])
        case "template":
            return Shown(id=id_, kind=kind, text=template or "")
        case "interactive":
            action, text = content["action"], content["body"]["text"]
            if content["type"] == "button":
                replies = [each["reply"] for each in action["buttons"]]
                return Shown(id=id_, kind="button", text=text, choices={each["title"]: each["id"] for each in replies})
            rows = [row for section in action["sections"] for row in section["rows"]]
            return Shown(
                id=id_, kind="list", text=text, choices={row["title"]: row["id"] for row in rows},
                descriptions=tuple(row.get("description", "") for row in rows), opens=action["button"],
            )  # fmt: skip
        case _:
            caption, link = content.get("caption", ""), content.get("link", "")
            return Shown(id=id_, kind=kind, text=caption, link=link, voice=content.get("voice", False))


@dataclass(slots=True, kw_only=True)
class Person:
    cloud: "WhatsAppCloud"
    wa_id: str
    name: str = "Ada"
    user_id: str | None = None
    username: str | None = None
    hides_number: bool = False
    wrote_at: datetime | None = None
    """When the day for answers began."""
    inbox: list[Shown] = field(default_factory=list)
    typing: int = 0
    read: list[str] = field(default_factory=list)
    """Their messages that the business has marked as read."""

    def contact(self) -> Json:
        profile = {"name": self.name, **({"username": self.username} if self.username else {})}
        return {"profile": profile, **self._ids("wa_id", "user_id")}

    def message(self, kind: str, content: Any, **more: Any) -> Json:
        """Written now, and not sent yet."""
        self.wrote_at = self.cloud.clock()
        at = str(int(self.wrote_at.timestamp()))
        said = {**self._ids("from", "from_user_id"), "id": self.cloud.new_id(), "timestamp": at, "type": kind}
        self.cloud.written[said["id"]] = self
        return {**said, **({kind: content} if content is not None else {}), **more}

    def status(self, id_: str, state: str, **more: Any) -> Json:
        at = str(int(self.cloud.clock().timestamp()))
        told = self.cloud.told.get(id_)
        known = {"biz_opaque_callback_data": told} if told else {}
        whom = self._ids("recipient_id", "recipient_user_id")
        return {"id": id_, "status": state, "timestamp": at, **whom, **known, **more}

    def _ids(self, number: str, user: str) -> Json:
        ids = {number: None if self.hides_number else self.wa_id, user: self.user_id}
        return {name: value for name, value in ids.items() if value}

    # -- what they do --------------------------------------------------------------------------------------------------

    async def sends(self, kind: str, content: Any, **more: Any) -> Json:
        said = self.message(kind, content, **more)
        await self.cloud.deliver(self.cloud.payload(messages=[said], people=[self]))
        return said

    async def says(self, text: str, **more: Any) -> Json:
        return await self.sends("text", {"body": text}, **more)

    async def sends_file(self, kind: str, data: bytes, mime: str, *, stored: Json | None = None, **more: Any) -> Json:
        """`stored` changes what WhatsApp says of the file."""
        id_ = self.cloud.media.keep(File(data=data, mime=mime, **(stored or {})))
        return await self.sends(kind, {"id": id_, "mime_type": mime, **more})

    async def presses(self, title: str) -> Json:
        """A button or row of the latest message that has it."""
        shown = next(each for each in reversed(self.inbox) if title in each.choices)
        kind = "list_reply" if shown.opens else "button_reply"
        reply = {"type": kind, kind: {"id": shown.choices[title], "title": title}}
        return await self.sends("interactive", reply, context={"from": self.cloud.display, "id": shown.id})

    async def reports(self, id_: str, *states: str) -> None:
        """How far a message has come, each in a request of its own."""
        for state in states:
            await self.cloud.deliver(self.cloud.payload(statuses=[self.status(id_, state)]))
