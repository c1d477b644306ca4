"""What a message of WhatsApp holds, in our words; None for a kind that we cannot show."""

from bot.channels.file_names import safe_name
from bot.channels.whatsapp.payload import Incoming, Location, Media, Order, SharedContact
from handoff.messages import Attachment, Card, Content, FileKind, Place

_USUAL = {
    FileKind.PHOTO: ("photo.jpg", "image/jpeg"),
    FileKind.VIDEO: ("video.mp4", "video/mp4"),
    FileKind.AUDIO: ("audio.mp3", "audio/mpeg"),
    FileKind.VOICE: ("voice.ogg", "audio/ogg"),
    FileKind.DOCUMENT: ("file", "application/octet-stream"),
    FileKind.STICKER: ("sticker.webp", "image/webp"),
}
"""A name and a type for files that come without."""


def content(message: Incoming) -> Content | None:
    match message:
        case Incoming(type="text", text=words) if words:
            return Content(text=words.body)
        case Incoming(type="image", image=media) if media:
            return _file(FileKind.PHOTO, media)
        case Incoming(type="video", video=media) if media:
            return _file(FileKind.VIDEO, media)
        case Incoming(type="audio", audio=media) if media:
            return _file(FileKind.VOICE if media.voice else FileKind.AUDIO, media)
        case Incoming(type="document", document=media) if media:
            return _file(FileKind.DOCUMENT, media)
        case Incoming(type="sticker", sticker=media) if media:
            return _file(FileKind.STICKER, media)
        case Incoming(type="location", location=location) if location:
            return _place(location)
        case Incoming(type="contacts", contacts=contacts) if contacts:
            return _cards(contacts)
        case Incoming(type="order", order=order) if order:
            return Content(text=_order(order))
        case Incoming(type="button", button=button) if button:
            return Content(text=button.text)
        case _:
            return None


def _file(kind: FileKind, media: Media) -> Content:
    name, mime = _USUAL[kind]
    attachment = Attachment(
        kind=kind,
        name=safe_name(media.filename, name),
        mime=media.mime_type.partition(";")[0].strip().lower() or mime,
        provider_ref=media.id,
    )
    return Content(text=media.caption, attachments=(attachment,))


def _place(location: Location) -> Content:
    named = ", ".join(filter(None, (location.name, location.address)))
    return Content(text=named, place=Place(latitude=location.latitude, longitude=location.longitude))


def _cards(contacts: tuple[SharedContact, ...]) -> Content:
    """A card for each number."""
    people = [(each.name.formatted_name, phone) for each in contacts for phone in _phones(each)]
    return Content(cards=tuple(Card(name=name, phone=phone) for name, phone in people))


def _phones(contact: SharedContact) -> list[str]:
    """Of a contact without a number, an empty one."""
    numbers = [number for each in contact.phones if (number := each.phone or each.wa_id)]
    return list(dict.fromkeys(numbers)) or [""]


def _order(order: Order) -> str:
    lines = [
        f"{each.quantity:g} × {each.product_retailer_id}"
        + (f", {each.item_price:g} {each.currency}" if each.item_price is not None else "")
        for each in order.product_items
    ]
    return "\n".join(filter(None, (order.text, *lines)))
