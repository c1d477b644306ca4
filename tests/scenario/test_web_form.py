"""The web form: what is sent becomes a session with people, and the answer is read in the site chat."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape

import httpx
import pytest
from fastapi import FastAPI

from bot.channels import form
from bot.channels.file_links import NO_LINKS
from bot.channels.form.routes import MOST
from bot.channels.site import SiteChannel, SiteSettings
from bot.channels.site.secret import address_of
from handoff.conversation import Conversation
from handoff.line import Service
from handoff.session import Waiting
from storage.mongo.files import MongoFiles
from storage.redis.rate import RedisThrottle
from tests.backstage import Backstage
from tests.parts import LINES, PAYMENTS, texts_of, until

WORDS = {"name": "Ada", "email": "ada@example.com", "message": "The lamp came broken."}


@dataclass(slots=True, kw_only=True)
class Reader:
    """A browser without scripts."""

    backstage: Backstage
    client: httpx.AsyncClient

    async def opens(self, language: str = "en") -> str:
        """The page's token, after as long as it takes to fill it in."""
        page = await self.client.get(f"/form?lang={language}")
        self.backstage.clock.move_on(timedelta(seconds=30))
        return token_in(page)

    async def sends(self, token: str, **words: str) -> httpx.Response:
        return await self.client.post("/form?lang=en", data={**WORDS, "website": "", "token": token, **words})

    async def stored(self) -> int:
        return int(await self.backstage.db.intake.count_documents({}))

    async def conversation(self, page: httpx.Response) -> Conversation:
        """That the link on the page leads to."""
        await until(self.backstage.idle)
        [secret] = re.findall(r"/form/answers\?lang=en#([\w-]{43})", page.text)
        found = await self.backstage.conversations.load(address_of(secret, "main").conversation_id)
        assert found
        return found


def token_in(page: httpx.Response) -> str:
    [token] = re.findall(r'name="token" value="(.*?)"', page.text)
    return str(token)


@pytest.fixture
async def reader(backstage: Backstage) -> AsyncIterator[Reader]:
    repair = Service(id="repair", names={"en": "A repair", "pl": "Naprawa"}, topic="returns")
    await backstage.lines.save(replace(LINES[1], services=(repair,)))
    throttle = RedisThrottle(backstage.redis)
    site = SiteChannel(
        SiteSettings(), redis=backstage.redis, conversations=backstage.conversations, history=backstage.history,
        throttle=throttle, clock=backstage.clock, links=NO_LINKS,
        files=MongoFiles(backstage.db),
    )  # fmt: skip
    backstage.channels["site"] = site
    app = FastAPI()
    app.include_router(
        form.router(
            backstage.reception, backstage.books, backstage.redis, throttle, backstage.clock,
            company="Marlow & Pine", origins=(),
        )
    )  # fmt: skip
    async with backstage.working(), httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://gateway"
    ) as client:  # fmt: skip
        yield Reader(backstage=backstage, client=client)
    await site.close()


async def test_a_form_becomes_a_session_with_people(reader: Reader) -> None:
    page = await reader.sends(await reader.opens(), topic="payments/repair")
    conversation = await reader.conversation(page)

    assert page.status_code == 200
    session = conversation.session
    assert isinstance(session, Waiting)
    assert (session.line, session.topic, session.handling.kind) == (PAYMENTS, "returns", "request")
    assert session.handling.collected == {"name": "Ada", "email": "ada@example.com", "topic": "A repair"}
    assert (conversation.customer.name, conversation.customer.language) == ("Ada", "en")
    thread = await reader.backstage.history.page(conversation, before=None, limit=50)
    assert texts_of(thread)[0] == "The lamp came broken."
    assert reader.backstage.rasa.heard == [], "people read it, so the bot has no need to"


@pytest.mark.parametrize("topic", ["", "payments/gone", "delivery", "x" * 200])
async def test_whatever_it_is_about_it_comes_to_people(reader: Reader, topic: str) -> None:
    conversation = await reader.conversation(await reader.sends(await reader.opens(), topic=topic))

    assert isinstance(conversation.session, Waiting)
    assert conversation.session.handling.collected == {"name": "Ada", "email": "ada@example.com"}


async def test_a_second_click_sends_nothing_more(reader: Reader) -> None:
    token = await reader.opens()
    first, second = await reader.sends(token), await reader.sends(token)

    assert first.text == second.text
    assert await reader.stored() == 1


async def test_what_is_wrong_is_said_and_what_is_right_is_kept(reader: Reader) -> None:
    token = await reader.opens()
    page = await reader.sends(token, email="ada@", topic="payments/repair")

    assert page.status_code == 422
    assert "look like an e-mail address" in unescape(page.text)
    assert 'value="Ada"' in page.text
    assert "The lamp came broken.</textarea>" in page.text
    assert '<option value="payments/repair" selected>A repair' in page.text
    assert token_in(page) == token, "the time that it took counts from the first page"
    assert await reader.stored() == 0


async def test_the_offered_topics_are_in_the_readers_language(reader: Reader) -> None:
    page = await reader.client.get("/form", headers={"Accept-Language": "pl"})

    assert '<html lang="pl">' in page.text
    assert ">Naprawa</option>" in page.text


async def test_programs_are_stopped_by_what_people_do_not_notice(reader: Reader) -> None:
    token = await reader.opens()
    trapped = await reader.sends(token, website="https://buy.example/")
    forged = await reader.sends("1795426200." + "A" * 22 + "." + "0" * 64)
    quick = await reader.sends(token_in(await reader.client.get("/form")))

    assert [each.status_code for each in (trapped, forged, quick)] == [422, 422, 422]
    assert "open for too long" in forged.text
    assert "very quick" in quick.text
    assert token_in(forged) != token
    assert await reader.stored() == 0

    reader.backstage.clock.move_on(timedelta(seconds=30))
    assert (await reader.sends(token_in(forged))).status_code == 200, "and a person just sends it again"


async def test_from_one_address_come_only_so_many(reader: Reader) -> None:
    tokens = [await reader.opens() for _ in range(MOST + 1)]
    pages = [await reader.sends(token) for token in tokens]

    assert [page.status_code for page in pages] == [200] * MOST + [429]
    assert "ten minutes" in pages[-1].text
    assert await reader.stored() == MOST


async def test_the_page_of_the_answers_is_the_chat(reader: Reader) -> None:
    page = await reader.client.get("/form/answers?lang=el")
    script = await reader.client.get("/form/static/answers.js")

    assert '<script src="/widget.js" data-language="el" async>' in page.text
    assert "helpline:visitor" in script.text
    assert (await reader.client.get("/form/static/routes.py")).status_code == 404
