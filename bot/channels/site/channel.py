"""The site chat as a channel. There is no messenger between us and the customer: the history is what was sent, and
`send` only nudges the windows that are open to show it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fastapi import APIRouter, WebSocket

from bot.channels.base import Accepted, Download, Intake, Refused, Rejected
from bot.channels.file_links import FileLinks
from bot.channels.site import frames
from bot.channels.site.asset import add_widget
from bot.channels.site.nudges import Nudges
from bot.channels.site.ports import Conversations, History
from bot.channels.site.secret import CHANNEL
from bot.channels.site.shown import ABILITIES, as_shown
from bot.channels.site.socket import Surroundings, serve
from bot.channels.site.uploads import add_uploads
from bot.events import FromCustomer, Pressed
from handoff.customer import Address
from handoff.messages import Attachment, Message, Source
from handoff.ports import Clock, Files, Throttle
from storage.redis.client import Redis

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """`origins` may embed the widget, as a browser names them (`https://shop.example`); `*` is anyone.
    `help_page` is where articles can be read, with `{key}` and `{language}` in it."""

    account: str = "main"
    origins: tuple[str, ...] = (ANY,)
    help_page: str | None = None
    look_every: timedelta = timedelta(seconds=20)

    def welcomes(self, origin: str | None) -> bool:
        return ANY in self.origins or origin in self.origins

    def page_of(self, source: Source) -> str | None:
        """The page of a cited article; its id is `{key}.{language}`."""
        key, dot, language = source.article_id.rpartition(".")
        return self.help_page.format(key=key, language=language) if self.help_page and dot else None


class SiteChannel:
    """Implements `Channel`, `Corrects` and `Routed`."""

    name = CHANNEL
    abilities = ABILITIES

    def __init__(
        self,
        settings: SiteSettings,
        *,
        redis: Redis,
        conversations: Conversations,
        history: History,
        throttle: Throttle,
        clock: Clock,
        links: FileLinks,
        files: Files,
    ) -> None:
        self._settings, self._nudges = settings, Nudges(redis)
        self._conversations, self._history = conversations, history
        self._throttle, self._clock, self._links, self._files = throttle, clock, links, files

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        raise Refused("The site chat has a socket and no webhook")

    async def send(self, address: Address, message: Message) -> Accepted:
        sent = self._links.sendable(message)
        await self._nudges.publish(address.conversation_id, frames.message(sent, self._settings.page_of))
        return Accepted(provider_id=str(message.number))

    async def correct(self, address: Address, ids: Sequence[str], before: Message, after: Message) -> None:
        await self._show_anew(address, after)

    async def withdraw(self, address: Address, ids: Sequence[str], message: Message) -> None:
        await self._show_anew(address, replace(message, withdrawn_at=message.withdrawn_at or self._clock()))

    async def _show_anew(self, address: Address, message: Message) -> None:
        """In the windows that are open; the others are told when they come back."""
        shown = message if message.withdrawn_at is None else as_shown(message)
        frame = frames.changed(self._links.sendable(shown), self._settings.page_of)
        await self._nudges.publish(address.conversation_id, frame)

    async def typing(self, address: Address) -> None:
        await self._nudges.publish(address.conversation_id, frames.TYPING)

    async def pressed(self, event: Pressed) -> None:
        """The widget has its acknowledgement already."""

    async def fetch(self, attachment: Attachment) -> Download:
        raise Rejected("Files of the site chat come to us by themselves")

    async def open(self) -> None:
        """Nothing to do: the first window starts the subscription."""

    async def close(self) -> None:
        await self._nudges.close()

    def router(self, intake: Intake) -> APIRouter:
        """`/channels/site/socket` and `/channels/site/files` for windows, and `/widget.js`, which finds them by its own
        address."""
        api = APIRouter()
        around = Surroundings(
            account=self._settings.account, look_every=self._settings.look_every, page_of=self._settings.page_of,
            intake=intake, nudges=self._nudges, conversations=self._conversations, history=self._history,
            throttle=self._throttle, clock=self._clock, links=self._links, files=self._files,
        )  # fmt: skip

        @api.websocket("/channels/site/socket")
        async def socket(socket: WebSocket) -> None:
            if self._settings.welcomes(socket.headers.get("origin")):
                await serve(socket, around)
            else:
                await socket.close(code=4403)  # before accept: the browser sees a refused handshake

        add_uploads(api, self._files, self._throttle, self._settings.account, self._settings.welcomes)
        add_widget(api)
        return api
