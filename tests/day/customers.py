"""The customers of that day: they write when their story says so, and answer what they are asked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from bot.events import Said
from bot.texts import FileTexts
from tests.day.company import LINES, MINUTE
from tests.day.people import ASKS, BOT_ONLY, COMPLAINS, Story
from tests.day.promises import ANSWER
from tests.parts import Clock, said

MORE, STILL_THERE = "One more thing", "Is anybody there?"
_ASKED = {question.texts["en"] for line in LINES for question in line.questions}


class Customers:
    def __init__(self, stories: list[Story], clock: Clock) -> None:
        self.clock, self.stories = clock, {story.number: story for story in stories}
        self.left = {story.number: story.questions for story in stories}
        self.agenda: defaultdict[datetime, list[tuple[int, str]]] = defaultdict(list)
        self._farewell = FileTexts().say("session_closed", "en")
        self._back: set[int] = set()
        self._written = 0
        for story in stories:
            self.agenda[story.comes].append((story.number, words(story)))

    def now_write(self) -> list[Said]:
        """This minute's messages."""
        return list(self._write())

    def hear(self, number: int, text: str) -> None:
        """What reaches a customer, and what they will do about it."""
        story = self.stories[number]
        if text.startswith(ANSWER) and self.left[number]:
            self.left[number] -= 1
            self.agenda[self.clock() + story.pause].append((number, MORE))
        elif text in _ASKED:
            self.agenda[self.clock() + MINUTE].append((number, f"It was {number}"))
        elif text == self._farewell and story.comes_back and number not in self._back:
            self._back.add(number)
            self.agenda[self.clock() + story.comes_back].append((number, words(story)))

    def is_put_aside(self, number: int) -> None:
        """Some can't wait."""
        if number % 2:
            self.agenda[self.clock() + 20 * MINUTE].append((number, STILL_THERE))

    def writes_soon(self, number: int) -> bool:
        now = self.clock()
        return any(number == who for at, those in self.agenda.items() if at > now for who, _ in those)

    def _write(self) -> Iterator[Said]:
        for number, text in sorted(self.agenda.pop(self.clock(), ())):
            self._written += 1
            yield said(self._written, text, customer=number, at=self.clock())


def words(story: Story) -> str:
    return f"{story.words} ({story.topic})"


def commands(stories: list[Story]) -> dict[str, list[dict[str, str]]]:
    """What the bot is to do with their first words."""
    reasons = {ASKS: "asked", COMPLAINS: "complaint"}
    return {
        words(each): [{"name": "hand_off", "reason": reasons[each.words], "topic": each.topic}]
        for each in stories
        if each.words != BOT_ONLY
    }
