"""The channel itself: parse, send, and the small signs of life, over aiogram's client."""

import asyncio
import hmac
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteWebhook,
    GetMe,
    GetWebhookInfo,
    Response,
    SendChatAction,
    SendMediaGroup,
    TelegramMethod,
)
from aiogram.types import Message as AnsweredMessage
from aiohttp import ClientTimeout

from bot.channels.base import (
    Accepted,
    Download,
    Gone,
    Refused,
    Rejected,
    SendError,
    Take,
    Throttled,
    Trouble,
    Unknown,
    WebhookState,
    untroubled,
)
from bot.channels.deep_links import DeepLinks
from bot.channels.telegram.changing import GONE, SAME, edits
from bot.channels.telegram.errors import send_error
from bot.channels.telegram.files import fetch
from bot.channels.telegram.listening import Pause, poll, register
from bot.channels.telegram.outgoing import Call, calls, instead, uploading
from bot.channels.telegram.pacing import WORTH_WAITING, Pacing
from bot.channels.telegram.parse import read_json, read_update
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.stored import uploads
from bot.channels.telegram.text import LIMIT
from bot.events import FromCustomer, Pressed
from handoff.abilities import AS_LONG_AS_IT_IS_THERE, Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message
from handoff.ports import Files
from storage.redis.pace import RedisPace

SIGNED_BY = "x-telegram-bot-api-secret-token"
BETWEEN_PARTS = timedelta(seconds=5)
"""The longest we hold up a worker to finish a message of which the customer has the beginning."""

