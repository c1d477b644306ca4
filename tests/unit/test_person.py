"""One human over several channels: who is joined, who is not again, and what is then known of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import ConversationId, OperatorId, PersonId
from handoff.person import How, Person, Proof, alone, joined, split, were_split
from handoff.person_alike import Hint, hints, same_name
from handoff.person_known import Known, known_in, learned, taught, union
from handoff.person_proof import email_shown, normal_email, normal_phone, phone_shown, proofs, vouched
from tests.parts import NOW

ANNA = OperatorId("anna")
BY_HAND = Proof(how=How.HAND, at=NOW, by=ANNA)


def one(name: str, **known: object) -> Person:
    return alone(PersonId(f"p-{name}"), ConversationId(name), Known(**known))  # type: ignore[arg-type]


def conversation(channel: str = "telegram", external_id: str = "7", **customer: object) -> Conversation:
    address = Address(channel=channel, account="main", external_id=external_id)
    return begin(address, Customer(**customer), at=NOW)  # type: ignore[arg-type]


def test_joining_keeps_why_and_what_the_first_one_knew() -> None:
    both = joined(
        one("a", phone="+1", groups=("vip",)), one("b", phone="+2", email="b@x.org", groups=("staff",)), BY_HAND
    )
    assert both.conversations == ("a", "b")
    assert [each.proof for each in both.members] == [None, BY_HAND]
    assert (both.known.phone, both.known.email, both.known.groups) == ("+1", "b@x.org", ("vip", "staff"))


def test_who_was_taken_out_is_not_joined_again_by_a_rule_but_by_a_hand() -> None:
    rest = split(joined(one("a"), one("b"), BY_HAND), ConversationId("b"), by=ANNA, at=NOW)
    assert rest.conversations == ("a",)
    assert were_split(rest, one("b"))
    assert were_split(joined(one("b"), one("c"), BY_HAND), rest)
    assert not were_split(rest, one("c"))
    again = joined(rest, one("b"), BY_HAND)
    assert again.conversations == ("a", "b")
    assert again.apart == ()


def test_an_erased_conversation_leaves_nothing_behind() -> None:
    both = joined(one("a"), one("b"), BY_HAND)
    assert both.without(ConversationId("b")).conversations == ("a",)
    rest = split(both, ConversationId("b"), by=ANNA, at=NOW)
    assert rest.without(ConversationId("b")).apart == ()


_NAMES = st.sampled_from("abcdef")


@given(st.lists(st.tuples(st.booleans(), _NAMES, _NAMES), max_size=30))
def test_any_order_of_joins_and_splits_keeps_each_conversation_in_one_person(
    steps: list[tuple[bool, str, str]],
) -> None:
    people = {name: one(name) for name in "abcdef"}
    expected = {name: {name} for name in "abcdef"}  # the same by plain sets
    for number, (joins, first, second) in enumerate(steps):
        mine, theirs = people[first], people[second]
        if joins and not mine.has(ConversationId(second)):
            whole, members = joined(mine, theirs, BY_HAND), expected[first] | expected[second]
            people |= dict.fromkeys(members, whole)
            expected |= dict.fromkeys(members, members)
        elif not joins and len(expected[first]) > 1:
            rest, left = split(mine, ConversationId(first), by=ANNA, at=NOW), expected[first] - {first}
            fresh = alone(PersonId(f"{first}{number}"), ConversationId(first), mine.known)
            people |= dict.fromkeys(left, rest) | {first: fresh}
            expected |= dict.fromkeys(left, left) | {first: {first}}
            assert were_split(rest, fresh)
        assert {name: set(people[name].conversations) for name in people} == expected
        rows = {person.id: person for person in people.values()}.values()
        everywhere = [each for person in rows for each in person.conversations]
        assert sorted(everywhere) == sorted(people)


def test_what_changed_in_one_conversation_is_learned_and_nothing_else_is_undone() -> None:
    known = Known(name="Ada", phone="+1", tier="gold", attributes={"shop": "Kraków", "size": "M"})
    was = Known(name="Ada", phone="+1", attributes={"size": "M", "old": "x"})
    became = replace(was, email="a@x.org", attributes={"size": "L"})
    now = learned(known, was, became)
    assert now == replace(known, email="a@x.org", attributes={"shop": "Kraków", "size": "L"})
    assert learned(now, was, became) == now


@given(*[st.builds(Known, phone=st.none() | st.just("+1"), tier=st.sampled_from([None, "gold", "free"]))] * 3)
def test_learning_twice_is_as_good_as_once(known: Known, was: Known, became: Known) -> None:
    once = learned(known, was, became)
    assert learned(once, was, became) == once
    assert union(once, once) == once


def test_a_name_is_taken_from_elsewhere_only_where_the_channel_knows_none() -> None:
    visitor = conversation("site", "f00", name="f00")
    assert known_in(visitor).name == ""
    assert taught(visitor, Known(name="Ada", phone="+1")) == Customer(name="Ada", phone="+1")
    ada = conversation(name="Ada L.", language="pl")
    assert taught(ada, Known(name="Ada", tier="gold")) == Customer(name="Ada L.", language="pl", tier="gold")
    assert taught(ada, known_in(ada)) is ada.customer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+48 500 600 700", "+48500600700"),
        ("48500600700", "+48500600700"),
        ("0048500600700", "+48500600700"),
        ("12", None),
        ("call me", None),
        ("", None),
    ],
)
def test_a_phone_has_one_spelling(text: str, number: str | None) -> None:
    assert normal_phone(text) == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ada.L@Example.ORG ", "Ada.L@example.org"),
        ("a.d.a@x.org", "a.d.a@x.org"),
        ("ada@home", None),
        ("ada", None),
        ("a b@x.org", None),
        ("@x.org", None),
    ],
)
def test_an_email_address_has_one_spelling_and_keeps_its_dots(text: str, address: str | None) -> None:
    assert normal_email(text) == address


def test_what_is_proven_is_kept_once() -> None:
    ada = vouched(vouched(Customer(name="Ada"), phone_shown("48500600700")), email_shown("ada@X.org"))
    assert vouched(ada, phone_shown("+48 500 600 700")) is ada
    assert vouched(ada, phone_shown("nonsense")) is ada
    assert [(how, value) for _, how, value in proofs(ada)] == [(How.EMAIL, "ada@x.org"), (How.PHONE, "+48500600700")]


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"phone": "+48 500 600 700"}, {"phone": "48500600700"}, (Hint.PHONE,)),
        ({"email": "Ada@X.org"}, {"email": "ada@x.org"}, (Hint.EMAIL,)),
        ({"username": "Ada"}, {"username": "ada"}, (Hint.USERNAME,)),
        ({"name": "Katarzyna Wójcik"}, {"name": "Wojcik Katarzyna"}, (Hint.NAME,)),
        ({"name": "Anna Kowalska"}, {"name": "Jan Kowalski"}, ()),
        ({"name": "7"}, {"name": "7"}, ()),
        ({}, {}, ()),
    ],
)
def test_why_two_may_be_the_same(mine: dict[str, str], theirs: dict[str, str], found: tuple[Hint, ...]) -> None:
    assert hints(conversation(**mine), conversation("viber", **theirs)) == found


def test_nothing_is_no_name() -> None:
    assert not same_name("", "")
