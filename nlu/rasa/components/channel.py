"""The door of this service: one HTTP call a turn.

The truth about a session is in the product's database. Each call brings what matters of it, so that a Rasa that has
just started, or has forgotten, decides as any other would.
"""

import hmac
import logging
import os
import re
from collections.abc import Awaitable, Callable
from json import JSONDecodeError, loads
from typing import Any

from pydantic import ValidationError
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from components.turn import Answer, Turn, Turns, problems, senders_in

log = logging.getLogger(__name__)

_SESSIONS = 5000
_RANKED = 3
# Rasa's own intents would wipe or rewind the dialogue, and any customer can type a slash.
_NOT_FOR_CUSTOMERS = {"restart", "back", "session_start"}


class HelplineChannel(InputChannel):
    """`GET /webhooks/helpline/` for its health, `POST` to `webhook` for a turn, to `forget` for the end of it all."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._turns = Turns(_SESSIONS)

    @classmethod
    def name(cls) -> str:
        return "helpline"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "HelplineChannel":
        return cls(os.environ.get("RASA_TOKEN", ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        door = Blueprint("helpline_webhook")

        @door.get("/")
        async def health(request: Request) -> HTTPResponse:
            agent: Agent = request.app.ctx.agent
            if not agent.is_ready():
                return json({"status": "no model"}, status=503)
            return json({"status": "ok", "model": agent.processor.model_filename})

        @door.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            if not self._may_enter(request):
                remedy = "Send the header Authorization: Bearer <RASA_TOKEN>."
                return _refusal(401, "Authorization", "wrong or missing token", remedy)
            try:
                turn = Turn.parse_obj(loads(request.body))
            except (JSONDecodeError, UnicodeDecodeError):
                return _refusal(422, "body", "not JSON", "Send a JSON object, encoded in UTF-8.")
            except ValidationError as error:
                return json({"errors": problems(error)}, status=422)
            agent: Agent = request.app.ctx.agent
            return json(
                await self._turns.once(turn.sender, turn.event_id, lambda: _decide(turn, agent, on_new_message))
            )

        @door.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            """`{"senders": [...]}`: nothing stays in memory of these sessions."""
            if not self._may_enter(request):
                remedy = "Send the header Authorization: Bearer <RASA_TOKEN>."
                return _refusal(401, "Authorization", "wrong or missing token", remedy)
            try:
                senders = senders_in(loads(request.body))
            except (JSONDecodeError, UnicodeDecodeError):
                senders = None
            if senders is None:
                return _refusal(422, "senders", "not a list of ids", "Send an object with a list of sessions' ids.")
            agent: Agent = request.app.ctx.agent
            for sender in senders:
                self._turns.forget(sender)
                await agent.tracker_store.save(DialogueStateTracker(sender, agent.domain.slots))
            return json({"forgotten": len(senders)})

        return door

    def _may_enter(self, request: Request) -> bool:
        shown = request.headers.get("Authorization", "")
        return not self._token or hmac.compare_digest(shown.encode(), f"Bearer {self._token}".encode())


class Decided(OutputChannel):
    """Collects what the rules said in one turn."""

    def __init__(self) -> None:
        self.replies: list[dict[str, str]] = []
        self.commands: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return HelplineChannel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        if message.get("text"):
            self.replies.append({"text": message["text"]})
        if message.get("custom"):
            self.commands.append(message["custom"])


async def _decide(turn: Turn, agent: Agent, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Answer:
    await agent.tracker_store.save(await _clean_tracker(turn, agent))

    decided = Decided()
    message = UserMessage(
        _for_rasa(turn.message, agent), decided, turn.sender, input_channel=decided.name(), message_id=turn.event_id
    )
    await on_new_message(message)
    if not decided.replies and not decided.commands:
        # Rasa logs what goes wrong in an action and carries on; a turn without a decision must not look like one.
        log.error("No rule decided this turn: session %s, event %s", turn.sender, turn.event_id)
        raise LookupError("No rule decided this turn.")

    tracker = await agent.tracker_store.retrieve(turn.sender)
    # What they said is of no use any more: only what the session is about is remembered until the next turn.
    await agent.tracker_store.save(await _clean_tracker(turn, agent))
    return {
        "event_id": turn.event_id,
        "replies": decided.replies,
        "commands": decided.commands,
        "understood": _understood(tracker),
    }


async def _clean_tracker(turn: Turn, agent: Agent) -> DialogueStateTracker:
    """A tracker that knows what the product says of the session, and nothing else.

    Rules look at nothing older anyway; a history would only make each turn slower than the one before, and a turn that
    broke down halfway would bring down the next.
    """
    before = await agent.tracker_store.retrieve(turn.sender)
    slots = {
        "asked": turn.state.asked,
        "failed": turn.state.failures > 0,
        "language": turn.language,
        "topic": turn.state.topic or (before and before.get_slot("topic")),
    }
    events = [ActionExecuted(ACTION_LISTEN_NAME), *(SlotSet(name, value) for name, value in slots.items())]
    return DialogueStateTracker.from_events(turn.sender, events, agent.domain.slots, domain=agent.domain)


def _for_rasa(message: str, agent: Agent) -> str:
    """The message, where a slash means an intent only if there is such an intent."""
    named = re.fullmatch(r"/(\w+)", message)
    if named and named[1] in set(agent.domain.intents) - _NOT_FOR_CUSTOMERS:
        return message
    return message.lstrip("/ ") or "?"


def _understood(tracker: DialogueStateTracker) -> dict[str, Any]:
    parsed = tracker.latest_message.parse_data
    return {
        "intent": parsed["intent"]["name"],
        "confidence": parsed["intent"]["confidence"],
        "ranking": [
            {"name": guess["name"], "confidence": guess["confidence"]} for guess in parsed["intent_ranking"][:_RANKED]
        ],
        "entities": [{"entity": found["entity"], "value": found["value"]} for found in parsed["entities"]],
        "topic": tracker.get_slot("topic"),
    }


def _refusal(status: int, field: str, problem: str, remedy: str) -> HTTPResponse:
    return json({"errors": [{"field": field, "problem": problem, "remedy": remedy}]}, status=status)
