"""`/form`: the page, and what is sent from it; stored before it is thanked for, like all that customers say. `/form.js`
puts it on others' pages.

Against spam, without third parties: a field that people don't see, a token that is signed, dated and good for one
message, and so many messages from one address.
"""

import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse

from bot.catalogue import offered
from bot.channels.base import Intake
from bot.channels.form.fields import TRAP, Fields, read
from bot.channels.form.pages import HERE, Pages, language_of
from bot.channels.form.tokens import Tokens
from bot.channels.site.secret import address_of
from bot.events import Filled, Profile, Said
from handoff.customer import Customer
from handoff.ids import EventId
from handoff.messages import Content
from handoff.ports import Books, Clock, Throttle
from storage.errors import UNAVAILABLE
from storage.redis.client import Redis

LARGEST = 64 * 1024
MOST, WITHIN = 5, 600
"""Messages from one address in so many seconds."""
_KEY = "form:key"
_STATIC = ("form.css", "answers.js", "height.js")


def router(
    intake: Intake,
    books: Books,
    redis: Redis,
    throttle: Throttle,
    clock: Clock,
    *,
    company: str,
    origins: Sequence[str],
) -> APIRouter:
    """`origins` may show it in a frame; none is anyone."""
    api, pages = APIRouter(prefix="/form", include_in_schema=False), Pages(company, origins)

    async def tokens() -> Tokens:
        # All gateways have to know the others' tokens. Should Redis lose it, open forms are sent a second time.
        await redis.set(_KEY, secrets.token_hex(32), nx=True)
        return Tokens(str(await redis.get(_KEY)).encode())

    async def topics(language: str) -> Mapping[str, str]:
        """What the catalogue offers to everybody, by the names it has there."""
        lines = offered((await books.now()).lines, Customer())
        return {f"{line.id}/{each.id}": each.name_in(language) for line in lines for each in line.services}

    async def form(language: str, given: Fields, wrong: Mapping[str, str], status: int = 200) -> HTMLResponse:
        keeps = given.token and wrong.get("form") != "stale"
        token = given.token if keeps else (await tokens()).issue(clock())
        html = pages.render(
            "form.html", language, given=given, wrong=wrong, token=token, trap=TRAP, topics=await topics(language),
            action="?" + urlencode({"lang": language}),
        )  # fmt: skip
        return HTMLResponse(html, status, pages.headers)

    async def store(given: Fields, secret: str, language: str) -> None:
        now, address = clock(), address_of(secret, "main")
        names = await topics("en")
        known = {"name": given.name, "email": given.email, "phone": given.phone, "topic": names.get(given.topic, "")}
        filled = Filled(service=given.topic, collected={key: value for key, value in known.items() if value})
        id_ = EventId(f"{address.conversation_id}:form")
        profile = Profile(name=given.name, language=language)
        content = Content(text=given.message)
        await intake(
            [Said(id=id_, address=address, at=now, sent_at=now, profile=profile, content=content, filled=filled)]
        )

    @api.get("")
    async def empty(request: Request, lang: str = "") -> HTMLResponse:
        return await form(language_of(lang, request.headers.get("accept-language", "")), Fields(), {})

    @api.post("")
    async def sent(request: Request, lang: str = "") -> HTMLResponse:
        language = language_of(lang, request.headers.get("accept-language", ""))
        given = read(await _body(request))
        if wrong := given.wrong():
            return await form(language, given, wrong, 422)
        try:
            made = await tokens()
            verdict = made.judge(given.token, clock())
            if verdict != "good":
                return await form(language, given, {"form": verdict}, 422)
            caller = request.client.host if request.client else ""
            if not await throttle.allow(f"form:{caller}", limit=MOST, seconds=WITHIN):
                return await form(language, given, {"form": "too_many"}, 429)
            secret = made.visitor(given.token)
            await store(given, secret, language)
        except UNAVAILABLE:
            # What they wrote must not be lost: the page can be sent again as it is.
            return HTMLResponse(pages.render("away.html", language), 503, {**pages.headers, "Retry-After": "5"})
        return HTMLResponse(pages.render("sent.html", language, secret=secret), 200, pages.headers)

    @api.get("/answers")
    async def answers(request: Request, lang: str = "") -> HTMLResponse:
        """Opens the chat as the visitor whose secret is behind the address's #, where no server sees it."""
        language = language_of(lang, request.headers.get("accept-language", ""))
        return HTMLResponse(pages.render("answers.html", language), 200, pages.headers)

    @api.get(".js")
    def embedded() -> FileResponse:
        """`/form.js`, which puts the form on a page of any origin; whether it may be shown there, the form says."""
        free = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        return FileResponse(
            HERE / "static" / "form.js", media_type="text/javascript; charset=utf-8",
            headers={"Cache-Control": "public, no-cache", **free},
        )  # fmt: skip

    @api.get("/static/{name}")
    def static(name: str) -> FileResponse:
        if name not in _STATIC:
            raise HTTPException(404)
        return FileResponse(HERE / "static" / name, headers={"Cache-Control": "public, no-cache"})

    return api


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, f"The form is over {LARGEST // 1024} kB.")
    return body
