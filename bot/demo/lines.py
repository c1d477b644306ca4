"""The demo company's lines: three for customers, the experts behind them, and three for its own employees."""

from datetime import date, time, timedelta

from handoff.hours import BusinessHours, Interval
from handoff.ids import LineId
from handoff.line import Distribution, Line, Overflow, Question, Reassign, Service

_DAY = (Interval(opens=time(9), closes=time(18)),)
_SATURDAY = (Interval(opens=time(10), closes=time(15)),)
HOURS = BusinessHours(
    zone="Europe/Warsaw",
    week={**dict.fromkeys(range(5), _DAY), 5: _SATURDAY},
    holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 6)}),
    exceptions={date(2026, 12, 24): (Interval(opens=time(9), closes=time(13)),)},
)
OFFICE = BusinessHours(
    zone="Europe/Warsaw",
    week=dict.fromkeys(range(5), (Interval(opens=time(8), closes=time(12)), Interval(opens=time(13), closes=time(17)))),
)
EARLY = BusinessHours(zone="Europe/Warsaw", week=dict.fromkeys(range(5), (Interval(opens=time(9), closes=time(15)),)))

_ORDER = Question(
    key="order",
    texts={
        "en": 'While we are away: what is your order number? It looks like MP-123456. Write "none" if there is none.',
        "ru": "Пока нас нет: подскажите номер заказа, он выглядит так: MP-123456. Если заказа нет, напишите «нет».",
        "pl": "Zanim wrócimy: jaki jest numer zamówienia? Wygląda tak: MP-123456. Jeśli go nie ma, napisz „brak”.",
        "el": "Μέχρι να επιστρέψουμε: ποιος είναι ο αριθμός παραγγελίας, όπως MP-123456; Αν δεν υπάρχει, γράψτε «όχι».",
    },
)
_PHONE = Question(
    key="phone",
    texts={
        "en": "And on which number may we call you, if writing is not enough?",
        "ru": "И по какому номеру вам позвонить, если переписки не хватит?",
        "pl": "A pod jaki numer możemy zadzwonić, jeśli pisanie nie wystarczy?",
        "el": "Και σε ποιον αριθμό να σας καλέσουμε, αν δεν αρκεί η γραπτή επικοινωνία;",
    },
)


def _service(id_: str, en: str, ru: str, pl: str, el: str, topic: str | None = None) -> Service:
    return Service(id=id_, names={"en": en, "ru": ru, "pl": pl, "el": el}, topic=topic)


_GONE = Reassign(away_for=timedelta(minutes=15), at_shift_end=True)

LINES = (
    Line(
        id=LineId("delivery"),
        names={"en": "Delivery and returns", "ru": "Доставка и возврат", "pl": "Dostawa i zwroty",
               "el": "Παράδοση και επιστροφές"},
        descriptions={"en": "Where a parcel is, changing an order, sending something back."},
        topics=frozenset({"delivery", "order_status", "order_change", "returns", "company"}),
        takes_rest=True,
        escalates_to=LineId("experts"),
        hours=HOURS,
        questions=(_ORDER, _PHONE),
        services=(
            _service("pickup", "Collect a return", "Забрать возврат", "Odbiór zwrotu", "Παραλαβή επιστροφής",
                     "returns"),
            _service("redirect", "Change the delivery address", "Сменить адрес доставки", "Zmiana adresu dostawy",
                     "Αλλαγή διεύθυνσης παράδοσης", "order_change"),
        ),
        reassign=_GONE,
    ),
    Line(
        id=LineId("payments"),
        names={"en": "Payments", "ru": "Оплата", "pl": "Płatności", "el": "Πληρωμές"},
        descriptions={"en": "Paying, refunds, vouchers. Sessions are offered to whoever has the most room."},
        topics=frozenset({"payment", "refund", "discounts"}),
        escalates_to=LineId("experts"),
        hours=HOURS,
        questions=(_ORDER,),
        services=(
            _service("invoice", "A copy of an invoice", "Копия счёта", "Kopia faktury", "Αντίγραφο τιμολογίου",
                     "payment"),
        ),
        distribution=Distribution.PUSH,
        accept_within=timedelta(seconds=60),
        capacity=4,
        overflow=Overflow(after=timedelta(minutes=30), to=LineId("delivery")),
        reassign=_GONE,
        reopen_within=timedelta(hours=12),
    ),
    Line(
        id=LineId("technical"),
        names={"en": "Technical help", "ru": "Техническая помощь", "pl": "Pomoc techniczna", "el": "Τεχνική βοήθεια"},
        descriptions={"en": "Assembly, warranty, accounts."},
        topics=frozenset({"account", "warranty", "assembly", "product"}),
        escalates_to=LineId("experts"),
        hours=HOURS,
        questions=(_ORDER,),
        services=(
            _service("assembly", "Book an assembly at home", "Заказать сборку на дому", "Montaż w domu",
                     "Συναρμολόγηση στο σπίτι", "assembly"),
            _service("spare", "Order a spare part", "Заказать запчасть", "Zamówienie części",
                     "Παραγγελία ανταλλακτικού", "warranty"),
        ),
        reassign=_GONE,
        reopen_within=timedelta(hours=12),
    ),
    Line(
        id=LineId("experts"),
        names={"en": "Experts", "ru": "Эксперты", "pl": "Eksperci", "el": "Ειδικοί"},
        descriptions={"en": "What the first tier can't solve. A supervisor hands the sessions out."},
        tier=2,
        hours=HOURS,
        distribution=Distribution.SUPERVISOR,
        longest_hold=timedelta(days=2),
    ),
    Line(
        id=LineId("it"),
        names={"en": "IT help", "ru": "ИТ-поддержка", "pl": "Pomoc IT", "el": "Υποστήριξη IT"},
        descriptions={"en": "Computers, printers and passwords of our own people."},
        internal=True,
        hours=OFFICE,
        services=(
            _service("laptop", "A new laptop", "Новый ноутбук", "Nowy laptop", "Νέος φορητός υπολογιστής"),
            _service("access", "Access to a system", "Доступ к системе", "Dostęp do systemu", "Πρόσβαση σε σύστημα"),
        ),
    ),
    Line(
        id=LineId("accounting"),
        names={"en": "Accounting", "ru": "Бухгалтерия", "pl": "Księgowość", "el": "Λογιστήριο"},
        descriptions={"en": "Invoices, expenses and pay of our own people."},
        internal=True,
        hours=OFFICE,
    ),
    Line(
        id=LineId("facilities"),
        names={"en": "Facilities", "ru": "Хозяйственный отдел", "pl": "Administracja biura", "el": "Εγκαταστάσεις"},
        descriptions={"en": "Furniture, keys, heating and all else about the office."},
        internal=True,
        hours=OFFICE,
        services=(
            _service("furniture", "Furniture", "Мебель", "Meble", "Έπιπλα"),
            _service("key", "A key or a pass", "Ключ или пропуск", "Klucz lub przepustka", "Κλειδί ή κάρτα εισόδου"),
        ),
    ),
)  # fmt: skip
