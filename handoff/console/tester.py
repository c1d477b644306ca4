"""The rule tester, and the proof of past decisions: what the rules make of a session, and of one long ago."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, Field

from handoff import access
from handoff.book import Book
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, refuse, wrong_fields
from handoff.console.rules import problems_of
from handoff.console.schemas import Schema
from handoff.conversation import Conversation
from handoff.facts import TEXT_KEPT, Facts
from handoff.ids import ConversationId
from handoff.operator import Operator, Role
from handoff.ports import PRIORITY, ROUTING, Books, Chapter, Chapters, Clock, Conversations, History, Loads
from handoff.priority import PriorityScheme
from handoff.routing.again import again
from handoff.routing.decisions import Choosing, Decision, Rating, Routing
from handoff.routing.reading import facts_of
from handoff.routing.rules import RuleSet
from handoff.routing.trying import Tried, filled_in, imagined, try_out
from handoff.sla.policy import SlaPolicies

T = TypeVar("T")
_LOOKED_THROUGH = 200
"""Messages back from the end in which the decision about the line is looked for."""


class MadeUp(Schema):
    """A session that never was: what is not said is unknown. Without `at` it is now."""

    words: Mapping[str, tuple[str, ...]] = {}
    numbers: Mapping[str, float] = {}
    text: Annotated[str, Field(max_length=TEXT_KEPT)] = ""
    at: AwareDatetime | None = None


class TryForm(Schema):
    """A past session or a made-up one, against the rules in force or drafts of them."""

    conversation_id: ConversationId | None = None
    facts: MadeUp | None = None
    routing: RuleSet | None = None
    priority: PriorityScheme | None = None
    sla: SlaPolicies | None = None


class TryView(Schema):
    """Nothing was changed. Of a past session the facts are those of when it was handed over, where they were kept."""

    value: Tried


class DecisionView(Schema):
    """A decision as it was kept, and computed again from what was kept with it and the rules of then.

    `again` is None where it can't be computed any more, which `problem` explains.
    """

    stored: Decision
    again: Decision | None
    same: bool
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TesterPorts:
    conversations: Conversations
    history: History
    chapters: Chapters
    books: Books
    loads: Loads
    clock: Clock


def router(ports: TesterPorts, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["rules"], route_class=StaffRoute)
    Reader = Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))]
    Me = Annotated[Operator, Depends(guard.operator)]

    @api.post("/rules/test")
    async def test_rules(me: Reader, form: TryForm) -> TryView:
        """Which rules match, where the session goes, how urgent it is, what is promised, and who would get it."""
        now, book = ports.clock(), _drafted(await ports.books.now(), form)
        if form.conversation_id is not None:
            conversation = await seen_by(me, form.conversation_id)
            facts = await handed_over_with(conversation) or facts_of(conversation, now)
            moment = now
        elif form.facts is not None:
            made_up = form.facts
            given = Facts(at=made_up.at or now, words=made_up.words, numbers=made_up.numbers, text=made_up.text)
            conversation, facts, moment = imagined(given), filled_in(given), given.at
        else:
            raise wrong_fields([at(("conversation_id",), "Choose a conversation, or make up a session.")])
        loads = await ports.loads.of([each.id for each in book.staff], now)
        try:
            tried = try_out(
                conversation, facts, book, lambda who: (loads[who].held, loads[who].idle_since), moment
            )  # fmt: skip
        except ValueError as error:
            raise problem(409, "not_possible", str(error)) from error
        return TryView(value=tried)

    @api.get("/decisions/{conversation_id}/{number}")
    async def get_decision(me: Me, conversation_id: ConversationId, number: int) -> DecisionView:
        """Why this line, this operator or this priority: the decision that a system message carries."""
        conversation = await seen_by(me, conversation_id)
        page = await ports.history.page(conversation, before=number + 1, limit=1)
        stored = next((each.decision for each in page if each.number == number), None)
        if stored is None:
            raise problem(404, "not_found", "No decision was made there.")
        try:
            computed = await computed_again(stored)
        except ValueError as error:
            return DecisionView(stored=stored, again=None, same=False, problem=str(error))
        return DecisionView(stored=stored, again=computed, same=computed == stored)

    async def seen_by(operator: Operator, conversation_id: ConversationId) -> Conversation:
        conversation = await ports.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise problem(404, "not_found", "There is no such conversation.")
        return conversation

    async def handed_over_with(conversation: Conversation) -> Facts | None:
        """The facts on which its line was chosen last."""
        page = await ports.history.page(conversation, before=None, limit=_LOOKED_THROUGH)
        chosen = (each.decision for each in reversed(page) if isinstance(each.decision, Routing))
        return next((each.facts for each in chosen), None)

    async def computed_again(stored: Decision) -> Decision:
        match stored:
            case Routing(version=version):
                rules, scheme = await of_version(ROUTING, version), PRIORITY.blank
            case Rating(priority=priority):
                rules, scheme = ROUTING.blank, await of_version(PRIORITY, priority.version)
            case Choosing():
                rules, scheme = ROUTING.blank, PRIORITY.blank
        return again(stored, rules=rules, scheme=scheme)

    async def of_version(chapter: Chapter[T], number: int) -> T:
        if number == 0:
            return chapter.blank
        value = await ports.chapters.version(chapter, number)
        if value is None:
            raise ValueError(f"Version {number} of these rules is not there any more.")
        return value

    return api


def _drafted(book: Book, form: TryForm) -> Book:
    """The rules in force, with drafts in the place of some of them."""
    drafts = {"routing": form.routing, "priority": form.priority, "sla": form.sla}
    drafted = replace(book, **{name: draft for name, draft in drafts.items() if draft is not None})  # type: ignore[arg-type]
    for name, draft in drafts.items():
        if draft is not None:
            refuse([at((name, *path), message) for path, message in problems_of(draft, drafted)])
    return drafted
