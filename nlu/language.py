"""Which language a short chat message is in.

The script decides first: Greek letters are Greek, Cyrillic ones Russian. Languages that share a script are told apart
by what each of them does all the time: its own letters, its commonest small words, its habitual letter groups. People
leave out diacritics when they type on a phone, so words and letter groups are compared without them. A message that
says too little ("ok", "123", a name) changes nothing: the conversation keeps the language it had.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# What one piece of evidence weighs, and the lead over every other language that makes a decision.
LETTER, WORD, GROUP = 3.0, 2.0, 0.5
ENOUGH = 1.0

# Other scripts carry Latin brand names and codes ("Google Pay", "MP-123456"), so a quarter of the letters is enough
# for them to win.
FOREIGN_SHARE = 0.25

_NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\S*\d\S*")
_WORD = re.compile(r"[^\W\d_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _groups(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What gives a language away; `groups` are letter groups, with a space where a word begins or ends."""

    script: str
    letters: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()


TRAITS = {
    "en": Traits(
        script="LATIN",
        words=_words(
            """
            a about after again already am an and any anyone are at back be because been before both but buy by bye
            can cannot cant could did didnt do does doesnt dont easier else for free from get give goodbye got had
            happy has have havent hello help her here hey hi how i if im in into is isnt it its ive just know let
            like long lot many me more much my need never no not nothing now of off on one or our out over person
            please put really refund should so some someone speak still stupid take talk tell thank thanks that
            thats the their them then there these they thing think this time to today told tomorrow too until up us
            use want was wasnt way we well went were what whats when where which who why will with without wont work
            would wrong yeah yep yes yesterday yet you your
            """
        ),
        groups=_groups(
            "th|wh|sh |ck|ee|oo|ea|ou|igh|gh|ght|ing |ng |ed |q|v|x|tion|ll|ss|ff|tt|pp|rr|cc| re| un| ex| di|"
            " co|er |ers |ly |ay|ow |ey|ts |rs |ns |ct|con|ve |ake|ain|able|ble |ture|ent |our|qu|t |y "
        ),
    ),
    "pl": Traits(
        script="LATIN",
        letters=frozenset("ąćęłńóśźż"),
        words=_words(
            """
            ale albo bardzo bez bo byc bylo byla chce chcial chciala chcialabym chcialbym ci co cos cokolwiek
            czego czemu czesc czlowiek czy czyli dalej dla dlaczego dlugo dobra dobry dobrze dni dnia dzieki
            dziekuje dzien gdzie go halo hej ile im inne innego inny ja jak jaka jaki jakie jakis jako je jego jej
            jest jestem jesli jeszcze juz kiedy kim kogo konsultant kto ktora ktore ktory ktos ku lub ma macie mam
            mamy mi mnie mna moge mogla moglbym moj moja moje mojego mojej mozecie mozesz mozna musi musze na nad
            nadal nic nie niestety niz od oraz pan pani panstwo pod pomoc pomogl pomoglo pomoz potrzebuje prosze
            przed przez przy sa sie skad ta tak taka taki takie tam te tego tej ten teraz tez to trzeba tu
            tych tyle tylko tym wam was w wcale wciaz witam wszystko wy wyszlo z za zamiast zamowienia zamowienie ze
            zeby zrobic
            """
        ),
        groups=_groups(
            "rz|dz|cz|sz|szcz|zy|zn|zw|zl|zd|zk|zm|wl|wy|wie|wia|wac|nie|cie|zie|mie|pie|rie|bie|sie|sci|ja|"
            "je|ju|jo|aj|ej |cj|uj|ego |emu |ych |ym |ymi |ami |em |ac |ic |yc |c |uje |osc|owa|ow |mow|sl|"
            "swi|sk|js|kt|tk|dk|ln|tn|pn|j |a |i |ka |ki |ko|ku|na |wa |ny |u | z| po| pr| na| k| w| od"
        ),
    ),
    "ru": Traits(script="CYRILLIC"),
    "el": Traits(script="GREEK"),
}


def detect(text: str, known: Sequence[str], fallback: str) -> str:
    """The language of `text` among `known`, or `fallback` when the text gives too little evidence."""
    words = _WORD.findall(_NOT_WORDS.sub(" ", text.casefold().replace("'", "").replace("’", "")))
    script = script_of("".join(words))
    candidates = [language for language in known if language in TRAITS and TRAITS[language].script == script]
    if script != "LATIN" and candidates:
        return fallback if fallback in candidates else candidates[0]
    # English is weighed even where it isn't offered: what looks more English than Polish isn't evidence of Polish.
    rivals = {language for language, traits in TRAITS.items() if traits.script == script}
    evidence = Counter({language: _evidence(words, TRAITS[language]) for language in rivals})
    ranked = [*evidence.most_common(2), ("", 0.0), ("", 0.0)]
    (best, most), (_, next_most) = ranked[0], ranked[1]
    return best if best in candidates and most - next_most >= ENOUGH else fallback


def plain_letters(text: str) -> str:
    """`text` in lower case and without accents, so that "café" meets "cafe" and "πότε" meets "ποτε"."""
    # NFKD takes accents off, but the Polish ł is a letter of its own.
    split = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def script_of(text: str) -> str | None:
    """ "GREEK", "CYRILLIC" or "LATIN": the script that tells the language of `text`; None for any other."""
    letters = [letter for letter in text if letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "?").split(" ")[0] for letter in letters)
    for script in ("GREEK", "CYRILLIC"):
        if scripts[script] > 1 and scripts[script] >= FOREIGN_SHARE * len(letters):
            return script
    return "LATIN" if scripts["LATIN"] else None


def _evidence(words: Sequence[str], traits: Traits) -> float:
    letters = sum(letter in traits.letters for word in words for letter in word)
    plain = [plain_letters(word) for word in words]
    common = sum(word in traits.words for word in plain)
    spaced = f" {'  '.join(plain)} "
    return LETTER * letters + WORD * common + GROUP * sum(spaced.count(group) for group in traits.groups)
