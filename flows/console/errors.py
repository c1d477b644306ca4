"""How the flows' API refuses: `code` for programs, `message` with the remedy for people, and what is to be mended."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from fastapi import HTTPException
from pydantic import Field

from flows.console.ports import Doors
from flows.console.schemas import FlowDocument, LintProblem, Schema
from flows.errors import FlowArchived, RevisionMissing, SecretsLocked, StaleSystems
from flows.model import Layout


class FlowRefusal(Schema):
    """Why something was not done. `problems` are the linter's; `flow` and what goes with it are what was saved
    meanwhile.
    """

    code: str
    message: str
    field: str | None = None
    problems: list[LintProblem] = Field(default=[])
    version: int | None = None
    author: str | None = None
    saved_at: datetime | None = None
    flow: FlowDocument | None = None
    layout: Layout | None = None


class FlowRefused(Schema):
    """The body of every answer that is a refusal."""

    detail: FlowRefusal


_OURS = dict.fromkeys((404, 409), FlowRefused)


def refusals_at(doors: Doors) -> dict[int | str, dict[str, Any]]:
    """For the document: ours, and those of whoever keeps the doors."""
    theirs = dict.fromkeys((401, 403), doors.refused)
    return {code: {"model": model} for code, model in {**theirs, **_OURS, 422: FlowRefused | doors.refused}.items()}


def refusal(status: int, code: str, message: str, **more: Any) -> HTTPException:
    return HTTPException(status, FlowRefusal(code=code, message=message, **more).model_dump(mode="json"))


def missing(what: str) -> HTTPException:
    return refusal(404, "not_found", f"There is no such {what}.")


def unfit(problems: Sequence[LintProblem], message: str, code: str = "invalid") -> HTTPException:
    """A flow that cannot be taken as it is. The first of the problems is named for whoever reads only one."""
    first = problems[0]
    place = ".".join(filter(None, (first.step, first.field)))
    said = f"{message} {place}: {first.message} {first.remedy}"
    return refusal(422, code, said, field=first.field, problems=list(problems))


@contextmanager
def refusals() -> Iterator[None]:
    """The flows' own errors as HTTP answers. A stale draft is told by `drafts`, which knows the newer one."""
    try:
        yield
    except (FlowArchived, StaleSystems) as error:
        code = "archived" if isinstance(error, FlowArchived) else "stale"
        raise refusal(409, code, str(error)) from error
    except RevisionMissing as error:
        raise refusal(404, "not_found", str(error)) from error
    except SecretsLocked as error:
        raise refusal(409, "no_key", str(error)) from error
