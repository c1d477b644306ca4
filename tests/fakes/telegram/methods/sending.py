"""Methods that write to a person."""

from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.methods.arguments import (
    caption_of,
    dialog_of,
    markup_of,
    reply_of,
    text_of,
    thread_of,
    writable,
)
from tests.fakes.telegram.methods.table import method
from tests.fakes.telegram.state import Bot, Json

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip

TOGETHER = ({"photo", "video"}, {"audio"}, {"document"})
"""Kinds that may be in one album."""


@method
async def send_message(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    dialog = writable(cloud, bot, call)
    return cloud.arrive(
        dialog, {**text_of(call), **thread_of(call), **reply_of(dialog, call)}, markup_of(call), call.at
    )


@method
async def send_photo(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    return await _send_file(cloud, bot, call, "photo")


@method
async def send_document(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    return await _send_file(cloud, bot, call, "document")


@method
async def send_video(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    return await _send_file(cloud, bot, call, "video")


@method
async def send_audio(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    return await _send_file(cloud, bot, call, "audio")


@method
async def send_voice(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    return await _send_file(cloud, bot, call, "voice")


@method
async def send_sticker(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    return await _send_file(cloud, bot, call, "sticker")


@method
async def send_location(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    dialog = writable(cloud, bot, call)
    try:
        place = {name: float(call.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise bad_request("latitude is empty" if not call.text("latitude") else "longitude is empty") from None
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong latitude or longitude specified")
    return cloud.arrive(
        dialog, {"location": place, **thread_of(call), **reply_of(dialog, call)}, markup_of(call), call.at
    )


@method
async def send_contact(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    dialog = writable(cloud, bot, call)
    for name in ("phone_number", "first_name"):
        if not call.text(name):
            raise bad_request(f"{name.replace('_', ' ')} is empty")
    card = {"phone_number": call.text("phone_number"), "first_name": call.text("first_name")}
    return cloud.arrive(
        dialog, {"contact": card, **thread_of(call), **reply_of(dialog, call)}, markup_of(call), call.at
    )


@method
async def send_media_group(cloud: "TelegramCloud", bot: Bot, call: Call) -> list[Json]:
    dialog = writable(cloud, bot, call)
    media = call.list("media") or []
    if not 2 <= len(media) <= 10:
        raise bad_request("album must contain from 2 to 10 items")
    group = str(bot.next_message_id() << 20)
    contents: list[Json] = []
    kinds = {str(item.get("type", "")) for item in media}
    if not any(kinds <= together for together in TOGETHER):
        raise bad_request("Can't use the media of the specified type in the album")
    for item in media:
        kind = str(item.get("type", ""))
        shown = caption_of(item.get("caption", ""), item.get("parse_mode", ""), item.get("caption_entities"))
        contents.append(
            {
                **_file(cloud, call, kind, str(item.get("media", ""))),
                **shown,
                **thread_of(call),
                **reply_of(dialog, call),
                "media_group_id": group,
            }
        )
    return [cloud.arrive(dialog, content, None, call.at) for content in contents]


@method
async def send_chat_action(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    dialog.actions.append(call.text("action"))
    return True


async def _send_file(cloud: "TelegramCloud", bot: Bot, call: Call, kind: str) -> Json:
    dialog = writable(cloud, bot, call)
    shown = caption_of(call.text("caption"), call.text("parse_mode"), call.list("caption_entities"))
    content = {**_file(cloud, call, kind, call.text(kind)), **shown, **thread_of(call), **reply_of(dialog, call)}
    return cloud.arrive(dialog, content, markup_of(call), call.at)


def _file(cloud: "TelegramCloud", call: Call, kind: str, reference: str) -> Json:
    """A file that comes with the call, or one that the cloud has already."""
    upload = call.uploads.get(reference.removeprefix("attach://") if reference else kind)
    if upload:
        file, name = cloud.files.upload(kind, upload.name, upload.data), upload.name
    elif not reference:
        raise bad_request(f"there is no {kind} in the request")
    elif reference.startswith(("https://", "http://")):  # fetched by the real one, if it is there
        name = reference.rsplit("/")[-1]
        file = cloud.files.upload(kind, name, reference.encode())
    else:
        file = cloud.files.get(reference)
        name = file.path.rsplit("/")[-1]
    match kind:
        case "photo":
            return {"photo": [{**file.names(), "width": 800, "height": 600}]}
        case "video":
            return {"video": {**file.names(), "duration": 1, "width": 800, "height": 600, "mime_type": "video/mp4"}}
        case "audio":
            return {"audio": {**file.names(), "duration": 1, "mime_type": "audio/mpeg"}}
        case "voice":
            return {"voice": {**file.names(), "duration": 1, "mime_type": "audio/ogg"}}
        case "sticker":
            kinds = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": {**file.names(), **kinds, "width": 512, "height": 512}}
        case _:
            return {"document": {**file.names(), "file_name": name, "mime_type": "application/octet-stream"}}
