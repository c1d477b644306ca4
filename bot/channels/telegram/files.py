"""Copying a customer's file: `getFile` makes a link that holds the bot's token, so it never leaves this module."""

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import GetFile
from aiohttp import ClientError

from bot.channels.base import Download, Rejected, Unreachable
from bot.channels.telegram.errors import LOCKED_OUT, LOCKED_OUT_REASON
from handoff.messages import Attachment

LIMIT = 20 * 1024 * 1024
TOO_BIG = "The file is larger than the 20 MB that Telegram lets bots fetch."
AWAY = "The file could not be fetched from Telegram."


async def fetch(bot: Bot, attachment: Attachment) -> Download:
    """Name and type are those of the message: Telegram may lose them on the way to the link."""
    if not attachment.provider_ref:
        raise Rejected("Telegram gave no reference to this file.")
    if (attachment.size or 0) > LIMIT:
        raise Rejected(TOO_BIG)
    data = await _download(bot, await _path(bot, attachment.provider_ref))
    if not data:
        raise Rejected("The file is empty.")
    return Download(data=data, name=attachment.name, mime=attachment.mime)


async def _path(bot: Bot, file_id: str) -> str:
    try:
        return (await bot(GetFile(file_id=file_id))).file_path or ""
    except TelegramBadRequest as error:
        if "too big" in error.message:
            raise Rejected(TOO_BIG) from None
        if "temporarily unavailable" in error.message:
            raise Unreachable(AWAY) from None
        raise Rejected("Telegram does not have this file.") from None
    except LOCKED_OUT:
        raise Rejected(LOCKED_OUT_REASON) from None
    except AiogramError:
        raise Unreachable(AWAY) from None


async def _download(bot: Bot, path: str) -> bytes:
    data = bytearray()
    try:
        async for chunk in bot.session.stream_content(bot.session.api.file_url(bot.token, path)):
            data += chunk
            if len(data) > LIMIT:
                raise Rejected(TOO_BIG)
    except (ClientError, TimeoutError):
        raise Unreachable(AWAY) from None  # not chained: the address in aiohttp's error holds the token
    return bytes(data)
