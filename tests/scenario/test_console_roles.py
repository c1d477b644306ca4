"""Who may call what: every route of the staff's API with the least role that it needs.

`LEAST` is the one table of it. A route that is not in it fails the first test; the others hold each route to its row:
lower roles are refused, and so is whoever is signed out, or sends a change without the page's token.
"""

import pytest

from bot.openapi import document
from handoff.operator import Role
from tests.backstage import Backstage
from tests.console import NIKOS, Console
from tests.parts import ANNA, DELIVERY, SIOBHAN, held

ANYBODY, OPERATOR, SUPERVISOR, ADMIN = None, Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN
LEAST: dict[str, Role | None] = {
    "GET /login": ANYBODY,
    "POST /login": ANYBODY,
    "POST /login/code": ANYBODY,
    "POST /login/single-sign-on": ANYBODY,
    "POST /login/single-sign-on/back": ANYBODY,
    "GET /me": OPERATOR,
    "POST /logout": OPERATOR,
    "PUT /me/presence": OPERATOR,
    "POST /me/telegram-link": OPERATOR,
    "GET /me/logins": OPERATOR,
    "DELETE /me/logins/{login_id}": OPERATOR,
    "POST /me/logins/end-others": OPERATOR,
    "POST /me/password": OPERATOR,
    "GET /me/second-factor": OPERATOR,
    "POST /me/second-factor": OPERATOR,
    "POST /me/second-factor/confirm": OPERATOR,
    "POST /me/second-factor/recovery-codes": OPERATOR,
    "POST /me/second-factor/remove": OPERATOR,
    "GET /demo-logins": ANYBODY,
    "GET /conversations": OPERATOR,
    "GET /conversations/{conversation_id}": OPERATOR,
    "GET /conversations/{conversation_id}/messages": OPERATOR,
    "GET /conversations/{conversation_id}/person": OPERATOR,
    "GET /conversations/{conversation_id}/templates": OPERATOR,
    "POST /conversations/{conversation_id}/templates": OPERATOR,
    "PATCH /conversations/{conversation_id}/messages/{number}": OPERATOR,
    "DELETE /conversations/{conversation_id}/messages/{number}": OPERATOR,
    "POST /conversations/{conversation_id}/messages/{number}/retry": OPERATOR,
    "POST /conversations/{conversation_id}/messages/{number}/files/{index}/copy": OPERATOR,
    "POST /conversations/{conversation_id}/invite": OPERATOR,
    "POST /conversations/{conversation_id}/verify-email": OPERATOR,
    "POST /conversations/{conversation_id}/accept": OPERATOR,
    "POST /conversations/{conversation_id}/decline": OPERATOR,
    "POST /conversations/{conversation_id}/reply": OPERATOR,
    "POST /conversations/{conversation_id}/files": OPERATOR,
    "POST /conversations/{conversation_id}/note": OPERATOR,
    "POST /conversations/{conversation_id}/transfer": OPERATOR,
    "POST /conversations/{conversation_id}/give-back": OPERATOR,
    "POST /conversations/{conversation_id}/hold": OPERATOR,
    "POST /conversations/{conversation_id}/resume": OPERATOR,
    "POST /conversations/{conversation_id}/escalate": OPERATOR,
    "POST /conversations/{conversation_id}/priority": OPERATOR,
    # The desk lets those who oversee the session's line, which may be an operator.
    "POST /conversations/{conversation_id}/assign": OPERATOR,
    "PATCH /conversations/{conversation_id}/card": OPERATOR,
    "POST /conversations/{conversation_id}/close": OPERATOR,
    "POST /conversations/{conversation_id}/seen": OPERATOR,
    "GET /people/search": OPERATOR,
    "GET /people/{person_id}/history": OPERATOR,
    "POST /people/merge": OPERATOR,
    "POST /conversations/{conversation_id}/export": ADMIN,
    "POST /conversations/{conversation_id}/erase": ADMIN,
    "POST /people/{person_id}/split": OPERATOR,
    "GET /joining": SUPERVISOR,
    "PUT /joining": ADMIN,
    "GET /decisions/{conversation_id}/{number}": OPERATOR,
    "GET /offers": OPERATOR,
    "GET /operators": OPERATOR,
    "GET /levels": OPERATOR,
    "GET /priority": OPERATOR,
    "GET /canned": OPERATOR,
    "GET /files/{file_id}": OPERATOR,
    "GET /dead-letters": SUPERVISOR,
    "GET /notices": OPERATOR,
    "POST /notices/read": OPERATOR,
    "GET /lines": OPERATOR,
    "GET /lines/{line_id}": SUPERVISOR,
    "POST /lines": ADMIN,
    "PUT /lines/{line_id}": ADMIN,
    "DELETE /lines/{line_id}": ADMIN,
    "GET /staff": SUPERVISOR,
    "POST /staff": ADMIN,
    "PUT /staff/{operator_id}": ADMIN,
    "POST /staff/{operator_id}/password": ADMIN,
    "POST /staff/{operator_id}/deactivate": ADMIN,
    "POST /staff/{operator_id}/activate": ADMIN,
    "GET /staff/second-factors": ADMIN,
    "DELETE /staff/{operator_id}/second-factor": ADMIN,
    "GET /facts": SUPERVISOR,
    "POST /rules/test": SUPERVISOR,
    "GET /rules/routing": SUPERVISOR,
    "PUT /rules/routing": ADMIN,
    "GET /rules/priority": SUPERVISOR,
    "PUT /rules/priority": ADMIN,
    "GET /rules/sla": SUPERVISOR,
    "PUT /rules/sla": ADMIN,
    "GET /rules/{chapter}/versions": SUPERVISOR,
    "GET /rules/{chapter}/versions/{number}": SUPERVISOR,
    "POST /rules/{chapter}/rollback": ADMIN,
    # Or an operator who supervises a line.
    "GET /team": SUPERVISOR,
    "GET /team/performance": SUPERVISOR,
    "GET /team/candidates/{conversation_id}": SUPERVISOR,
    "POST /team/reassign": SUPERVISOR,
    "POST /team/presence": SUPERVISOR,
    "GET /articles": OPERATOR,
    "POST /articles": SUPERVISOR,
    "POST /articles/try": OPERATOR,
    "GET /articles/{article}": OPERATOR,
    "PUT /articles/{article}": SUPERVISOR,
    "DELETE /articles/{article}": SUPERVISOR,
    "GET /articles/{article}/versions": OPERATOR,
    "POST /articles/{article}/publish": SUPERVISOR,
    "POST /articles/{article}/unpublish": SUPERVISOR,
    "POST /articles/{article}/restore/{earlier}": SUPERVISOR,
    "GET /flows": SUPERVISOR,
    "POST /flows": ADMIN,
    "POST /flows/import": ADMIN,
    "GET /flows/{id}": SUPERVISOR,
    "PUT /flows/{id}": ADMIN,
    "POST /flows/{id}/merge": ADMIN,
    "POST /flows/{id}/archive": ADMIN,
    "POST /flows/{id}/restore": ADMIN,
    "GET /flows/{id}/file": SUPERVISOR,
    "POST /flows/{id}/publish": ADMIN,
    "POST /flows/{id}/roll-back": ADMIN,
    "GET /flows/{id}/heat": SUPERVISOR,
    "POST /flows/{id}/replay": SUPERVISOR,
    "GET /flows/{id}/revisions": SUPERVISOR,
    "GET /flows/{id}/revisions/{number}": SUPERVISOR,
    "GET /flow-kinds": SUPERVISOR,
    "GET /flow-templates": SUPERVISOR,
    "GET /flow-templates/{id}": SUPERVISOR,
    "GET /flow-company": SUPERVISOR,
    "POST /flow-check": SUPERVISOR,
    "POST /flow-try": SUPERVISOR,
    "GET /flow-secrets": SUPERVISOR,
    "PUT /flow-secrets/{name}": ADMIN,
    "DELETE /flow-secrets/{name}": ADMIN,
    "GET /flow-systems": SUPERVISOR,
    "PUT /flow-systems": ADMIN,
    "GET /channels": ADMIN,
    "GET /channels/kinds": ADMIN,
    "GET /channels/names": OPERATOR,
    "POST /channels/test": ADMIN,
    "POST /channels": ADMIN,
    "PUT /channels/{name}": ADMIN,
    "DELETE /channels/{name}": ADMIN,
    "GET /channels/{name}/payloads": ADMIN,
    "GET /dead-letters/raw": ADMIN,
    "GET /audit": ADMIN,
    "GET /dead-letters/{id}": ADMIN,
    "POST /dead-letters/{id}/retry": ADMIN,
    "DELETE /dead-letters/{id}": ADMIN,
}
LOGINS = {Role.OPERATOR: ANNA.login, Role.SUPERVISOR: SIOBHAN.login, Role.ADMIN: NIKOS.login}
IN_PATHS = {
    "conversation_id": held().id, "file_id": "x", "line_id": DELIVERY, "operator_id": "nobody", "chapter": "sla",
    "number": 1, "index": 0, "person_id": "nobody", "article": "hours.en", "earlier": 1, "id": "orders",
    "name": "orders_api", "login_id": "nowhere",
}  # fmt: skip


