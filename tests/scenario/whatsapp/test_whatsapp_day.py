"""The day for answers, and templates ever after. Numbers in brackets are those of the adapters' test list."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import Rejected
from bot.channels.whatsapp import WhatsAppChannel
from bot.channels.whatsapp.errors import WINDOW_SHUT
from handoff.desk import WindowClosed
from handoff.ids import EventId
from handoff.messages import DeliveryState, FromTemplate, Message
from handoff.templates import Obstacle
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.fakes.whatsapp.templates import Stored
from tests.parts import SIOBHAN, Clock, until
from tests.whatsapping import ADA, DAY, Shelf, kept, listening, message, opened, thread, to

READY = Stored(name="ready", body="Dear {{1}}, order {{2}} is ready.", header="Order {{1}}")
VALUES = {"header_1": "#7", "1": "Ada", "2": "1042"}
REMINDER = Stored(name="reminder", body="Are you still there?", language="pl")


def templated(template: Stored, values: dict[str, str]) -> Message:
    return message("", template=FromTemplate(name=template.name, language=template.language, values=values))


async def test_the_cloud_takes_our_own_words_for_a_day_and_templates_ever_after(
    cloud: WhatsAppCloud, clock: Clock, ada: Person, around: Mapping[str, Any]
) -> None:
    """[9]"""
    shelf = Shelf()
    cloud.templates.stored.append(READY)
    async with opened(cloud, around={**around, "templates": shelf}) as channel:
        clock.move_on(DAY - timedelta(seconds=1))
        await channel.send(to(), message("just in time"))
        clock.move_on(timedelta(seconds=2))
        with pytest.raises(Rejected) as caught:
            await channel.send(to(), message("too late"))
        async with listening(channel):
            await until(kept(shelf))
        await channel.send(to(), templated(READY, VALUES))

    assert caught.value.reason == WINDOW_SHUT
    assert [each.text for each in ada.inbox] == ["just in time", "Order #7\n\nDear Ada, order 1042 is ready."]


async def test_a_template_that_is_filled_in_wrongly_or_gone_never_leaves_us(
    cloud: WhatsAppCloud, ada: Person, around: Mapping[str, Any]
) -> None:
    shelf = Shelf()
    cloud.templates.stored.append(READY)
    async with opened(cloud, around={**around, "templates": shelf}) as channel:
        async with listening(channel):
            await until(kept(shelf))
        for wrong in (templated(READY, {"1": "Ada"}), templated(REMINDER, {})):
            with pytest.raises(Rejected):
                await channel.send(to(), wrong)

    assert not cloud.calls


async def test_templates_are_read_page_by_page_and_again_when_meta_tells_of_a_change(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, around: Mapping[str, Any]
) -> None:
    shelf = Shelf()
    cloud.templates.page = 2
    cloud.templates.stored += [Stored(name=f"t{number}", body="Hi {{name}}", named=True) for number in range(3)]
    picture = Stored(name="p", body="Hi", others=[{"type": "HEADER", "format": "IMAGE"}])
    cloud.templates.stored += [picture, Stored(name="q", body="Hi", status="PAUSED", quality="RED")]

    async with opened(cloud, around={**around, "templates": shelf}) as channel:
        async with listening(channel):
            await until(kept(shelf))
        found = (await shelf.of("whatsapp", "main")).templates
        assert [(each.name, each.obstacle) for each in found] == [
            ("t0", None), ("t1", None), ("t2", None), ("p", Obstacle.NOT_WORDS), ("q", Obstacle.PAUSED)
        ]  # fmt: skip
        assert (list(found[0].places), found[0].named, found[-1].quality) == (["name"], True, "RED")
        assert cloud.templates.asked == 3

        cloud.templates.stored[:] = [Stored(name="new", body="Hi")]
        news = cloud.change({"message_template_name": "new"}, "message_template_status_update")
        _, body = cloud.request(news)
        await channel.receive(body, [], no_events)

        async def read_again() -> bool:
            return [each.name for each in (await shelf.of("whatsapp", "main")).templates] == ["new"]

        await until(read_again)


async def test_what_was_known_is_at_hand_while_meta_is_away(
    backstage: Backstage, line: WhatsAppCloud, console: Console
) -> None:
    line.templates.stored += [READY, REMINDER]
    await read_templates(backstage)
    line.fail(10, method="message_templates")
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
    browser = await console.sign_in("siobhan")
    await read_templates(backstage)

    shown = (await browser.get(f"/conversations/{ADA}/templates")).json()

    assert [each["name"] for each in shown["items"]] == ["ready", "reminder"]
    assert shown["items"][0] == {
        "name": "ready", "language": "en", "category": "UTILITY", "status": "APPROVED", "quality": "GREEN",
        "header": "Order {{header_1}}", "body": "Dear {{1}}, order {{2}} is ready.", "footer": "",
        "places": ["header_1", "1", "2"], "usable": True, "obstacle": None,
    }  # fmt: skip
    assert shown["read_at"].startswith("2026-11-23T09:30")


async def test_after_a_day_an_operator_is_refused_and_sends_a_template_instead(
    backstage: Backstage, line: WhatsAppCloud, console: Console
) -> None:
    """[9] At 23:59:59 words go out; at 24:00:01 they are refused before they are sent. A template goes out, once."""
    line.templates.stored += [READY, Stored(name="paused", body="Hi", status="PAUSED")]
    await read_templates(backstage)
    ada = line.person(user_id="PL.77")
    browser = await console.sign_in("siobhan")
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        await browser.does(ADA, "accept")
        backstage.clock.move_on(DAY - timedelta(seconds=1))
        browser = await console.sign_in("siobhan")
        assert (await browser.replies(ADA, "just in time")).status_code == 200
        await until(backstage.idle)
        backstage.clock.move_on(timedelta(seconds=2))
        before = len(line.calls)

        refused = await browser.replies(ADA, "too late")
        wrong = await sends(browser, READY, {"1": "Ada\nNoether", "3": "?"})
        paused = await sends(browser, Stored(name="paused", body=""), {})
        unknown = await sends(browser, REMINDER, {})
        await until(backstage.idle)
        assert len(line.calls) == before
        sent = [await sends(browser, READY, VALUES) for _ in range(2)]
        await until(backstage.idle)

    problem = refused.json()["detail"]
    assert (refused.status_code, problem["code"]) == (409, "window_closed")
    assert "2026-11-24 09:30 UTC" in problem["message"]
    assert [each["field"] for each in wrong.json()["detail"]["problems"]] == [
        "values.header_1", "values.1", "values.2", "values.3"
    ]  # fmt: skip
    assert (paused.status_code, paused.json()["detail"]["field"]) == (422, "name")
    assert (unknown.status_code, unknown.json()["detail"]["code"]) == (422, "no_template")
    assert [each.status_code for each in sent] == [200, 200]
    read = "Order #7\n\nDear Ada, order 1042 is ready."
    assert [each.text for each in ada.inbox[-2:]] == ["just in time", read]
    [row] = [each for each in await thread(backstage) if each.template]
    assert (row.content.text, row.delivery and row.delivery.state) == (read, DeliveryState.ACCEPTED)


async def sends(browser: Browser, template: Stored, values: dict[str, str]) -> Any:
    form = {"id": f"form-{template.name}-{len(values)}", "name": template.name, "language": template.language}
    return await browser.does(ADA, "templates", {**form, "values": values})


async def test_a_message_that_waited_over_the_end_of_the_day_fails_with_words_and_the_next_day_begins_anew(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[9] It was written in time; nothing is even asked of WhatsApp."""
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        await backstage.desk.accept(ADA, SIOBHAN)
        await until(backstage.idle)
    backstage.clock.move_on(DAY - timedelta(seconds=1))
    await backstage.desk.reply(ADA, SIOBHAN, "answer 1", EventId("reply-1"))
    backstage.clock.move_on(timedelta(seconds=2))
    before = len(line.calls)
    async with backstage.working():
        await until(backstage.idle)
        assert len(line.calls) == before
        with pytest.raises(WindowClosed):
            await backstage.desk.reply(ADA, SIOBHAN, "answer 2", EventId("reply-2"))
        await ada.says("Hello?")
        await until(backstage.idle)
        await backstage.desk.reply(ADA, SIOBHAN, "answer 3", EventId("reply-3"))
        await until(backstage.idle)

    late = {each.content.text: each.delivery for each in await thread(backstage)}["answer 1"]
    assert late is not None
    assert late.state is DeliveryState.FAILED
    assert "templates only" in (late.reason or "")
    assert ada.inbox[-1].text == "answer 3"


async def no_events(events: object) -> None:
    assert events == []


async def read_templates(backstage: Backstage) -> None:
    channel = backstage.channels["whatsapp"]
    assert isinstance(channel, WhatsAppChannel)
    await channel.read_templates()
