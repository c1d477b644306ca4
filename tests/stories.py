"""The main story's words in the four languages: what customers ask, and what must come of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`question` is answered by the article `answered_by`; `vague` leaves a choice of articles; `unanswerable` is
    the shop's field but in no article."""

    language: str
    question: str
    answered_by: str
    vague: str
    asks_for_person: str
    unanswerable: str
    nonsense: str
    yes: str
    no: str
    thanks: str


STORIES = (
    Story(
        language="en",
        vague="I'm only in after five, could the express courier come around then?",
        question="how much do I pay for shipping?",
        answered_by="delivery-cost",
        asks_for_person="can I talk to a real person please",
        unanswerable="What is the wattage of the Birch floor lamp?",
        nonsense="what's the weather like on Mars today?",
        yes="Yes",
        no="No",
        thanks="thank you so much",
    ),
    Story(
        language="ru",
        vague="стою у автомата, что вводить на экране",
        question="сколько стоит доставка курьером?",
        answered_by="delivery-cost",
        asks_for_person="позовите живого человека, пожалуйста",
        unanswerable="Какая мощность у торшера «Береза»?",
        nonsense="расскажи анекдот про политиков",
        yes="Да",
        no="Нет",
        thanks="спасибо большое",
    ),
    Story(
        language="pl",
        vague="jest 15, opcja expres, na kiedy to do mnie dotrze?",
        question="ile kosztuje dostawa?",
        answered_by="delivery-cost",
        asks_for_person="chcę porozmawiać z człowiekiem",
        unanswerable="Jaką moc ma lampa podłogowa Brzoza?",
        nonsense="jaka będzie jutro pogoda w górach?",
        yes="Tak",
        no="Nie",
        thanks="dziękuję bardzo",
    ),
    Story(
        language="el",
        vague="Δεν θέλω κούριερ στο σπίτι, υπάρχει κουτί στη γειτονιά να το πάρω μόνη μου;",
        question="πόσο κοστίζει η αποστολή;",
        answered_by="delivery-cost",
        asks_for_person="θέλω να μιλήσω με άνθρωπο",
        unanswerable="Πόσα βατ είναι το φωτιστικό δαπέδου Σημύδα;",
        nonsense="πες μου ένα ανέκδοτο για ποδόσφαιρο",
        yes="Ναι",
        no="Όχι",
        thanks="ευχαριστώ πολύ",
    ),
)
