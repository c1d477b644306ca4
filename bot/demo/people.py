"""The demo company's staff and canned replies."""

from dataclasses import dataclass

from bot.demo.lines import EARLY
from handoff.hours import BusinessHours
from handoff.ids import LineId, OperatorId
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.ports import Canned

PASSWORD = "helpline-demo"  # noqa: S105 - the demo's password is no secret: the sign-in page shows it


def _person(
    login: str, name: str, lines: str, languages: str, role: Role = Role.OPERATOR, *, supervises: str = "",
    regions: str = "", shift: BusinessHours | None = None, capacity: int | None = None, **skills: int,
) -> Operator:  # fmt: skip
    """Away until their first screen opens: nobody is given work who has not come in yet."""
    return Operator(
        id=OperatorId(login), login=login, name=name, role=role,
        lines=frozenset(LineId(each) for each in lines.split()),
        supervises=frozenset(LineId(each) for each in supervises.split()),
        languages=tuple(languages.split()), regions=tuple(regions.split()), shift=shift, capacity=capacity,
        skills=skills, presence=Presence.AWAY, away_reason=AwayReason.CONNECTION,
    )  # fmt: skip


_ALL = "delivery payments technical experts"
OPERATORS = (
    _person("anna", "Anna Kowalska", "delivery payments", "pl en", regions="pl", delivery=5, payments=3),
    _person("boris", "Борис Лебедев", "delivery technical", "ru en", shift=EARLY, delivery=4, technical=4),
    _person("eleni", "Ελένη Παππά", "delivery payments technical", "el en", regions="gr", delivery=4, payments=4,
            technical=2),
    _person("piotr", "Piotr Zieliński", "technical experts", "pl en ru", supervises="experts", capacity=4, technical=5),
    _person("maria", "Мария Орлова", "payments accounting", "ru en", supervises="payments", payments=5),
    _person("tomasz", "Tomasz Nowak", "it facilities", "pl en", supervises="it facilities"),
    _person("siobhan", "Siobhán Byrne", _ALL, "en", Role.SUPERVISOR, delivery=5, payments=5, technical=3),
    _person("admin", "Nikos Admin", _ALL, "el en", Role.ADMIN),
)  # fmt: skip

CANNED = tuple(
    Canned(language=language, shortcut=shortcut, text=text)
    for language, replies in {
        "en": {
            "hello": "Hello! My name is on the left, and I have read your conversation with the assistant.",
            "order": "Could you tell me your order number? It looks like MP-123456.",
            "photo": "Could you send a photo of the item and of the parcel, please?",
            "wait": "Thank you for waiting. I am checking this with the warehouse and will be back within ten minutes.",
            "bye": "Thank you for writing. Have a good day!",
        },
        "ru": {
            "hello": "Здравствуйте! Я уже прочёл вашу переписку с ассистентом.",
            "order": "Подскажите, пожалуйста, номер заказа. Он выглядит так: MP-123456.",
            "photo": "Пришлите, пожалуйста, фото товара и упаковки.",
            "wait": "Спасибо за ожидание. Уточняю на складе и вернусь в течение десяти минут.",
            "bye": "Спасибо за обращение. Хорошего дня!",
        },
        "pl": {
            "hello": "Dzień dobry! Znam już rozmowę z asystentem, chętnie pomogę.",
            "order": "Poproszę o numer zamówienia. Wygląda tak: MP-123456.",
            "photo": "Poproszę o zdjęcie produktu i opakowania.",
            "wait": "Dziękuję za cierpliwość. Sprawdzam to w magazynie i wrócę w ciągu dziesięciu minut.",
            "bye": "Dziękuję za kontakt. Miłego dnia!",
        },
        "el": {
            "hello": "Γεια σας! Έχω διαβάσει τη συζήτησή σας με τον βοηθό.",
            "order": "Μου λέτε τον αριθμό παραγγελίας; Είναι της μορφής MP-123456.",
            "photo": "Μπορείτε να στείλετε μια φωτογραφία του προϊόντος και της συσκευασίας;",
            "wait": "Ευχαριστώ για την αναμονή. Το ελέγχω με την αποθήκη και επιστρέφω σε δέκα λεπτά.",
            "bye": "Ευχαριστούμε για την επικοινωνία. Καλή σας μέρα!",
        },
    }.items()
    for shortcut, text in replies.items()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """What the sign-in page of the demo offers."""

    login: str
    password: str
    name: str
    role: Role


def demo_logins() -> list[DemoLogin]:
    return [DemoLogin(login=each.login, password=PASSWORD, name=each.name, role=each.role) for each in OPERATORS]
