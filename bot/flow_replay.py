"""`helpline flows replay`: recorded dialogues played with the flows of files, for a pipeline that may refuse them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from bot.flow_files import database
from bot.settings import Settings
from flows import folder as folders
from flows.replay import Replayed
from flows.replay.many import Dialogues, Found
from storage.mongo.flow_records import MongoFlowRecords
from storage.mongo.flows import MongoFlows

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def period(written: str) -> timedelta:
    """`12h`, `30d` or `4w`."""
    found = re.fullmatch(r"([1-9]\d{0,4})([hdw])", written)
    if found is None:
        raise typer.BadParameter("write it as 12h, 30d or 4w")
    return int(found[1]) * _UNITS[found[2]]


async def replay(settings: Settings, paths: Sequence[Path], *, since: timedelta, limit: int, as_json: bool) -> None:
    """Ends with 1 if a dialogue goes another way, or if a file is none of a flow."""
    files = folders.read(paths)
    for bad in files.bad:
        typer.echo(f"{bad.path}: {bad.message}", err=True)
    now = datetime.now(UTC)
    results: dict[Path, Found] = {}
    async with database(settings) as db:
        flows, records = MongoFlows(db), MongoFlowRecords(db)
        for path, file in files.files.items():
            dialogues = Dialogues.of(await records.runs(file.flow.id, since=now - since, until=now, limit=limit))
            results[path] = dialogues.replayed(file.flow, await flows.library(dialogues.revisions()))
    typer.echo(
        json.dumps(_document(results), default=str, ensure_ascii=False) if as_json else "\n".join(_told(results))
    )
    if files.bad or any(found.different for found in results.values()):
        raise typer.Exit(1)


def _told(results: Mapping[Path, Found]) -> Iterator[str]:
    for path, found in results.items():
        for each in found.different:
            at, conversation = each.dialogue.records[0].at, each.dialogue.conversation
            yield f"{path}: {conversation} of {at:%Y-%m-%d %H:%M}: {each.why}"
    every = results.values()
    same, different = sum(found.same for found in every), sum(len(found.different) for found in every)
    unreadable = sum(found.unreadable for found in every)
    told = f"; {unreadable} cannot be read" if unreadable else ""
    yield f"{same + different} dialogues of {len(results)} flows: {different} go another way{told}"


def _document(results: Mapping[Path, Found]) -> Mapping[str, object]:
    return {
        str(path): {
            "dialogues": found.same + len(found.different),
            "same": found.same,
            "different": [_different(each) for each in found.different],
            "unreadable": found.unreadable,
        }
        for path, found in results.items()
    }


def _different(replayed: Replayed) -> Mapping[str, object]:
    return {
        "conversation": replayed.dialogue.conversation, "run": replayed.dialogue.run, "at_move": replayed.at_move,
        "why": replayed.why, "recorded": [asdict(line) for line in replayed.recorded],
        "draft": [asdict(line) for line in replayed.draft],
    }  # fmt: skip
