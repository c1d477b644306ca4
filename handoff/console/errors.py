"""How the API refuses: in one shape, with a word for programs, a sentence for people, and the fields to mend."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException as AnyHTTPException

from handoff.console.schemas import FieldProblem, Problem, Refused
from handoff.console.storable import unstorable
from handoff.desk import AlreadyTaken, DeskError, NotFound, NotPossible, NotYours, WindowClosed
from handoff.ports import Stale

_REFUSED = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{Refused.__name__}"}}}}
REFUSALS: dict[int | str, dict[str, Any]] = dict.fromkeys((401, 403, 404, 409, 422), _REFUSED)
"""For the document: what each route may answer instead. By its name, which a few routes define: as a model of each
route it would be compiled hundreds of times at every start."""
_NO_JSON = 400
"""FastAPI's, where a body is not even text, or nested without end; our own refusals never have it."""
_UNREADABLE = "This is no JSON that can be read."
_TAGS = {"is", "between", "says", "during", "all", "any", "not"}
"""Kinds of conditions, which pydantic puts between the names of fields."""


def problem(status: int, code: str, message: str, *, field: str | None = None, by: str | None = None) -> HTTPException:
    """An error as the API words it."""
    return HTTPException(status, Problem(code=code, message=message, field=field, by=by).model_dump())


def wrong_fields(problems: Sequence[FieldProblem]) -> HTTPException:
    """A form that was read, and can't be taken."""
    first = problems[0]
    said = Problem(code="invalid", message=first.message, field=first.field, problems=list(problems))
    return HTTPException(422, said.model_dump())


def refuse(problems: Sequence[FieldProblem]) -> None:
    """Raises if there is any."""
    if problems:
        raise wrong_fields(problems)


def at(path: Sequence[str | int], message: str) -> FieldProblem:
    return FieldProblem(field=".".join(map(str, path)), message=message)


class StaffRoute(APIRoute):
    """Says in the API's own words, too, which fields of a form don't fit."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle, has_form = super().get_route_handler(), self.body_field is not None

        async def handle_or_refuse(request: Request) -> Response:
            try:
                if has_form:
                    await _refuse_unstorable(request)
                return await handle(request)
            except RequestValidationError as error:
                raise wrong_fields([_misfit(each) for each in error.errors()]) from error
            except AnyHTTPException as error:
                if error.status_code != _NO_JSON:
                    raise
                raise wrong_fields([at(["body"], _UNREADABLE)]) from error

        return handle_or_refuse


@asynccontextmanager
async def refusals() -> AsyncIterator[None]:
    """What the desk and the stores refuse, as HTTP answers."""
    try:
        yield
    except AlreadyTaken as error:
        raise problem(409, "already_taken", str(error), by=error.by) from error
    except NotYours as error:
        raise problem(409, "not_yours", str(error), by=error.holder) from error
    except WindowClosed as error:
        raise problem(409, "window_closed", str(error)) from error
    except NotFound as error:
        raise problem(404, "not_found", str(error)) from error
    except NotPossible as error:
        raise problem(422 if error.field else 409, "not_possible", str(error), field=error.field) from error
    except DeskError as error:
        raise problem(409, "not_possible", str(error)) from error
    except Stale as error:
        raise problem(409, "stale", f"{error} Load it again and repeat your change.") from error


async def _refuse_unstorable(request: Request) -> None:
    """What is no JSON at all, FastAPI refuses."""
    try:
        found = unstorable(await request.json())
    except (ValueError, RecursionError):
        return
    if found:
        raise wrong_fields([found])


def _misfit(error: Mapping[str, Any]) -> FieldProblem:
    if error["type"] == "json_invalid":  # its place is a number of characters
        return at(["body"], _UNREADABLE)
    return at(_path(error["loc"]), error["msg"])


def _path(place: Sequence[str | int]) -> Sequence[str | int]:
    """Without the wrapping: `body.value.rules.0.when.is.values` is `rules.0.when.values` to whoever edits rules."""
    inner = place[1:] if place[:1] in (("body",), ("query",), ("path",)) else place
    inner = inner[1:] if inner[:1] == ("value",) and len(inner) > 1 else inner
    return [each for each in inner if each not in _TAGS]