_ANSWERS = (Response[AnsweredMessage], Response[bool])
"""aiogram names these types for each call, and pydantic builds one anew, for a millisecond, when nobody holds it."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class TelegramChannel:
    """One bot. `files` is where operators' files are; `pause` waits between tries, tests hand in one that does not."""

    abilities = Abilities(
        quotes=True, corrects_within=AS_LONG_AS_IT_IS_THERE, withdraws_within=timedelta(hours=48), formats=True,
        longest_text=LIMIT,
    )  # fmt: skip

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        files: Files | None = None,
        pace: RedisPace | None = None,
        deep_links: DeepLinks | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.name = "telegram" if settings.account == "main" else f"telegram-{settings.account}"
        self._settings = settings
        self._files, self._pause = files, pause
        self._deep_links = deep_links or DeepLinks(channel=self.name)
        self._pacing = Pacing(self.name, settings.per_second, pace, pause) if pace else None
        # A limit of its own for connecting tells "nothing was sent" from "the answer was lost".
        patience = settings.patience.total_seconds()
        limits = ClientTimeout(total=patience, connect=patience / 2)
        # aiogram hands its time-out to aiohttp as it is, though its own type knows numbers only.
        api = TelegramAPIServer.from_base(settings.api_base)
        upload = settings.upload_patience.total_seconds()
        self._upload_patience = cast(int, ClientTimeout(total=upload, connect=patience / 2))
        self._session = AiohttpSession(api=api, timeout=cast(float, limits))
        self._bot = Bot(settings.token, session=self._session)

    async def open(self) -> None:
        await self._session.create_session()

    async def close(self) -> None:
        await self._session.close()

    # -- in ------------------------------------------------------------------------------------------------------------

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        secret, given = self._settings.webhook_secret, headers.get(SIGNED_BY)
        if not secret or given is None or not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            raise Refused("The secret token is missing or wrong.")
        return self.reread(body, received_at)

    def reread(self, body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        return self._read(read_json(body), received_at)

    def _read(self, raw: Any, received_at: datetime) -> Sequence[FromCustomer]:
        """An update, however it came. Raises Malformed."""
        return self._deep_links.seen(read_update(raw, self._settings.account, received_at))

    async def listen(self, take: Take, trouble: Trouble = untroubled) -> None:
        if self._settings.webhook_url:
            secret = self._settings.webhook_secret
            await register(self._bot, self._settings.webhook_url, secret, self._pause, trouble)
            await asyncio.Event().wait()  # from here on the gateway listens
        await poll(self._bot, self._read_polled, take, self._pause, trouble)

    def _read_polled(self, raw: Any) -> Sequence[FromCustomer]:
        return self._read(raw, datetime.now(UTC))

    async def fetch(self, attachment: Attachment) -> Download:
        return await fetch(self._bot, attachment)

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        """Once the customer has a part, trouble with the rest makes the whole `Unknown`: to try it all again would
        repeat what they have read."""
        stored = await uploads(self._files, message.content.attachments)
        left, sent = deque(calls(address.external_id, message, stored)), list[str]()
        while left:
            call = left.popleft()
            try:
                if sent:
                    await self._pass(address, BETWEEN_PARTS)
                sent += await self._part(call, first=not sent)
            except SendError as error:
                if isinstance(error, Rejected) and (others := instead(call)):
                    left.extendleft(reversed(others))
                    continue
                if not sent or isinstance(error, Gone):
                    raise
                raise Unknown(f"The message was sent up to part {len(sent)} only. {error.reason}") from None
        if not sent:
            raise Rejected("There is no text to send.")
        return Accepted(provider_id=sent[-1], part_ids=tuple(sent) if len(sent) > 1 else ())

    async def _part(self, call: Call, *, first: bool) -> list[str]:
        """The ids of the messages that it became: of an album's, several."""
        make = self._call if first else self._call_patiently
        if isinstance(call, SendMediaGroup):
            return [str(each.message_id) for each in await make(call)]
        return [str((await make(call)).message_id)]

    async def correct(self, address: Address, ids: Sequence[str], before: Message, after: Message) -> None:
        for number, edit in enumerate(edits(address.external_id, ids, before, after)):
            if number:
                await self._pass(address, BETWEEN_PARTS)
            await self._change(edit, fine=SAME)

    async def withdraw(self, address: Address, ids: Sequence[str], message: Message) -> None:
        for each in ids:
            await self._change(DeleteMessage(chat_id=address.external_id, message_id=int(each)), fine=GONE)

    async def turn(self, address: Address) -> None:
        await self._pass(address, WORTH_WAITING)

    async def _pass(self, address: Address, patience: timedelta) -> None:
        if self._pacing:
            await self._pacing.turn(address.external_id, patience)

    async def _change(self, method: TelegramMethod[Any], *, fine: str) -> None:
        """`fine` is the refusal that says that it is so already."""
        try:
            await self._call_patiently(method)
        except Rejected as error:
            if fine not in error.reason:
                raise

    async def test(self) -> str:
        me = await self._call(GetMe())
        return f"@{me.username}" if me.username else me.full_name

    async def webhook_state(self) -> WebhookState | None:
        if not self._settings.webhook_url:
            return None
        info = await self._call(GetWebhookInfo())
        return WebhookState(
            pending=info.pending_update_count, last_error=info.last_error_message, last_error_at=info.last_error_date
        )

    async def unregister(self) -> None:
        url = self._settings.webhook_url
        if url and (await self._call(GetWebhookInfo())).url == url:
            await self._call(DeleteWebhook())

    async def typing(self, address: Address) -> None:
        await self._quietly(SendChatAction(chat_id=address.external_id, action="typing"))

    async def pressed(self, event: Pressed) -> None:
        if event.callback_id:
            await self._quietly(AnswerCallbackQuery(callback_query_id=event.callback_id))

    async def invitation(self, payload: str) -> str:
        bot = await self._call(GetMe())
        return f"https://t.me/{bot.username}?start={payload}"

    async def _call(self, method: TelegramMethod[T]) -> T:
        patience = self._upload_patience if isinstance(method, Call) and uploading(method) else None
        try:
            return await self._bot(method, request_timeout=patience)
        except AiogramError as error:
            raise send_error(error) from None

    async def _call_patiently(self, method: TelegramMethod[T]) -> T:
        try:
            return await self._call(method)
        except Throttled as error:
            if error.retry_after > BETWEEN_PARTS:
                raise
            await self._pause(error.retry_after.total_seconds())
            return await self._call(method)

    async def _quietly(self, method: TelegramMethod[bool]) -> None:
        try:
            await self._call(method)
        except SendError as error:
            log.debug("A sign of life was lost", action="sign_lost", method=method.__api_method__, reason=error.reason)
