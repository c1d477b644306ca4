"""A doubtful message needs a fault of its own: one that met its sender between its call and its being written down."""

from dataclasses import replace

import pytest

from tests.chaos.breaking import Happened
from tests.chaos.explaining import Doubt, explain, overslept
from tests.chaos.plan import Fault, Kind


def happened(target: str, kind: Kind, since: float, until: float | None = None) -> Happened:
    return Happened(fault=Fault(at=0, kind=kind, target=target), since=since, until=until or since + 1)


DIED = happened("worker-1", Kind.KILL, 100.0)


@pytest.mark.parametrize(
    ("begun", "called"),
    [
        pytest.param(99.9, 99.95, id="it was sent, and the sender died before it could say so"),
        pytest.param(99.9, None, id="the sender died before it was sent"),
        pytest.param(98.5, 98.6, id="it took its time"),
    ],
)
def test_the_death_of_its_sender_explains_it(begun: float, called: float | None) -> None:
    assert "worker-1 killed" in explain(Doubt(begun=begun, called=called, unanswered=False), [DIED], {})


@pytest.mark.parametrize(
    ("begun", "fault"),
    [
        pytest.param(90.0, DIED, id="long before the death"),
        pytest.param(101.0, DIED, id="after the death"),
        pytest.param(99.9, happened("gateway-1", Kind.KILL, 100.0), id="somebody died who sends nothing"),
        pytest.param(99.9, happened("mongo", Kind.KILL, 100.0), id="a sender that lives knows what it sent"),
        pytest.param(99.9, happened("worker-1", Kind.FULL, 100.0), id="nobody died"),
    ],
)
def test_another_fault_nearby_explains_nothing(begun: float, fault: Happened) -> None:
    assert explain(Doubt(begun=begun, called=begun, unanswered=False), [fault], {}) == ""


def test_a_lost_answer_explains_it() -> None:
    assert explain(Doubt(begun=1.0, called=1.0, unanswered=True), [], {}) == "the messenger's answer was lost"


def test_who_stands_still_may_send_when_it_goes_on() -> None:
    stopped = happened("worker-2", Kind.PAUSE, 100.0, 114.0)

    assert explain(Doubt(begun=99.9, called=114.1, unanswered=False), [stopped], {})
    assert not explain(Doubt(begun=99.9, called=130.0, unanswered=False), [stopped], {})


@pytest.mark.parametrize(
    ("begun", "called", "until"),
    [
        pytest.param(99.9, 99.95, 114.0, id="it was called before the pause"),
        pytest.param(99.9, 114.1, 105.0, id="nobody took it for dead"),
        pytest.param(114.2, 114.3, 114.0, id="it began when it was awake again"),
        pytest.param(99.9, 130.0, 114.0, id="it woke long before"),
        pytest.param(99.9, None, 114.0, id="it was never called"),
    ],
)
def test_only_who_slept_past_its_claim_and_called_when_it_woke_was_late(
    begun: float, called: float | None, until: float
) -> None:
    slept, doubt = happened("worker-2", Kind.PAUSE, 100.0, 114.0), Doubt(begun=99.9, called=114.1, unanswered=False)

    assert "worker-2 stopped" in overslept(doubt, [slept], {}, 12.0)
    assert not overslept(doubt, [replace(slept, fault=replace(slept.fault, target="gateway-1"))], {}, 12.0)
    assert not overslept(replace(doubt, begun=begun, called=called), [replace(slept, until=until)], {}, 12.0)


def test_the_senders_clock_is_read_as_it_is_wrong() -> None:
    doubt = Doubt(begun=160.0, called=99.95, unanswered=False)

    assert explain(doubt, [DIED], {"worker-1": 60.1})
    assert not explain(doubt, [DIED], {"worker-2": 60.1})


def test_what_is_sent_while_mongodb_is_away_takes_as_long_to_be_written() -> None:
    doubt, late = Doubt(begun=90.0, called=90.1, unanswered=False), happened("worker-1", Kind.KILL, 100.0)

    assert explain(doubt, [happened("mongo", Kind.SLOW, 89.0, 99.0), late], {})
    assert not explain(doubt, [happened("rasa", Kind.SLOW, 89.0, 99.0), late], {})
