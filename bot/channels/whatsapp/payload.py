"""The shapes of WhatsApp's webhooks, as far as we read them. What we do not know of is ignored."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field


def _moment(given: Any) -> datetime:
    """WhatsApp writes seconds, in quotes."""
    seconds = int(given) if isinstance(given, int | str) else -1
    if not 0 <= seconds < 2**32:
        raise ValueError("outside of time")
    return datetime.fromtimestamp(seconds, UTC)


Id = Annotated[str, Field(min_length=1, max_length=512)]
UserId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,160}$")]
"""A phone number in digits, or a business-scoped id such as `PL.1349120865530274`."""
OurNote = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,160}(/[0-9]{1,9})?$")]
"""What we say of a message when we send it: whom it is for and, with its last part, which it is."""
MediaId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,160}$")]
"""It becomes part of an address that our token is sent to."""
Moment = Annotated[datetime, BeforeValidator(_moment)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Named(_Shape):
    name: str | None = None
    username: str | None = None


class Person(_Shape):
    """Who writes. The number is missing for whoever hides it behind a username."""

    wa_id: UserId | None = None
    user_id: UserId | None = None
    profile: Named = Named()


class Words(_Shape):
    body: str


class Media(_Shape):
    id: MediaId
    mime_type: str = ""
    filename: str | None = None
    caption: str = ""
    voice: bool = False


class Location(_Shape):
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    name: str | None = None
    address: str | None = None


class SharedName(_Shape):
    formatted_name: str = ""


class SharedPhone(_Shape):
    phone: str | None = None
    wa_id: str | None = None


class SharedContact(_Shape):
    name: SharedName = SharedName()
    phones: tuple[SharedPhone, ...] = ()


class Reply(_Shape):
    id: str
    title: str = ""


class Interactive(_Shape):
    """A press: of a button under our message, or of a row in our list."""

    reply: Annotated[Reply | None, Field(validation_alias=AliasChoices("button_reply", "list_reply"))] = None


class TemplateButton(_Shape):
    """A press under a template."""

    text: str
    payload: str = ""


class Reaction(_Shape):
    """`emoji` is empty or missing where a reaction was taken away."""

    message_id: Id
    emoji: str = ""


class Rewording(_Shape):
    """What a message says now: it has either words or a file with a caption."""

    text: Words | None = None
    image: Media | None = None
    video: Media | None = None
    document: Media | None = None

    @property
    def words(self) -> str:
        if self.text:
            return self.text.body
        file = self.image or self.video or self.document
        return file.caption if file else ""


class Change(_Shape):
    """The customer mended an earlier message, or took it back: then there is no `message`."""

    original_message_id: Id
    message: Rewording = Rewording()


class OrderItem(_Shape):
    product_retailer_id: str
    quantity: float
    item_price: float | None = None
    currency: str = ""


class Order(_Shape):
    product_items: tuple[OrderItem, ...]
    text: str = ""


class System(_Shape):
    """`wa_id` and `user_id` are those that the customer has now."""

    type: str
    wa_id: UserId | None = None
    user_id: UserId | None = None
    previous_user_id: UserId | None = None


class Context(_Shape):
    """What a message answers, or that it was passed on."""

    id: Id | None = None
    forwarded: bool = False
    frequently_forwarded: bool = False


class Referral(_Shape):
    """The advertisement that led the customer here."""

    source_url: str = ""
    headline: str = ""
    body: str = ""

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (self.headline, self.body, self.source_url)))


class Incoming(_Shape):
    """A message; exactly the part that `type` names should be there."""

    id: Id
    type: str
    timestamp: Moment
    sender: Annotated[UserId | None, Field(alias="from")] = None
    from_user_id: UserId | None = None
    context: Context = Context()
    referral: Referral | None = None

    text: Words | None = None
    image: Media | None = None
    video: Media | None = None
    audio: Media | None = None
    document: Media | None = None
    sticker: Media | None = None
    location: Location | None = None
    contacts: tuple[SharedContact, ...] | None = None
    interactive: Interactive | None = None
    button: TemplateButton | None = None
    reaction: Reaction | None = None
    edit: Change | None = None
    revoke: Change | None = None
    order: Order | None = None
    system: System | None = None


class Details(_Shape):
    details: str = ""


class Failure(_Shape):
    code: int = 0
    title: str = ""
    message: str = ""
    error_data: Details = Details()

    @property
    def words(self) -> str:
        return self.error_data.details or self.message or self.title


class Status(_Shape):
    """How far one of our messages has come."""

    id: Id
    status: str
    timestamp: Moment
    recipient_id: UserId | None = None
    recipient_user_id: UserId | None = None
    biz_opaque_callback_data: OurNote | None = None

    @property
    def ours(self) -> tuple[str | None, str | None]:
        """Whom we sent it to, and which of our messages it ends, as we said when we sent it."""
        user, _, message = (self.biz_opaque_callback_data or "").partition("/")
        return user or None, message or None

    errors: tuple[Failure, ...] = ()
