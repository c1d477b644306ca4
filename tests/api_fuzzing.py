"""The HTTP API under requests that its document allows, forbids, or never thought of (schemathesis and hypothesis).

Each operation of the document gets three sorts of requests: such as fit its schema, such as break it in one place, and
such as fit it but for one value that somewhere below somebody might stumble over. All have in part the ids of what is
really there. An answer has to be among those that the document declares, in its shape, and never a 500; what is
refused says why, and where.
"""

import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core import NOT_SET
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api_samples import SAMPLES

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NASTY: tuple[Any, ...] = (
    "\x00", "a\x00b", "\ud800", "x\udfff", "\u202e\u2066", "‍", "", " ", "\n", "a" * 5000, "𝔘" * 300, "$where", "$",
    ".", "..", "a.b", "../../etc/passwd", "%00", "__proto__", "null", "true", "NaN", "-1", "0", "9" * 30, "1e400",
    "<script>", "{{7*7}}", "${7*7}", "(" * 200, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59", "PT99999999999H",
    0, -1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**30, 1e308, -1e-308, True, None, [], {}, [[]], [None],
    {"$gt": ""}, {"$where": "1"}, {"$ne": None}, {"a.b": 1}, {"": ""}, {"\x00": 1}, {"\ud800": 1}, {"$set": {"a": 1}},
)  # fmt: skip
_IN_PATHS = tuple(each for each in NASTY if isinstance(each, str) and each.strip(".") and "/" not in each)
"""With a slash in it, or nothing, it is another path."""
_DEEP, _MANY = 20_000, 20
RAW: tuple[bytes, ...] = (
    b"", b"\xff\xfe", b"{", b"null", b"[]", b"0", b'"', b'{"a":NaN}', b'{"a":1e999}', b"\x00", b"\xef\xbb\xbf{}",
    b"{}" * 2, b"[" * _DEEP, b"[" * _DEEP + b"]" * _DEEP, b'{"a":' * _DEEP + b"1" + b"}" * _DEEP, b"9" * 5000,
    b'{"\\ud800":"\\udfff"}', '{"a":"b"}'.encode("utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Who asks; `headers` prove it, and `share` is their part of all examples: who may do less can break less. Some
    operations would end what the others need: `spares` them."""

    name: str
    headers: Mapping[str, str]
    share: float = 1.0
    spares: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Explorer:
    """Asks, and writes down what should not have been answered."""

    base: str
    admin: Someone
    """Who looks up what there is."""
    document: dict[str, Any]
    known: Mapping[str, Sequence[Any]]
    """By the name of a parameter or field, what is there."""
    examples: int
    tried: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    worked: set[str] = field(default_factory=set)
    """The operations that did what they were asked, once at least."""
    failures: dict[str, str] = field(default_factory=dict)
    """The first of each sort."""
    _session: requests.Session = field(default_factory=requests.Session)

    def explore(self, someone: Someone, chosen: Callable[[str], bool] = lambda label: True) -> None:
        """Blocking: for a thread beside the server's loop."""
        self._session.trust_env = False
        for operation in operations(self.document):
            if operation.label not in someone.spares and chosen(operation.label):
                self._ask(someone, operation)

    def _ask(self, someone: Someone, operation: APIOperation) -> None:
        @seed(20261122)
        @settings(
            max_examples=max(1, round(self.examples * someone.share)),
            phases=[Phase.generate], database=None, deadline=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(cases(operation, self.known))
        def one(drawn: Drawn) -> None:
            case, spoilt = drawn
            if spoilt:
                case.body = self._sample(someone, case.operation.label, *spoilt)
            self._send(someone, case)

        one()
        if operation.body and someone.share == 1:
            for body in RAW if self.examples >= _MANY else RAW[len(operation.label) % 4 :: 4]:
                self._send_raw(someone, operation, body)

    def _sample(self, someone: Someone, label: str, place: int, value: Any) -> Any:
        """What the API would take, but for one place."""

        def get(path: str) -> Any:
            return self._session.get(self.base + path, headers=dict(self.admin.headers), timeout=30).json()

        body = SAMPLES[label](get)
        places = list(_places(body))
        if place % 5:  # some as they are
            holder, key = places[place % len(places)]
            holder[key] = value
        return body

    def _send(self, someone: Someone, case: Case) -> None:
        label = f"{someone.name}: {case.operation.label}"
        self.tried[someone.name] += 1
        try:
            response = case.call(self.base, session=self._session, headers=dict(someone.headers), timeout=30)
        except (UnicodeError, requests.RequestException) as error:
            if not isinstance(error, UnicodeError):  # what cannot be put on the wire is nobody's trouble
                self._wrong(label, f"no answer: {error}", case)
            return
        self.answered[response.status_code] += 1
        if response.status_code < 300:
            self.worked.add(case.operation.label)
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            for each in group.exceptions:
                self._wrong(label, f"{response.status_code} {title(each)}", case)
        if trouble := self.unexplained(case.operation.label, response.status_code, response.content):
            self._wrong(label, trouble, case)

    def _send_raw(self, someone: Someone, operation: APIOperation, body: bytes) -> None:
        self.tried[someone.name] += 1
        path = operation.path
        for name, there in self.known.items():
            path = path.replace(f"{{{name}}}", str(there[0]))
        kind = next(iter(operation.body)).media_type
        headers = {**someone.headers, "Content-Type": kind}
        label = f"{someone.name}: {operation.label}"
        try:
            response = self._session.request(
                operation.method, self.base + path, data=body, headers=headers, timeout=30, allow_redirects=False
            )
        except requests.ConnectionError as error:
            self._wrong(label, f"no answer: {error}", body[:60])
            return
        self.answered[response.status_code] += 1
        if response.status_code >= 500 or str(response.status_code) not in operation.definition.raw["responses"]:
            self._wrong(label, f"{response.status_code} raw body", body[:60])
        elif trouble := self.unexplained(operation.label, response.status_code, response.content):
            self._wrong(label, trouble, body[:60])

    def unexplained(self, label: str, status: int, content: bytes) -> str | None:
        """What the API refuses has a word for programs and a sentence for people; malformed input names the place."""
        if status < 400 or " /api/" not in label:
            return None
        try:
            said = json.loads(content)["detail"]
            assert said["code"]
            assert said["message"]
            named = status != 422 or said.get("field") is not None or said.get("problems")
        except (ValueError, KeyError, TypeError, AssertionError):
            return f"{status} unexplained: {content[:200]!r}"
        return None if named else f"{status} names no field: {content[:200]!r}"

    def _wrong(self, label: str, what: str, case: Case | bytes) -> None:
        shown = case.as_curl_command() if isinstance(case, Case) else repr(case)
        key = f"{label}: {what}"
        if key not in self.failures:
            self.failures[key] = shown[:600]
            sys.stdout.write(f"{key}\n    {shown[:600]}\n")  # a long run can be read before its end


def title(failure: BaseException) -> str:
    said = getattr(failure, "title", "") or type(failure).__name__
    told = str(getattr(failure, "message", "") or failure).strip().partition("\n")[0]
    return f"{said}: {told[:200]}" if isinstance(failure, Failure) else repr(failure)[:300]


def operations(document: dict[str, Any]) -> Iterator[APIOperation]:
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig())
    for result in schema.get_all_operations():
        yield result.ok()


Drawn = tuple[Case, tuple[int, Any] | None]
"""A request; or what to spoil in a sample, which then is its body."""


@st.composite
def cases(draw: st.DrawFn, operation: APIOperation, known: Mapping[str, Sequence[Any]]) -> Drawn:
    """A request of one of the three sorts."""
    sample = ["sample", "sample"] if operation.label in SAMPLES else []
    sort = draw(st.sampled_from(["fits", "breaks", "nasty", *sample]))
    mode = GenerationMode.NEGATIVE if sort == "breaks" else GenerationMode.POSITIVE
    case: Case = draw(_strategy(operation, mode))
    for part in (case.path_parameters, case.query, case.body):
        for holder, name in list(_places(part)):
            if name in known and draw(st.integers(0, 3)):
                holder[name] = draw(st.sampled_from(known[name]))
    if sort == "nasty":
        places = list(itertools.chain(_places(case.query), _places(case.path_parameters), _places(case.body)))
        if places:
            holder, key = draw(st.sampled_from(places))
            path = holder is case.path_parameters
            holder[key] = draw(st.sampled_from(_IN_PATHS if path else NASTY))
    if sort != "sample":
        return case, None
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[name][0]
    return case, (draw(st.integers(0, 400)), draw(st.sampled_from(NASTY)))


_strategies: dict[tuple[str, GenerationMode], st.SearchStrategy[Case]] = {}


def _strategy(operation: APIOperation, mode: GenerationMode) -> st.SearchStrategy[Case]:
    key = operation.label, mode
    if key not in _strategies:
        _strategies[key] = operation.as_strategy(mode)
    return _strategies[key]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """All places in a value that another value may take."""
    if value is NOT_SET or isinstance(value, str | bytes):
        return
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, inner in items:
        yield value, key
        yield from _places(inner)
