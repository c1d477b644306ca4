"""HTTP: ask another system, and keep parts of what it answers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal
from urllib.parse import quote

from pydantic import Field, JsonValue

from flows.effects import Call, WaitUntil
from flows.errors import ExpressionError
from flows.happenings import CallFinished, TimePassed
from flows.position import ForCall
from flows.steps.base import FAILED, NEXT, Gap, Go, Heard, Here, Keep, Outcome, Pause, Port, StepBase
from flows.words import Expression, PortName, SecretRef, Template, VariableName

SPARE = timedelta(minutes=1)
"""For the pauses between tries. After that the result is taken for lost: nobody waits for ever for a machine."""


class Http(StepBase):
    """Call an address of another system."""

    kind: Literal["http"]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field(default="GET", title="Method")
    url: Template = Field(title="Address", description="What is put in between braces is escaped.")
    headers: dict[str, Template] = Field(default={}, title="Headers")
    secret_headers: dict[str, SecretRef] = Field(
        default={}, title="Secret headers", description="By the names of secrets that are kept apart from the flow."
    )
    body: dict[str, Expression] | None = Field(default=None, title="JSON", description="Fields of the body.")
    save: dict[VariableName, Expression] = Field(
        default={}, title="Keep", description="Variables and where they come from, such as response.body.order.status."
    )
    timeout: timedelta = Field(
        default=timedelta(seconds=10), gt=timedelta(0), le=timedelta(minutes=1), title="Time-out"
    )
    retries: int = Field(default=1, ge=0, le=5, title="Retries")

    def ports(self) -> tuple[Port, ...]:
        return (Port(name=NEXT, label="Done", optional=True), Port(name=FAILED, label="Failed"))

    def sets(self, port: PortName) -> frozenset[str]:
        return frozenset(map(str, self.save)) if port == NEXT else frozenset()

    def known_in(self, path: tuple[str | int, ...]) -> frozenset[str]:
        return frozenset({"response"}) if path[0] == "save" else frozenset()

    def gaps(self) -> Iterator[Gap]:
        if not self.url.startswith(("https://", "http://")):
            yield Gap("url", "The address has to begin with https:// or http://.", "Write the whole address.")

    def run(self, here: Here) -> Outcome:
        call = Call(
            id=here.call,
            method=self.method,
            url=here.text(self.url, escape=lambda value: quote(value, safe="")),
            # A line break from a customer's words would begin a header of its own.
            headers={name: here.text(value, escape=_one_line) for name, value in self.headers.items()},
            secret_headers={name: str(secret) for name, secret in self.secret_headers.items()},
            body=here.values(self.body) if self.body is not None else None,
            timeout=self.timeout,
            retries=self.retries,
        )
        until = here.facts.now + self.timeout * (self.retries + 1) + SPARE
        return Pause(wait=ForCall(call=call.id, until=until), effects=(call, WaitUntil(at=until)))

    def hear(self, here: Here, happening: Heard) -> Outcome:
        match happening:
            case CallFinished(ok=True, status=status, body=body):
                response: JsonValue = {"status": status, "body": body}
                try:
                    kept = {str(name): here.value(path, response=response) for name, path in self.save.items()}
                except ExpressionError:
                    return Go(port=FAILED)  # it answered, but not what was agreed
                return Go(variables=kept)
            case CallFinished() | TimePassed():
                return Go(port=FAILED)
            case _:
                return Keep()


def _one_line(text: str) -> str:
    return " ".join(text.split())
