"""The dialogue over HTTP: one call a turn to our input channel in Rasa, which brings everything at once."""

from datetime import timedelta
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from nlu.dialogue import Answer, Close, DialogueUnavailable, HandOff, OfferPerson, Outcome, State, Stay, Understood

PATH = "/webhooks/helpline/webhook"
TIMEOUT = timedelta(seconds=3)
"""A customer waits no longer for the bot; then a person takes over."""

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
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self._client = httpx.AsyncClient(
            base_url=url, timeout=timeout.total_seconds(), headers=headers, limits=limits, trust_env=False
        )

    async def turn(self, *, session: str, event: str, text: str, language: str, state: State) -> Outcome:
        body: dict[str, Any] = {
            "sender": session,
            "message": text,
            "event_id": event,
            "language": language,
            "state": {"asked": state.asked, "failures": state.failures},
        }
        try:
            response = await self._client.post(PATH, json=body)
            response.raise_for_status()
            return _outcome(_ANSWER.validate_json(response.content))
        except httpx.TimeoutException as error:
            raise DialogueUnavailable("Rasa did not answer in time") from error
        except httpx.HTTPStatusError as error:
            raise DialogueUnavailable(f"Rasa answered {error.response.status_code}") from error
        except httpx.HTTPError as error:
            raise DialogueUnavailable("Rasa can't be reached") from error
        except ValidationError as error:
            raise DialogueUnavailable("Rasa's answer can't be read") from error

    async def healthy(self) -> bool:
        """Does it answer at all?"""
        try:
            return (await self._client.get("/webhooks/helpline/")).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._client.aclose()


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
