"""The demo company's rules: where sessions go, how urgent they are, what is promised."""

from datetime import timedelta

from handoff.book import LEVELS
from handoff.ids import LevelId, LineId
from handoff.priority import Patience, Points, PriorityScheme
from handoff.routing.conditions import All, Between, Is, Says
from handoff.routing.rules import Mode, Outcome, Rule, RuleSet
from handoff.sla.policy import Cell, Hearer, Move, Pause, SlaPolicies, SlaPolicy, Step, Table, Target

HIGH = LevelId("high")
_EMPLOYEE = Is(fact="customer_group", values=("employees",))
_IT = (
    "printer*", "laptop*", "password*", "vpn", "принтер*", "ноутбук*", "парол*", "drukark*", "hasł*",
    "εκτυπωτ*", "κωδικ*",
)  # fmt: skip
_MONEY = (
    "invoice*", "expense*", "salary", "счёт*", "отпускн*", "зарплат*", "faktur*", "delegacj*", "τιμολόγι*", "μισθ*",
)  # fmt: skip

ROUTING = RuleSet(
    mode=Mode.ALL,
    rules=(
        Rule(id="staff-it", name="Our own people: computers", when=All(of=(_EMPLOYEE, Says(words=_IT))),
             then=Outcome(line=LineId("it"), tags=("internal",))),
        Rule(id="staff-money", name="Our own people: money", when=All(of=(_EMPLOYEE, Says(words=_MONEY))),
             then=Outcome(line=LineId("accounting"), tags=("internal",))),
        Rule(id="staff", name="Our own people: all else", when=_EMPLOYEE,
             then=Outcome(line=LineId("facilities"), tags=("internal",))),
        Rule(id="premium", name="Premium customers keep their operator",
             when=Is(fact="customer_tier", values=("premium",)), then=Outcome(same_operator=True, tags=("premium",))),
        Rule(id="refund", name="Refunds need somebody who may pay out", when=Is(fact="topic", values=("refund",)),
             then=Outcome(skills={"payments": 3})),
        Rule(id="warranty", name="Warranty cases take longer", when=Is(fact="topic", values=("warranty",)),
             then=Outcome(skills={"technical": 3}, effort=2)),
        Rule(id="complaint", name="Complaints are urgent", when=Is(fact="reason", values=("complaint",)),
             then=Outcome(priority=HIGH, tags=("complaint",))),
    ),
)  # fmt: skip

PRIORITY = PriorityScheme(
    levels=LEVELS,
    table=(
        Points(id="money", when=Is(fact="topic", values=("payment", "refund")), points=10),
        Points(id="complaint", when=Is(fact="kind", values=("complaint",)), points=15),
        Points(id="problem", when=Is(fact="kind", values=("problem",)), points=5),
        Points(id="premium", when=Is(fact="customer_tier", values=("premium",)), points=15),
        Points(id="unhappy", when=Between(fact="sentiment", below=-0.4), points=15),
        Points(id="angry", when=Between(fact="sentiment", below=-0.75), points=10),
        Points(id="reopened", when=Between(fact="reopenings", least=1), points=10),
    ),
    waiting=(
        Patience(after=timedelta(minutes=20), points=10),
        Patience(after=timedelta(minutes=60), points=25),
    ),
)


def _row(*words: str, **minutes: int) -> Cell:
    """`_row("premium", "*", normal=15)`; the column `every` is every level."""
    limits = {level if level != "every" else "*": timedelta(minutes=each) for level, each in minutes.items()}
    return Cell(row=words, limits=limits)  # type: ignore[arg-type]


_WARNINGS = (
    Step(id="soon", percent=75, tell=frozenset({Hearer.OPERATOR})),
    Step(id="very-soon", percent=90, tell=frozenset({Hearer.SUPERVISORS})),
    Step(id="late", percent=100, tell=frozenset({Hearer.OPERATOR, Hearer.SUPERVISORS}), raise_priority=True),
    Step(id="much-too-late", percent=200, targets=frozenset({Target.FIRST_RESPONSE, Target.RESOLUTION}),
         tell=frozenset({Hearer.SUPERVISORS}), move=Move.NEXT_TIER),
)  # fmt: skip
_PAUSES = {
    Target.NEXT_RESPONSE: frozenset({Pause.ON_HOLD}),
    Target.RESOLUTION: frozenset({Pause.ON_HOLD, Pause.CUSTOMER}),
}
_HOUR, _DAY = 60, 9 * 60

SLA = SlaPolicies(
    policies=(
        SlaPolicy(
            id="internal", name="Our own people", when=Is(fact="line", values=("it", "accounting", "facilities")),
            pauses=_PAUSES, steps=_WARNINGS[:3],
            tables=(
                Table(target=Target.FIRST_RESPONSE, axes=(), cells=(_row(every=4 * _HOUR, critical=30),)),
                Table(target=Target.RESOLUTION, axes=(), cells=(_row(every=3 * _DAY, critical=_DAY),)),
            ),
        ),
        SlaPolicy(
            id="customers", name="Customers", pauses=_PAUSES, steps=_WARNINGS,
            tables=(
                Table(
                    target=Target.FIRST_RESPONSE, axes=("customer_tier", "channel"),
                    cells=(
                        _row("premium", "*", low=30, normal=15, high=10, critical=5),
                        _row("*", "email", low=8 * _HOUR, normal=4 * _HOUR, high=2 * _HOUR, critical=_HOUR),
                        _row("*", "site", low=60, normal=20, high=10, critical=5),
                        _row("*", "*", low=2 * _HOUR, normal=30, high=15, critical=10),
                    ),
                ),
                Table(
                    target=Target.NEXT_RESPONSE, axes=("customer_tier",),
                    cells=(_row("premium", every=15, critical=10), _row("*", every=60, critical=20)),
                ),
                Table(
                    target=Target.RESOLUTION, axes=("customer_tier", "kind"),
                    cells=(
                        _row("premium", "*", every=_DAY, critical=4 * _HOUR),
                        _row("*", "problem", every=3 * _DAY, critical=_DAY),
                        _row("*", "*", every=2 * _DAY, critical=_DAY),
                    ),
                ),
                Table(target=Target.IN_STATUS, axes=("status",), cells=(_row("waiting", every=2 * _HOUR),)),
            ),
        ),
    )
)  # fmt: skip
