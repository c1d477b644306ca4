"""The catalogue: what the company does for people, to be chosen from by line and service, and then described.

For whoever would rather pick than ask. Internal lines show theirs to the company's own people only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.buttons import CHOICES, button
from bot.events import Filled
from bot.handing_over import HandingOver, Wish
from bot.texts import FileTexts
from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.line import Line, Service
from handoff.messages import Button
from handoff.ports import Books, Clock
from handoff.session import Asked, WithBot

EMPLOYEES = "employees"
"""The group of customers who see internal lines."""
_LINE, _SERVICE = "line:", "service:"


def offered(lines: Sequence[Line], customer: Customer) -> Sequence[Line]:
    """The lines whose services this customer may choose from."""
    own = EMPLOYEES in customer.groups
    return [each for each in lines if each.services and not each.archived and each.internal is own]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    books: Books
    handing_over: HandingOver
    texts: FileTexts
    clock: Clock

    @staticmethod
    def holds(choice: str) -> bool:
        """Was this choice offered here? Otherwise it is an article."""
        return choice.startswith((_LINE, _SERVICE))

    async def door(self, conversation: Conversation) -> tuple[Button, ...]:
        """The button that opens it; none while it is empty."""
        session = conversation.session
        if not isinstance(session, WithBot) or not await self._lines(conversation.customer):
            return ()
        return (button("catalogue", self._say(conversation, "catalogue_button"), session),)

    async def opens(self, conversation: Conversation, session: WithBot) -> Conversation:
        """Show the lines that offer something, or, of a single one, what it offers."""
        lines = await self._lines(conversation.customer)
        if len(lines) == 1:
            return self._offers_services(conversation, session, lines[0])
        language = conversation.customer.language
        choices = [(f"{_LINE}{line.id}", line.name_in(language)) for line in lines]
        return self._offers(conversation, session, "catalogue_lines", choices)

    async def chosen(self, conversation: Conversation, session: WithBot, choice: str) -> Conversation:
        """A line: show its services. A service: ask for the particulars."""
        found = await self._find(choice, conversation.customer)
        match found:
            case None:
                return conversation.bot_says(self._say(conversation, "old_button"), at=self.clock())
            case line, None:
                return self._offers_services(conversation, session, line)
            case _, service:
                name = service.name_in(conversation.customer.language)
                asks = self._say(conversation, "catalogue_describe", service=name)
                asking = replace(session, asked=Asked.DESCRIBE, choices=(choice,))
                return conversation.bot_says(asks, at=self.clock()).with_session(asking)

    async def described(self, conversation: Conversation, session: WithBot) -> Conversation:
        """The customer has said what they need: to the line, with whatever they have attached."""
        found = await self._find(session.choices[0], conversation.customer) if session.choices else None
        line, service = found or (None, None)
        if line is None or service is None:  # it was taken out of the catalogue meanwhile
            return await self.handing_over.hand_over(conversation, session, "no_answer", "no_answer", session.topic)
        about = session.with_handling(replace(session.handling, kind=service.kind))
        named = replace(about, asked=None, choices=())
        return await self.handing_over.hand_over(
            conversation, named, "catalogue_thanks", "service", service.topic, service=(line, service)
        )

    async def filled_in(self, conversation: Conversation, session: WithBot, filled: Filled) -> Conversation:
        """The customer has said it all in a form: straight to people, with what they have filled in on the card."""
        found = await self._find(f"{_SERVICE}{filled.service}", conversation.customer)
        line, service = found or (None, None)
        chosen = None if line is None or service is None else (line, service)
        if service is not None:
            session = session.with_handling(replace(session.handling, kind=service.kind))
        return await self.handing_over.hand_over(
            conversation, session, "catalogue_thanks", "service" if chosen else "asked",
            service.topic if service else session.topic, service=chosen,
            wish=Wish(flow="", collected=filled.collected), straight=True,
        )  # fmt: skip

    async def _lines(self, customer: Customer) -> Sequence[Line]:
        return offered((await self.books.now()).lines, customer)[: len(CHOICES)]

    async def _find(self, choice: str, customer: Customer) -> tuple[Line, Service | None] | None:
        line_id, _, service_id = choice.removeprefix(_LINE).removeprefix(_SERVICE).partition("/")
        line = next((each for each in await self._lines(customer) if each.id == line_id), None)
        if line is None or not service_id:
            return (line, None) if line else None
        service = next((each for each in line.services if each.id == service_id), None)
        return (line, service) if service else None

    def _offers_services(self, conversation: Conversation, session: WithBot, line: Line) -> Conversation:
        language = conversation.customer.language
        choices = [(f"{_SERVICE}{line.id}/{each.id}", each.name_in(language)) for each in line.services]
        return self._offers(conversation, session, "catalogue_services", choices[: len(CHOICES)])

    def _offers(
        self, conversation: Conversation, session: WithBot, key: str, choices: Sequence[tuple[str, str]]
    ) -> Conversation:
        offering = replace(session, asked=None, choices=tuple(choice for choice, _ in choices))
        buttons = tuple(button(verb, label, session) for verb, (_, label) in zip(CHOICES, choices, strict=False))
        return conversation.bot_says(self._say(conversation, key), at=self.clock(), buttons=buttons).with_session(
            offering
        )

    def _say(self, conversation: Conversation, key: str, **values: str) -> str:
        return self.texts.say(key, conversation.customer.language, **values)
