"""Who somebody is, as another system says by OpenID Connect: the authorization code flow, with PKCE.

Everything that it says is taken from its own document, over connections that check certificates. The token of who it is
counts only when signed with one of its keys, for us, for this trip, and in time. authlib goes the way; joserfc, by the
same hand, does the cryptography.
"""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError
from httpx2 import Auth, BasicAuth, HTTPError, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, TypeAdapter

from bot.settings import Settings
from handoff.ports import Clock
from handoff.ports.single_sign_on import Identity, SignOnFailed, Trip

BACK = "/console/single-sign-on"
"""The page that it sends the browser back to."""
SCOPES = "openid email profile"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""With keys in pairs only: a secret that both sides know could sign for the other."""
PATIENCE_SECONDS = 10
CLOCKS_DIFFER_SECONDS = 60
_OBJECT = TypeAdapter(dict[str, Any])


class Metadata(BaseModel):
    """What we need of what it says about itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdProvider:
    """Fulfils `handoff.ports.single_sign_on.SignOn`."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    title: str
    back_to: str
    clock: Clock

    async def address(self, trip: Trip) -> str:
        async with self._asking() as (client, about):
            address, _ = client.create_authorization_url(
                about.authorization_endpoint, state=trip.state, nonce=trip.nonce, code_verifier=trip.verifier
            )  # fmt: skip
            return str(address)

    async def who(self, code: str, trip: Trip) -> Identity:
        async with self._asking() as (client, about):
            tokens = await client.fetch_token(
                about.token_endpoint, code=code, code_verifier=trip.verifier, auth=self._credentials(client, about)
            )
            try:
                public = await _json(client.request("GET", about.jwks_uri, withhold_token=True))
                claims = self.claims(tokens["id_token"], KeySet.import_key_set({"keys": public["keys"]}), trip)
            except (JoseError, KeyError, TypeError, ValueError) as error:
                raise SignOnFailed(f"its token does not hold: {error!r}") from error
            if "email" not in claims and about.userinfo_endpoint:
                claims |= await _more(client, about.userinfo_endpoint, claims["sub"])
        return _identity(claims)

    def claims(self, token: str, keys: KeySet, trip: Trip) -> dict[str, Any]:
        """What the token says, if it is for us and for now. Raises JoseError, ValueError."""
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(self.clock().timestamp()), leeway=CLOCKS_DIFFER_SECONDS,
            iss={"essential": True, "value": self.issuer}, aud={"essential": True, "value": self.client_id},
            nonce={"essential": True, "value": trip.nonce}, sub={"essential": True}, exp={"essential": True},
            iat={"essential": True},
        ).validate(claims)  # fmt: skip
        if claims.get("azp", self.client_id) != self.client_id or (
            isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims
        ):
            raise ValueError("it is for another client")
        return claims

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[tuple[AsyncOAuth2Client, Metadata]]:
        """A client of it, and what it says about itself. Raises SignOnFailed, whatever goes wrong within."""
        try:
            async with AsyncOAuth2Client(
                self.client_id, self.client_secret or None, scope=SCOPES, redirect_uri=self.back_to,
                code_challenge_method="S256", timeout=PATIENCE_SECONDS, follow_redirects=False,
            ) as client:  # fmt: skip
                yield client, await self._about(client)
        except (HTTPError, OAuthError) as error:
            raise SignOnFailed(f"no answer that can be read: {error!r}") from error

    async def _about(self, client: AsyncOAuth2Client) -> Metadata:
        url = f"{self.issuer}/.well-known/openid-configuration"
        try:
            about = Metadata(**await _json(client.request("GET", url, withhold_token=True)))
        except (TypeError, ValueError) as error:
            raise SignOnFailed(f"what it says about itself can't be read: {error!r}") from error
        if about.issuer.rstrip("/") != self.issuer:
            raise SignOnFailed(f"it calls itself {about.issuer!r}, and not {self.issuer!r}")
        return about

    def _credentials(self, client: AsyncOAuth2Client, about: Metadata) -> Auth:
        if self.client_secret and "client_secret_basic" in about.token_endpoint_auth_methods_supported:
            # authlib leaves out the encoding that RFC 6749, 2.3.1, asks for.
            return BasicAuth(quote(self.client_id, safe=""), quote(self.client_secret, safe=""))
        auth: Auth = client.client_auth("client_secret_post" if self.client_secret else "none")
        return auth


def provider(settings: Settings, clock: Clock) -> OpenIdProvider | None:
    """None: no other system is set up."""
    if not settings.oidc_issuer:
        return None
    return OpenIdProvider(
        issuer=settings.oidc_issuer, client_id=settings.oidc_client_id, client_secret=settings.oidc_client_secret,
        title=settings.oidc_name or urlsplit(settings.oidc_issuer).netloc, back_to=f"{settings.address}{BACK}",
        clock=clock,
    )  # fmt: skip


def _identity(claims: dict[str, Any]) -> Identity:
    email, login = claims.get("email"), claims.get("preferred_username")
    # Some say it as a word.
    vouched = claims.get("email_verified") in (True, "true")
    return Identity(
        email=email if vouched and isinstance(email, str) else None, login=login if isinstance(login, str) else None
    )


async def _more(client: AsyncOAuth2Client, address: str, subject: str) -> dict[str, Any]:
    """Some tell the address only to whoever asks for it."""
    said = await _json(client.get(address))
    if said.get("sub") != subject:
        raise SignOnFailed("it told about somebody else")
    return {name: said[name] for name in ("email", "email_verified", "preferred_username") if name in said}


async def _json(asked: Awaitable[Response]) -> dict[str, Any]:
    """Raises HTTPError, SignOnFailed."""
    answer = await asked
    answer.raise_for_status()
    try:
        return _OBJECT.validate_json(answer.content)
    except ValueError as error:
        raise SignOnFailed(f"no answer that can be read: {error!r}") from error