def test_every_route_is_in_the_table() -> None:
    there = {
        f"{method.upper()} {path.removeprefix('/api')}"
        for path, methods in document()["paths"].items()
        if path.startswith("/api/")
        for method in methods
    }

    assert there == set(LEAST)


@pytest.mark.parametrize("role", Role)
async def test_a_role_is_let_in_where_it_suffices_and_nowhere_else(
    console: Console, backstage: Backstage, role: Role
) -> None:
    await backstage.begins(held())
    browser = await console.sign_in(LOGINS[role])
    wrongly: dict[str, int] = {}

    for route, least in LEAST.items():
        if route == "POST /logout":  # the last thing anybody does
            continue
        answer = await browser.send(*_called(route), {})
        refused = answer.status_code == 403 and answer.json()["detail"]["code"] == "role"
        if refused != (least is not None and not role.at_least(least)):
            wrongly[route] = answer.status_code

    assert wrongly == {}


async def test_nothing_but_signing_in_is_for_who_is_signed_out(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held())
    nobody = console.browser()
    answers = {
        route: (await nobody.send(*_called(route), {})).status_code
        for route, least in LEAST.items()
        if least is not ANYBODY
    }

    assert {route: status for route, status in answers.items() if status != 401} == {}


async def test_no_change_is_made_without_the_pages_token(console: Console, backstage: Backstage) -> None:
    """Another site can make a browser send its cookie, but not this header."""
    await backstage.begins(held())
    admin = await console.sign_in(NIKOS.login)
    for token in ("", "ż"):
        headers = [(b"X-CSRF-Token", token.encode())]
        assert (await admin.client.post("/api/logout", headers=headers)).status_code == 403
    admin.csrf = "guessed"
    wrongly: dict[str, int] = {}

    for route, least in LEAST.items():
        method, path = _called(route)
        if method == "GET" or least is ANYBODY:
            continue
        answer = await admin.send(method, path, {})
        if answer.status_code != 403 or answer.json()["detail"]["code"] != "csrf":
            wrongly[route] = answer.status_code

    assert wrongly == {}
    assert (await admin.get("/me")).status_code == 200, "nor is anybody signed out so"


def _called(route: str) -> tuple[str, str]:
    method, path = route.split(" ")
    return method, path.format_map(IN_PATHS)
