"""`/hooks/...`: where other systems tell a conversation something. Verify, store, 200, as with messengers' webhooks.

Whoever calls proves it by a signature over the body and the time: `bot/calling/README.md` shows how, and is what other
systems are built by. What is told twice counts once: a callback by the call that it answers, other webhooks by their
`Idempotency-Key`, or by their signature.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Protocol, TypeVar

from fastapi import APIRouter, Header, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from bot.calling.answers import DEEPEST, LARGEST, is_shallow
from bot.calling.callbacks import PATH, Callback
from bot.calling.register import Register
from bot.calling.signing import HEADER, BadSignature, verify
from bot.events import Called, FromOutside, Hooked
from flows.errors import SecretsLocked
from flows.happenings import CallFinished
from handoff.conversation import Conversation
from handoff.customer import Address
from handoff.ids import ConversationId, EventId
from handoff.ports import Clock, Throttle

PER_MINUTE = 300
"""From one address, so that a stranger uses up only their own."""
_Signature = Annotated[str, Header(alias=HEADER)]
_Body = TypeVar("_Body", bound="_Told")
_Known = TypeVar("_Known")


class Conversations(Protocol):
    async def load(self, conversation: ConversationId) -> Conversation | None: ...


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Outcome(_Told):
    """How a process ended. `data` is what the flow goes on with; `error` is for who looks after the flow."""

    ok: bool
    data: JsonValue = None
    error: str = Field(default="", max_length=1000)


class CustomerAddress(_Told):
    """Somebody who has written before, as their messenger names them."""

    channel: str
    account: str = "main"
    external_id: str


class News(_Told):
    """For whom, by one of both, and what."""

    customer: CustomerAddress | None = None
    conversation: ConversationId | None = None
    data: JsonValue = None


class Stored(BaseModel):
    """It will reach the conversation, whatever happens now."""

    event: EventId


def router(
    register: Register,
    conversations: Conversations,
    intake: Callable[[Sequence[FromOutside]], Awaitable[None]],
    throttle: Throttle,
    clock: Clock,
) -> APIRouter:
    api = APIRouter(include_in_schema=False)  # the bodies are read as bytes, for their signatures

    async def checked(request: Request, signature: str, secret: str, model: type[_Body]) -> _Body:
        content = await _content(request)
        try:
            verify(secret, content, signature, clock())
        except BadSignature as error:
            raise HTTPException(401, str(error)) from error
        return _read(model, content)

    async def pace(request: Request) -> None:
        caller = request.client.host if request.client else ""
        if not await throttle.allow(f"hooks:{caller}", limit=PER_MINUTE, seconds=60):
            raise HTTPException(429, f"More than {PER_MINUTE} calls a minute.", {"Retry-After": "60"})

    @api.post(PATH + "/{call:path}")
    async def callback(
        call: str,
        request: Request,
        process: Annotated[str, Query(max_length=200)],
        conversation: Annotated[ConversationId, Query(max_length=500)],
        token: Annotated[str, Query(max_length=200)],
        signature: _Signature = "",
    ) -> Stored:
        """A process is done. Its address was given to it at the start; the first outcome counts."""
        await pace(request)
        known = await _unlocked(register.process(process))
        expected = Callback(process=process, call=call, conversation=conversation)
        if known is None or not known.secret or not expected.proved(token, known.secret):
            raise HTTPException(403, "This is not an address that was given for a callback.")
        told = await checked(request, signature, known.secret, Outcome)
        result = CallFinished(call=call, ok=told.ok, body=told.data, error=told.error)
        event = Called(id=EventId(f"called:{call}"), conversation_id=conversation, at=clock(), result=result)
        await intake([event])
        return Stored(event=event.id)

    @api.post("/hooks/flows/{hook}")
    async def news(
        hook: str,
        request: Request,
        signature: _Signature = "",
        key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
    ) -> Stored:
        """Something happened in another system that a customer's flow is to know."""
        await pace(request)
        secret = await _unlocked(register.hook_secret(hook))
        if not secret:
            raise HTTPException(404, f"There is no webhook “{hook}” here, or it has no secret yet.")
        told = await checked(request, signature, secret, News)
        conversation = _conversation(told)
        if await conversations.load(conversation) is None:
            raise HTTPException(404, "This customer has never written here, or their conversation was deleted.")
        once = hashlib.sha256(f"{conversation}\n{key or signature}".encode()).hexdigest()[:32]
        event = Hooked(
            id=EventId(f"hooked:{hook}:{once}"), conversation_id=conversation, at=clock(), hook=hook, data=told.data
        )
        await intake([event])
        return Stored(event=event.id)

    return api


def _conversation(told: News) -> ConversationId:
    match told:
        case News(customer=CustomerAddress() as customer, conversation=None):
            return Address(**customer.model_dump()).conversation_id
        case News(customer=None, conversation=str() as conversation):
            return ConversationId(conversation)
        case _:
            raise HTTPException(422, "Name either the customer or the conversation.")


async def _content(request: Request) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise HTTPException(413, f"The body is over {LARGEST // 1024} kB.")
    return content


def _read(model: type[_Body], content: bytes) -> _Body:
    try:
        told = model.model_validate_json(content)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'body'}: {each['msg']}" for each in error.errors())
        raise HTTPException(422, wrong) from error
    if not is_shallow(told.model_dump().get("data")):
        raise HTTPException(422, f"data: more than {DEEPEST} levels of JSON.")
    return told


async def _unlocked(asked: Awaitable[_Known]) -> _Known:
    try:
        return await asked
    except SecretsLocked as error:
        raise HTTPException(503, "The secrets can't be opened just now.", {"Retry-After": "60"}) from error
