"""The dialogue over HTTP: one call a turn to our input channel in Rasa, which brings everything at once."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Annotated, Any

import aiohttp
import orjson
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from nlu.dialogue import Answer, Close, DialogueUnavailable, HandOff, OfferPerson, Outcome, State, Stay, Understood

PATH = "/webhooks/helpline/webhook"
FORGET = "/webhooks/helpline/forget"
TIMEOUT = timedelta(seconds=3)
"""A customer waits no longer for the bot; then a person takes over."""
_JSON = {"Content-Type": "application/json"}
_CONNECTIONS = 64
_REUSED_WITHIN = timedelta(seconds=3)
"""Rasa closes what was idle for five seconds; a call that met it closing would be taken for Rasa's being away."""

_Command = Annotated[Answer | HandOff | OfferPerson | Stay | Close, Field(discriminator="name")]


class _Reply(BaseModel):
    text: str


class _Ranked(BaseModel):
    name: str
    confidence: float


class _Understood(BaseModel):
    intent: str
    confidence: float
    ranking: list[_Ranked] = []
    topic: str | None = None


class _Answer(BaseModel):
    replies: list[_Reply] = []
    commands: list[_Command] = []
    understood: _Understood


_ANSWER = TypeAdapter(_Answer)


class RasaDialogue:
    """Fulfils `nlu.dialogue.Dialogue`."""

    def __init__(self, url: str, token: str | None = None, timeout: timedelta = TIMEOUT) -> None:
        self._url, self._timeout = url.rstrip("/"), aiohttp.ClientTimeout(total=timeout.total_seconds())
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._opened: aiohttp.ClientSession | None = None

    async def turn(self, *, session: str, event: str, text: str, language: str, state: State) -> Outcome:
        body: dict[str, Any] = {
            "sender": session,
            "message": text,
            "event_id": event,
            "language": language,
            "state": {"asked": state.asked, "failures": state.failures},
        }
        try:
            async with self._post(PATH, body) as response:
                response.raise_for_status()
                return _outcome(_ANSWER.validate_json(await response.read()))
        except TimeoutError as error:
            raise DialogueUnavailable("Rasa did not answer in time") from error
        except aiohttp.ClientResponseError as error:
            raise DialogueUnavailable(f"Rasa answered {error.status}") from error
        except aiohttp.ClientError as error:
            raise DialogueUnavailable("Rasa can't be reached") from error
        except ValidationError as error:
            raise DialogueUnavailable("Rasa's answer can't be read") from error

    async def forget(self, sessions: Sequence[str]) -> bool:
        """That these sessions ever were; False when Rasa can't be told."""
        try:
            async with self._post(FORGET, {"senders": list(sessions)}) as response:
                return response.ok
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def healthy(self) -> bool:
        """Does it answer at all?"""
        try:
            async with self._client.get(f"{self._url}/webhooks/helpline/") as response:
                return response.ok
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    def _post(self, path: str, body: Mapping[str, Any]) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        return self._client.post(f"{self._url}{path}", data=orjson.dumps(body), headers=_JSON)

    @property
    def _client(self) -> aiohttp.ClientSession:
        """Opened by the first who asks, since it belongs to their event loop."""
        if self._opened is None:
            reused_within = _REUSED_WITHIN.total_seconds()
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=reused_within)
            self._opened = aiohttp.ClientSession(connector=connector, timeout=self._timeout, headers=self._headers)
        return self._opened


def _outcome(answer: _Answer) -> Outcome:
    said = answer.understood
    return Outcome(
        understood=Understood(
            intent=said.intent,
            confidence=said.confidence,
            ranking=tuple((each.name, each.confidence) for each in said.ranking),
            topic=said.topic,
        ),
        replies=[each.text for each in answer.replies],
        commands=answer.commands,
    )
