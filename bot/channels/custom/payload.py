"""The interface's shapes, in both directions. `document.py` publishes them, so each says what a partner has to know."""

from typing import Annotated, Literal, Self

from pydantic import AnyHttpUrl, AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, model_validator

from handoff.messages import FileKind

LONGEST_TEXT = 10_000
MOST_FILES = 10

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
"""Of people, events and messages: nothing in it cuts an address in two."""
Line = Annotated[str, Field(max_length=200)]
"""Of words, as on a button."""
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
MessageId = Annotated[str, Field(min_length=1, max_length=200)]


class _Shape(BaseModel):
    # What is not known is refused: a misspelt field would be lost in silence. It also keeps the two directions apart,
    # so that what we have sent and signed can't be sent back to us as somebody's words.
    model_config = ConfigDict(frozen=True, extra="forbid")


# -- in ----------------------------------------------------------------------------------------------------------------


class Person(_Shape):
    """A customer. What is left out stays as it is known."""

    id: Id = Field(description="Yours for this customer, for ever. Nothing secret: staff see it.")
    name: Line | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    username: Line | None = None
    phone: Line | None = None


class GivenFile(_Shape):
    """A file that the customer sent; Helpline copies it once the event is taken."""

    url: AnyHttpUrl = Field(description="On the public internet, or on the webhook's own host and port.")
    name: Line | None = None
    mime: Annotated[str, Field(pattern=r"^[\w.+-]+/[\w.+-]+$", max_length=100)] | None = None
    size: Annotated[int, Field(ge=0, lt=2**53)] | None = Field(default=None, description="Bytes.")
    kind: FileKind | None = Field(default=None, description="What it is to look at; by its type, if left out.")


class GivenPlace(_Shape):
    """A location, in degrees (WGS 84)."""

    latitude: Annotated[FiniteFloat, Field(ge=-90, le=90)]
    longitude: Annotated[FiniteFloat, Field(ge=-180, le=180)]


class _Event(_Shape):
    id: Id = Field(description="Yours. Sent again with the same id for the same customer, an event counts once.")
    customer: Person
    at: AwareDatetime | None = Field(default=None, description="When it happened; now, if left out.")


class CustomerMessage(_Event):
    """The customer wrote. The event's id is the message's."""

    type: Literal["message"]
    text: Text = ""
    files: Annotated[tuple[GivenFile, ...], Field(max_length=MOST_FILES)] = ()
    place: GivenPlace | None = None
    reply_to: MessageId | None = Field(default=None, description="The message that this one answers.")

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not (self.text.strip() or self.files or self.place):
            raise ValueError("a message needs a text, a file or a place")
        return self


class ButtonPressed(_Event):
    """The customer pressed a button of ours."""

    type: Literal["pressed"]
    action: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="The button's, unchanged.")
    label: Line = Field(default="", description="What was on it.")


class ChatStarted(_Event):
    """The customer opened the chat, without words yet."""

    type: Literal["started"]
    payload: Line = Field(default="", description="Where from: flows can be drawn to begin at it.")


class MessageEdited(_Event):
    """The customer changed the words of an earlier message."""

    type: Literal["edited"]
    message: Id = Field(description="The earlier message's id.")
    text: Text


class CustomerLeft(_Event):
    """The customer wants no more messages: none are sent until they write, or come back."""

    type: Literal["left"]


class CustomerReturned(_Event):
    """The customer wants messages again."""

    type: Literal["returned"]


class MessageReceipt(_Event):
    """How far a message of ours has come."""

    type: Literal["receipt"]
    message: MessageId = Field(description="The id that you answered to the webhook, or else ours.")
    state: Literal["delivered", "read", "failed"]
    reason: Line | None = Field(default=None, description="Why it failed; operators see it.")


Incoming = (
    CustomerMessage | ButtonPressed | ChatStarted | MessageEdited | CustomerLeft | CustomerReturned | MessageReceipt
)
INCOMING: TypeAdapter[Incoming] = TypeAdapter(Annotated[Incoming, Field(discriminator="type")])


class Stored(_Shape):
    """It will reach the conversation, whatever happens now."""

    event: str
    conversation: str


# -- out ---------------------------------------------------------------------------------------------------------------


class ShownButton(_Shape):
    """A quick answer. With a `url` it opens that; else its press is to be told, as `pressed`."""

    action: str
    label: str
    url: str | None = None


class SentFile(_Shape):
    """A file to show or to offer. Copy it: a link to a file that an operator sent opens for twelve hours."""

    url: str
    name: str
    mime: str
    kind: FileKind
    size: int | None = None


class Author(_Shape):
    """Who speaks: the bot or a person, whose name may be shown."""

    side: Literal["bot", "operator"]
    name: str | None = None


class HelplineMessage(_Shape):
    """To be shown to the customer, once: if `id` was seen before, answer as then and show nothing."""

    type: Literal["message"] = "message"
    id: str
    to: str = Field(description="The customer's id.")
    at: AwareDatetime
    author: Author
    text: str = Field(
        default="", description="Operators may write **bold**, _italic_, `code`, ``` blocks and [links](https://...)."
    )
    reply_to: str | None = Field(default=None, description="The message that it answers: your id, or else ours.")
    buttons: tuple[ShownButton, ...] = ()
    files: tuple[SentFile, ...] = ()


class HelplineCorrection(_Shape):
    """Other words in the place of those of an earlier message. The same may come again."""

    type: Literal["corrected"] = "corrected"
    message: str = Field(description="The id that you answered to the webhook, or else ours.")
    to: str
    text: str


class HelplineWithdrawal(_Shape):
    """An earlier message is to be shown no more. The same may come again."""

    type: Literal["withdrawn"] = "withdrawn"
    message: str = Field(description="The id that you answered to the webhook, or else ours.")
    to: str


class HelplineTyping(_Shape):
    """An answer is being written. Sent once and never again; nobody reads what is answered."""

    type: Literal["typing"] = "typing"
    to: str


class Taken(BaseModel):
    """A webhook's answer. An empty one is as good."""

    id: MessageId | None = Field(default=None, description="Your id for the message, which receipts then name.")


class NotTaken(BaseModel):
    """Why not, for operators."""

    reason: Line | None = None
