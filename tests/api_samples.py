"""Requests that the API takes, for `api_fuzzing` to spoil in one place: chance alone never draws a whole flow."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

Get = Callable[[str], Any]
FLOW = "order_status"


def _chapter(name: str) -> Callable[[Get], Any]:
    def sample(get: Get) -> Any:
        now = get(f"/api/rules/{name}")
        return {"base": now["version"], "comment": "c", "value": now["value"]}

    return sample


def _line(get: Get) -> Any:
    now = get("/api/lines/delivery")["value"]
    return {"base": now["version"], "value": now}


def _new_line(get: Get) -> Any:
    return {"base": 0, "value": get("/api/lines/delivery")["value"] | {"id": uuid.uuid4().hex[:12], "version": 0}}


def _staff(get: Get) -> Any:
    now = next(each for each in get("/api/staff") if each["id"] == "victor")
    return {"base": now["version"], "value": now["value"]}


def _article(get: Get) -> Any:
    now = get(f"/api/articles/{get('/api/articles')[0]['id']}")
    return {"title": "T", "body": "B", "questions": ["Q?"], "topic": None, "version": now["version"]}


def _flow(get: Get) -> Any:
    return get(f"/api/flows/{FLOW}")["flow"]


def _drawn(get: Get) -> Any:
    now = get(f"/api/flows/{FLOW}")
    return {"base": now["version"], "flow": now["flow"], "layout": now["layout"]}


def _systems(get: Get) -> Any:
    now = get("/api/flow-systems")
    return {"base": now["version"], **{name: now[name] for name in ("hooks", "private_hosts", "processes")}}


def _words(get: Get) -> Any:
    return {"id": uuid.uuid4().hex, "text": "Good morning", "files": []}


def _connection(get: Get) -> Any:
    return {
        "kind": "custom", "account": uuid.uuid4().hex[:12], "title": "Ours", "on": True, "line": "delivery",
        "flows": [], "settings": {"webhook_url": "http://127.0.0.1:9/hook"}, "secrets": {"secret": uuid.uuid4().hex},
    }  # fmt: skip


_FACTS = {"at": "2026-11-23T09:30:00Z", "words": {"channel": ["telegram"]}, "numbers": {}, "text": "refund"}
SAMPLES: Mapping[str, Callable[[Get], Any]] = {
    "PUT /api/rules/routing": _chapter("routing"),
    "PUT /api/rules/priority": _chapter("priority"),
    "PUT /api/rules/sla": _chapter("sla"),
    "POST /api/rules/test": lambda get: {"facts": _FACTS, "routing": get("/api/rules/routing")["value"]},
    "PUT /api/lines/{line_id}": _line,
    "POST /api/lines": _new_line,
    "PUT /api/staff/{operator_id}": _staff,
    "POST /api/staff": lambda get: {"value": _staff(get)["value"] | {"login": uuid.uuid4().hex[:12]}},
    "PUT /api/articles/{article}": _article,
    "POST /api/articles": lambda get: {"key": uuid.uuid4().hex, "language": "en", "title": "T", "body": "B"},
    "PUT /api/flows/{id}": _drawn,
    "POST /api/flow-check": lambda get: {"flow": _flow(get)},
    "POST /api/flow-try": lambda get: {
        "flow": _flow(get), "channel": "telegram", "language": "en", "start": "menu", "inputs": [], "customer": {}
    },
    "POST /api/flows/{id}/merge": lambda get: {"base": _flow(get), "ours": _flow(get)},
    "POST /api/flows/{id}/replay": lambda get: {
        "flow": _flow(get), "from": "2026-11-01T00:00:00Z", "to": "2026-11-23T00:00:00Z"
    },
    "PUT /api/flow-systems": _systems,
    "PUT /api/flow-secrets/{name}": lambda get: {"value": "s"},
    "POST /api/channels": _connection,
    "POST /api/conversations/{conversation_id}/reply": _words,
    "POST /api/conversations/{conversation_id}/note": _words,
    "POST /api/conversations/{conversation_id}/priority": lambda get: {"level": "high", "reason": "r"},
    "POST /api/conversations/{conversation_id}/hold": lambda get: {"reason": "r", "until": "2036-11-23T09:30:00Z"},
    "POST /api/conversations/{conversation_id}/escalate": lambda get: {"reason": "r"},
    "POST /api/conversations/{conversation_id}/invite": lambda get: {"channel": "custom"},
    "PATCH /api/conversations/{conversation_id}/card": lambda get: {
        "attributes": {"plan": "gold"}, "groups": ["a"], "tags": ["b"], "email": "a@b.example", "topic": "delivery"
    },
    "POST /api/team/reassign": lambda get: {"conversation_ids": ["telegram:main:3"], "to_queue": True},
    "POST /api/people/merge": lambda get: {"conversations": ["telegram:main:1", "telegram:main:2"]},
    "POST /api/people/{person_id}/split": lambda get: {"conversation": "telegram:main:3"},
    "POST /api/login": lambda get: {"login": "victor", "password": "wrong"},
}  # fmt: skip
