"""A system that staff sign in through, by authlib's server parts: OpenID Connect as somebody else reads it.

It insists on a known client with its secret, the very address to come back to, PKCE and a nonce. Who signs in there and
what it says of them, the test sets; it can sign with a key that it does not publish.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, Response, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "helpline", "a secret, with: signs/that need %20 quoting"
_LASTS_SECONDS = 300


class _Client(ClientMixin):
    def __init__(self, back_to: str) -> None:
        self.back_to = back_to

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.back_to

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None: ...

    def get_acr(self) -> None: ...

    def get_amr(self) -> None: ...


@dataclass(kw_only=True)
class IdentitySystem:
    """`person` is what it knows of whoever signs in there next; `token` goes over what the token says."""

    clock: Callable[[], datetime]
    back_to: str
    base: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    tells_address_only_when_asked: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    codes: dict[str, _Code] = field(default_factory=dict)
    handed_out: set[str] = field(default_factory=set)

    def claims(self) -> dict[str, Any]:
        now = int(self.clock().timestamp())
        said = {"sub": "u-1", **self.person, "iat": now, "exp": now + _LASTS_SECONDS}
        if self.tells_address_only_when_asked:
            said = {name: value for name, value in said.items() if not name.startswith("email")}
        return {**said, **self.token}


def _application(system: IdentitySystem) -> Flask:
    app = Flask(__name__)
    client = _Client(system.back_to)

    class Grant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        def save_authorization_code(self, code: str, asked: Any) -> None:
            given = asked.payload
            system.codes[code] = _Code(
                redirect_uri=given.redirect_uri, scope=given.scope,
                **{name: given.data[name] for name in ("nonce", "code_challenge", "code_challenge_method")},
            )  # fmt: skip

        def query_authorization_code(self, code: str, _: object) -> _Code | None:
            return system.codes.get(code)

        def delete_authorization_code(self, code: _Code) -> None:
            system.codes = {name: each for name, each in system.codes.items() if each is not code}

        def authenticate_user(self, _: object) -> str:
            return "somebody"

    class Tokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, _: object) -> bool:
            return any(each.nonce == nonce for each in system.codes.values())

        def resolve_client_private_key(self, _: object) -> RSAKey:
            return system.signs_with or system.key

        def get_client_claims(self, _: object) -> dict[str, Any]:
            return {"iss": system.base, "aud": [CLIENT_ID]}

        def generate_user_info(self, *_: object) -> dict[str, Any]:
            return system.claims()

    server = AuthorizationServer(
        app, query_client=lambda id_: client if id_ == CLIENT_ID else None,
        save_token=lambda token, _: system.handed_out.add(token["access_token"]),
    )  # fmt: skip
    server.register_grant(Grant, [Tokens(require_nonce=True), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def about() -> Response:
        ends = {
            "authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
            "userinfo_endpoint": "me",
        }  # fmt: skip
        return jsonify({"issuer": system.base, **{name: f"{system.base}/{path}" for name, path in ends.items()}})

    @app.get("/keys")
    def keys() -> Response:
        return jsonify({"keys": [system.key.as_dict(private=False)]})

    @app.get("/authorize")
    def authorize() -> Response:
        """Whoever comes is let through at once."""
        answer: Response = server.create_authorization_response(grant=server.get_consent_grant(), grant_user="somebody")
        return answer

    @app.post("/token")
    def token() -> Response:
        answer: Response = server.create_token_response()
        return answer

    @app.get("/me")
    def person() -> tuple[Response, int]:
        known = request.headers.get("Authorization", "").removeprefix("Bearer ") in system.handed_out
        return (jsonify({"sub": "u-1", **system.person}), 200) if known else (jsonify({}), 401)

    return app


@contextmanager
def open_identity_system(clock: Callable[[], datetime], back_to: str) -> Iterator[IdentitySystem]:
    """On a port of this machine."""
    system = IdentitySystem(clock=clock, back_to=back_to)
    server = make_server("127.0.0.1", 0, _application(system))
    system.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
