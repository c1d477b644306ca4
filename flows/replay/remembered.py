"""What other systems and the bot answered in a recorded dialogue, found again by what they were asked."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from flows.effects import Answer, Call, StartProcess, Unexpected
from flows.happenings import CallFinished, Resumed
from flows.record import Heard, Move
from flows.replay.sentence import Sentence, sentence

Asked = Call | Answer | StartProcess


class Remembered:
    """The answers of one dialogue. What is asked a second time gets the second answer, if there is one."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self._answers: dict[str, list[CallFinished]] = defaultdict(list)
        self._helped: dict[str, bool] = {}
        self._times: Counter[str] = Counter()
        moves = list(moves)
        asked = {each.id: question(each) for move in moves for each in move.effects if isinstance(each, Asked)}
        for move in moves:
            match move.came:
                case Heard(happening=CallFinished(call=call) as result) if call in asked:
                    self._answers[asked[call]].append(result)
        for before, after in pairwise(moves):
            match before.effects, after.came:
                case [*_, Unexpected(text=text)], Heard(happening=Resumed(helped=helped)):
                    self._helped[text] = helped

    def answer(self, asked: Asked) -> CallFinished | None:
        """What came back then; None when that is not known. To be called once for each time it is asked."""
        what = question(asked)
        place, self._times[what] = self._times[what], self._times[what] + 1
        known = self._answers.get(what)
        return known[min(place, len(known) - 1)] if known else None

    def helped(self, text: str) -> bool:
        """Had the bot a reply to these words? What it was never asked counts as what it could not reply to."""
        return self._helped.get(text, False)


def question(asked: Asked) -> str:
    """What is asked, whoever asks it and whenever."""
    match asked:
        case Call(method=method, url=url, body=body):
            return f"{method} {url} {json.dumps(body, sort_keys=True)}"
        case Answer(query=query):
            return f"answer {query}"
        case StartProcess(process=process, data=data):
            return f"process {process} {json.dumps(dict(data), sort_keys=True)}"


def shortly(asked: Asked) -> str | Sentence:
    match asked:
        case Call(method=method, url=url):
            return f"{method} {url}"
        case Answer(query=query):
            return sentence("search", "the search for “{query}”", query=query)
        case StartProcess(process=process):
            return sentence("process", "the process “{name}”", name=process)
