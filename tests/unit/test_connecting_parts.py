"""What is made of connections: their forms, their place at the desk, what of a request is kept, and how they fare."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.channels import KINDS
from bot.channels.base import MAIN, Channel, Rejected, channel_name
from bot.channels.kind import Kind
from bot.connecting.ledger import without_proof, without_secret
from bot.connecting.making import Unfit, identity, read, secrets_in, shown
from bot.connecting.roster import OFF, Entry
from bot.connecting.schemas import State
from bot.connecting.showing import state_of
from bot.connecting.unserved import REMOVED, Unserved, channel_of
from flows.choosing import choose
from flows.facts import Facts as FlowFacts
from flows.happenings import Said
from flows.triggers import Conditions, Offer, OnWords
from flows.words import FlowId, StepId
from handoff.book import Book
from handoff.connection import Connection
from handoff.customer import Address
from handoff.facts import Facts
from handoff.ids import LineId
from handoff.reasons import Reason
from handoff.routing.ways import ways_of
from storage.redis.channel_health import Vitals, Way
from tests.parts import DELIVERY, LINES, PAYMENTS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHOP = Connection(kind="telegram", account="shop", title="Shop", line=PAYMENTS)
KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def kind_of(name: str) -> Kind[Any]:
    return next(kind for kind in KINDS if kind.name == name)


# -- forms -------------------------------------------------------------------------------------------------------------


@KIND
def test_a_form_speaks_both_languages_of_the_console(kind: Kind[Any]) -> None:
    for name, field in kind.schema["properties"].items():
        assert all(field["label"][language] for language in ("en", "ru")), name
        assert bool(field["help"]["en"]) == bool(field["help"]["ru"]), name
    assert kind.guide["en"]
    assert len(kind.guide["en"]) == len(kind.guide["ru"])


@KIND
def test_secrets_are_entered_as_passwords_and_what_we_make_is_not_asked_for(kind: Kind[Any]) -> None:
    asked = kind.schema["properties"]

    assert {
        name for name, field in asked.items() if field.get("format") == "password"
    } == kind.secrets - kind.made_by_us
    assert not kind.made_by_us & {*asked, *kind.schema["required"]}
    assert re.fullmatch("[a-z]+", kind.name), "Names of channels are split at the first hyphen."


@pytest.mark.parametrize(
    ("name", "settings", "secrets", "field", "says"),
    [
        ("telegram", {}, {"token": "rubbish"}, "settings.token", "BotFather"),
        ("whatsapp", {"phone_number_id": "+48 1"}, {"token": "t", "app_secret": "s", "verify_token": "v"},
         "settings.phone_number_id", "pattern"),
        ("custom", {"webhook_url": "https://a.example"}, {"secret": "short"}, "settings.secret", "openssl rand"),
        ("custom", {"webhook_url": "nowhere"}, {"secret": "s" * 32}, "settings.webhook_url", "URL"),
        ("viber", {"name": "x" * 29}, {"token": "t"}, "settings.name", "28"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_remedy(
    name: str, settings: dict[str, Any], secrets: dict[str, str], field: str, says: str
) -> None:
    with pytest.raises(Unfit) as refused:
        read(kind_of(name), settings, secrets)

    assert [each.field for each in refused.value.wrong] == [field]
    assert says in refused.value.wrong[0].message
    assert not any(value in str(refused.value) for value in secrets.values() if len(value) > 1)


def test_fields_part_into_what_is_shown_and_what_is_not() -> None:
    kind = kind_of("whatsapp")
    fields = read(kind, {"phone_number_id": "7"}, {"token": "EAAG", "app_secret": "abc", "verify_token": "xyz"})

    assert shown(fields) == {"phone_number_id": "7", "business_account_id": ""}
    assert secrets_in(fields) == {"token": "EAAG", "app_secret": "abc", "verify_token": "xyz"}
    assert "EAAG" not in repr(fields)


def test_an_account_is_known_by_what_stays_when_its_token_is_changed() -> None:
    kind = kind_of("telegram")
    one, renewed, other = (read(kind, {}, {"token": token}) for token in ("1:abc", "1:xyz", "2:abc"))

    assert identity(kind, one) == identity(kind, renewed) != identity(kind, other)


# -- the place at the desk ---------------------------------------------------------------------------------------------


def facts(account: str = "shop", topic: str = "card") -> Facts:
    return Facts(at=NOW, words={"channel": ("telegram",), "account": (account,), "topic": (topic,)})


def test_a_connections_line_comes_before_the_topics() -> None:
    book = Book(lines=LINES, connections=(replace(SHOP, line=DELIVERY),))

    found = ways_of(facts(), book)

    assert (found.otherwise, found.why) == (DELIVERY, Reason(code="connection", values={"connection": "Shop"}))
    assert ways_of(facts(MAIN), book).why.code != "connection", "It is another account's."


def test_a_line_that_is_not_there_any_more_is_no_way() -> None:
    book = Book(lines=LINES, connections=(replace(SHOP, line=LineId("gone")),))

    assert ways_of(facts(), book) == ways_of(facts(), Book(lines=LINES))


def offer(flow: str, **conditions: Any) -> Offer:
    trigger = OnWords(
        id="t", kind="words", leads_to=StepId("s"), words=("hello",), conditions=Conditions(**conditions)
    )  # fmt: skip
    return Offer(flow=FlowId(flow), priority=0, trigger=trigger)


def begun(*offers: Offer, account: str = MAIN, may_begin: frozenset[str] = frozenset()) -> str | None:
    here = FlowFacts(
        now=NOW, session="s", channel="telegram", language="en", account=account, may_begin=may_begin
    )  # fmt: skip
    found = choose(offers, Said(text="hello"), here)
    return found.flow if found else None


def test_only_the_flows_of_a_connection_begin_there() -> None:
    offers = offer("a"), offer("b")

    assert (begun(*offers), begun(*offers, may_begin=frozenset({"b"}))) == ("a", "b")
    assert begun(*offers, may_begin=frozenset({"c"})) is None


def test_a_flow_may_ask_for_an_account() -> None:
    only = offer("a", accounts=("shop",))

    assert (begun(only, account="shop"), begun(only)) == ("a", None)


# -- channels ----------------------------------------------------------------------------------------------------------


class _Away(dict[str, Channel]):
    def __getitem__(self, name: str) -> Channel:
        raise Unserved(name, OFF)


@pytest.mark.parametrize(("channels", "reason"), [({}, REMOVED), (_Away(), f"Not sent: {OFF}")])
def test_what_is_not_served_is_refused_in_words(channels: dict[str, Channel], reason: str) -> None:
    with pytest.raises(Rejected) as refused:
        channel_of(channels, Address(channel="telegram", account="shop", external_id="1"))

    assert refused.value.reason == reason


def test_the_main_account_goes_by_its_kind_alone() -> None:
    main, shop = cast(Channel, object()), cast(Channel, object())
    channels = {"telegram": main, "telegram-shop": shop}
    one, other = (Address(channel="telegram", account=each, external_id="1") for each in (MAIN, "shop"))

    assert (channel_of(channels, one), channel_of(channels, other)) == (main, shop)
    assert channel_name("telegram", "shop") == "telegram-shop"


# -- health ------------------------------------------------------------------------------------------------------------

WORKS = cast(Channel, SimpleNamespace(name="telegram-shop"))
ENTRY = Entry(name="telegram-shop", connection=SHOP, channel=WORKS)


@pytest.mark.parametrize(
    ("entry", "vitals", "expected"),
    [
        (ENTRY, Vitals(), (State.QUIET, "")),
        (ENTRY, Vitals(received_at=NOW), (State.OK, "")),
        (ENTRY, Vitals(received_at=NOW, trouble={Way.OUT: "No."}), (State.FAILING, "No.")),
        (replace(ENTRY, channel=None, reason="Bad field."), Vitals(received_at=NOW), (State.FAILING, "Bad field.")),
        (replace(ENTRY, connection=replace(SHOP, on=False)), Vitals(trouble={Way.IN: "No."}), (State.OFF, "")),
    ],
)
def test_a_state_says_what_is_true_now(entry: Entry, vitals: Vitals, expected: tuple[State, str]) -> None:
    assert state_of(entry, vitals) == expected


# -- requests ----------------------------------------------------------------------------------------------------------


def test_what_proves_a_request_is_not_kept() -> None:
    headers = {
        "x-hub-signature-256": "sha256=1", "x-telegram-bot-api-secret-token": "s", "authorization": "Bearer t",
        "cookie": "c", "content-type": "application/json", "user-agent": "facebook",
    }  # fmt: skip

    assert without_proof(headers) == {"content-type": "application/json", "user-agent": "facebook"}
    assert without_secret(b'{"secret": "a\\"b", "text": "\xff"}') == '{"secret": "…", "text": "\ufffd"}'
