"""What a database was asked, and how it finds the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from storage.mongo.client import Database

_QUERIES = {"find": "filter", "count": "query", "distinct": "query", "findAndModify": "query"}
_STATEMENTS = {"update": "updates", "delete": "deletes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    collection: str
    filter: Mapping[str, Any]
    sort: Mapping[str, int]

    @property
    def shape(self) -> str:
        """Without the values."""
        return f"{self.collection} {_shape(self.filter)} {dict(self.sort) or ''}".strip()


@dataclass(slots=True)
class Asked(CommandListener):
    """Hears every command of a client; one question of each shape is kept, and all commands are counted."""

    questions: dict[str, Question] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)

    def started(self, event: CommandStartedEvent) -> None:
        name, command = event.command_name, event.command
        self.commands.append(f"{name} {command[name]}")
        for asked in _filters(name, command):
            question = Question(collection=str(command[name]), filter=dict(asked), sort=dict(command.get("sort") or {}))
            self.questions.setdefault(question.shape, question)

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


def _filters(name: str, command: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if name in _QUERIES:
        return [command.get(_QUERIES[name]) or {}]
    if name in _STATEMENTS:
        return [each["q"] for each in command[_STATEMENTS[name]]]
    if name == "aggregate":
        return [command["pipeline"][0].get("$match", {}) if command["pipeline"] else {}]
    return []


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shape(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "[" + ", ".join(map(_shape, value)) + "]"
    return "null" if value is None else "?"


async def reads_all(db: Database, question: Question) -> bool:
    """Whether the whole collection is read for it, as the embedded server explains.

    It may also look up one condition alone and check the others at the rows that it finds, which its explanation does
    not know of. A large database finds an index wherever this one does.
    """
    conditions = [{name: value} for name, value in question.filter.items() if not name.startswith("$")]
    alone = conditions if len(conditions) == len(question.filter) else []
    for asked in (question.filter, *alone):
        find = {"find": question.collection, "filter": asked, "sort": question.sort}
        plan = await db.command({"explain": find, "verbosity": "queryPlanner"})
        if "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"]):
            return False
    return True
