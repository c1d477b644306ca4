"""What a mail says, read and written: threads, quotes, HTML, files, machines."""

from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from unittest.mock import MagicMock

import pytest

from bot.channels import KINDS
from bot.channels.base import Malformed, Rejected
from bot.channels.email import EmailChannel
from bot.channels.email.automatic import is_automatic
from bot.channels.email.compose import compose
from bot.channels.email.parse import Belonging, Origin, digest_of, said
from bot.channels.email.plain import plain
from bot.channels.email.quotes import fold
from bot.channels.email.reading import Mail, file_of, parse, read
from bot.channels.email.settings import EmailSettings
from bot.channels.email.tokens import Tokens, codes_in, without_code
from bot.channels.surroundings import Surroundings
from bot.events import Filled, Said
from bot.imap import read_imap_url
from bot.settings import SettingsError, read_settings
from bot.smtp import SmtpServer
from handoff.ids import MessageId, SessionId
from handoff.messages import Content, FileKind, Message, Side
from storage.mongo.email_threads import Thread
from tests.parts import NOW, Clock

TOKENS = Tokens(key=b"k" * 32)
ADA = "ada@example.org"
SETTINGS = EmailSettings(
    imap=read_imap_url("imaps://help:secret@mail.example.com"),
    smtp=SmtpServer(host="mail.example.com", port=587),
    sender="Marlow & Pine <help@example.com>",
)


def raw(text: str = "Hello", **headers: str) -> bytes:
    known = {"From": "Ada <ada@example.org>", "Subject": "Hi", "Message-ID": "<1@example.org>"}
    known |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in known.items() if value)
    return f"{head}\r\n{text}\r\n".encode()


def event(mail: Mail, thread: str = ADA, *, answer: bool = False, to_people: bool = True) -> Said:
    belongs = Belonging(address=thread, answer=answer)
    where = Origin(validity=1, uid=2)
    found = said(mail, "d", belongs, where, "main", at=NOW, sent_at=NOW, to_people=to_people)
    assert isinstance(found, Said)
    return found


# -- whose thread ------------------------------------------------------------------------------------------------------


def test_our_ids_and_subjects_carry_the_customers_code_in_any_case() -> None:
    code, own = TOKENS.code(ADA), TOKENS.message_id(ADA, "email:main:ada/1", "example.com")
    subject = f"AW: Re: My order [#{code.upper()}] (fwd)"

    assert codes_in(f"<x@y> {own.upper()} <z@y>") == [code]
    assert codes_in("<x@y>", subject) == [code]
    assert without_code(subject) == "AW: Re: My order (fwd)"


def test_the_latest_of_several_ids_counts_first() -> None:
    earlier, later = (TOKENS.message_id(who, "1", "example.com") for who in (ADA, "ben@example.org"))

    assert codes_in(f"{earlier} {later}") == [TOKENS.code("ben@example.org"), TOKENS.code(ADA)]


def test_another_installation_signs_otherwise() -> None:
    assert Tokens(key=b"x" * 32).code(ADA) != TOKENS.code(ADA)


def test_a_message_id_fits_its_line() -> None:
    """Folded ones are in order, and not understood by every program."""
    long = "a.very.long.name.of.a.customer@a-very-long-name-of-a-company.example.org"

    assert len(f"Message-ID: {TOKENS.message_id(long, 'email:main:x/1', 'support.example.com')}") < 78


# -- what is new in an answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (
            "Thanks!\n\nOn Mon, Nov 23, 2026 at 9:30 AM Help\n<help@example.com> wrote:\n\n> It comes\n> soon.\n",
            "Thanks!",
        ),
        ("Спасибо!\n\nпн, 23 нояб. 2026 г. в 10:30, Marlow <help@example.com>:\n> Завтра", "Спасибо!"),
        ("Dzięki\nW dniu 23.11.2026 o 10:30 Marlow pisze:\n> Jutro", "Dzięki"),
        ("Ευχαριστώ\n\nΣτις Δευ 23 Νοε 2026 στις 10:30 ο Marlow έγραψε:\n> Αύριο\n>\n> M", "Ευχαριστώ"),
        ("Fine\n\n-----Original Message-----\nFrom: Help\nSent: Monday\nTo: Ada\nSubject: Re: Hi\n\nold", "Fine"),
        ("Да\n\n________________________________\nОт: Help <h@x>\nОтправлено: вчера\nКому: Ада\nТема: Re\n\nold", "Да"),
        ("*From:* Help\n*Sent:* Monday\n*Subject:* Hi\n\nold", "*From:* Help\n*Sent:* Monday\n*Subject:* Hi\n\nold"),
        ("> How many?\nTwo.\n> Which?\nBlue.", "> How many?\nTwo.\n> Which?\nBlue."),
        ("> How many?\nTwo.\n\nOn 23.11.2026 at 9 Help wrote:\n> all of it", "> How many?\nTwo."),
        ("> only a quote", "> only a quote"),
        ("I need these:\n> 1 and 2", "I need these:"),
        ("Yes\n-- \nAda, +48 600 100 200", "Yes"),
        ("Yes\n\nSent from my iPhone", "Yes"),
        ("Да\n\nОтправлено с iPhone\n\nпн, 23 нояб. 2026 г. в 10:30, M <h@x.pl>:\n> Завтра", "Да"),
        ("Sent from my iPhone", "Sent from my iPhone"),
        ("From: Kraków to: Gdańsk, please", "From: Kraków to: Gdańsk, please"),
        ("", ""),
    ],
)
def test_what_is_new_in_an_answer(text: str, new: str) -> None:
    folded = fold(text, answer=True)
    assert folded.words == new
    assert "".join(text.split()) == "".join(f"{folded.words}{folded.rest}".split()), "nothing is lost"


def test_what_is_folded_away_stays_with_the_message() -> None:
    answer = read(raw("Thanks!\n\nOn 23.11.2026 at 9 Help wrote:\n> It comes\n"))
    new = read(raw("Look:\n> ERROR 17\n-- \nAda", Subject="Broken"))

    assert event(answer, answer=True).content == Content(
        text="Thanks!", folded="On 23.11.2026 at 9 Help wrote:\n> It comes"
    )
    assert event(new).content == Content(text="Broken\n\nLook:\n> ERROR 17", folded="--\nAda"), (
        "it quotes what it is about"
    )


def test_a_mail_goes_to_people_at_once_unless_the_bot_is_to_answer_first() -> None:
    assert event(read(raw())).filled == Filled()
    assert event(read(raw()), to_people=False).filled is None
    assert event(read(raw(Auto_Submitted="auto-replied"))).filled is None, "nobody is to answer a machine"


def test_who_writes_to_two_mailboxes_has_a_code_for_each() -> None:
    assert Tokens(key=TOKENS.key, account="sales").code(ADA) != TOKENS.code(ADA)


def test_no_text_takes_long() -> None:
    """A library's pattern took five seconds over a tenth of this."""
    for evil in ("On a" * 100_000, "From:\n" * 50_000, "> \n" * 100_000 + "x", "-" * 200_000, "\n--\n" * 50_000):
        assert isinstance(fold(evil, answer=True).words, str)


# -- HTML --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<br>two</p><p>three</p>", "One\ntwo\n\nthree"),
        ("<div>One</div><div>two&nbsp;&amp; three</div>", "One\ntwo & three"),
        ("<style>p{}</style><script>alert(1)</script><p onclick=x()>Hi</p>", "Hi"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ('<a href="https://example.com/a">here</a>', "here (https://example.com/a)"),
        ('<a href="https://example.com/">example.com</a>', "example.com"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("Yes<blockquote>old<blockquote>older</blockquote></blockquote>", "Yes\n> old\n> > older"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a < b && <unclosed", "a < b &&"),
    ],
)
def test_html_is_read_as_it_looks(html: str, text: str) -> None:
    assert plain(html) == text


# -- a mail ------------------------------------------------------------------------------------------------------------


def test_a_reply_to_says_who_filled_in_a_form() -> None:
    assert read(raw(From="Shop <form@shop.example>", Reply_To="Ben <BEN@example.org>")).address == "ben@example.org"


@pytest.mark.parametrize("sender", ["", "nobody", "a b@example.org", "undisclosed-recipients:;"])
def test_a_mail_from_nobody_cannot_be_read(sender: str) -> None:
    with pytest.raises(Malformed):
        read(raw(From=sender))


def test_names_and_subjects_are_decoded_and_answers_lose_their_marks() -> None:
    mail = read(
        raw(From="=?utf-8?b?0JDQtNCw?= <ada@example.org>", Subject="Re: RE[2]: =?utf-8?q?=C5=BB=C3=B3=C5=82w?=")
    )

    assert (mail.name, mail.subject) == ("Ада", "Żółw")


def test_an_unknown_character_set_loses_no_words() -> None:
    assert read(raw("Hello", Content_Type='text/plain; charset="x-martian"')).text == "Hello"


def test_words_are_plain_text_where_there_is_some_and_files_are_the_rest() -> None:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = ADA, "<1@x>"
    mail.set_content("Plain")
    mail.add_alternative("<p>HTML</p>", subtype="html")
    mail.add_attachment("a,b", subtype="csv", filename="../../etc/orders.csv")
    mail.add_attachment(EmailMessage())
    data = bytes(mail)

    found = read(data)

    assert found.text == "Plain"
    assert [(each.name, each.mime) for each in found.files] == [
        ("orders.csv", "text/csv"), ("mail.eml", "message/rfc822"),
    ]  # fmt: skip
    assert file_of(data, found.files[0].part) == b"a,b\n"
    assert event(found).content.attachments[0].kind is FileKind.DOCUMENT


def test_html_is_read_where_there_is_no_plain_text() -> None:
    assert read(raw("<p>Hello<br>you</p>", Content_Type="text/html; charset=utf-8")).text == "Hello\nyou"


def test_pictures_are_named_where_they_stand_and_those_of_others_are_left_out() -> None:
    mail = EmailMessage()
    mail["From"] = ADA
    html = '<p>Look: <img src="cid:p1"> here <img src="https://spy.example/x.gif"><img src="cid:none"></p>'
    mail.set_content(html, subtype="html")
    mail.add_related(b"GIF8", maintype="image", subtype="gif", cid="<p1>", filename="crack.gif", disposition="inline")
    outlook = EmailMessage()
    outlook["From"] = ADA
    outlook.set_content("Look: [cid:p1]")
    outlook.add_attachment(b"GIF8", maintype="image", subtype="gif", cid="<p1>", filename="crack.gif")

    assert read(bytes(mail)).text == "Look: [crack.gif] here"
    assert [each.name for each in read(bytes(mail)).files] == ["crack.gif"]
    assert read(bytes(outlook)).text == "Look: [crack.gif]"


def test_a_long_mail_is_cut_with_a_sign_of_it() -> None:
    assert event(read(raw("word " * 10_000))).content.text.endswith(" […]")


def test_the_same_mail_has_one_digest_wherever_it_lies() -> None:
    here, there = Origin(validity=1, uid=2), Origin(validity=9, uid=9)
    mail = read(raw())

    assert digest_of(mail, raw(), here) == digest_of(mail, raw(Received="by x"), there)
    assert digest_of(mail, raw("Other words"), here) != digest_of(mail, raw(), here)
    anonymous = replace(mail, message_id="")
    assert digest_of(anonymous, raw(), here) != digest_of(anonymous, raw(), there)


# -- machines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({}, False),
        ({"Auto_Submitted": "no"}, False),
        ({"Precedence": "first-class"}, False),
        ({"X_Auto_Response_Suppress": "DR, RN"}, False),
        ({"Auto_Submitted": "auto-replied; owner=x"}, True),
        ({"Auto_Submitted": "auto-generated (rule)"}, True),
        ({"Precedence": "Bulk"}, True),
        ({"X_Auto_Response_Suppress": "DR, OOF"}, True),
        ({"Return_Path": "<>"}, True),
        ({"List_Id": "<news.example.org>"}, True),
        ({"From": "No-Reply@example.org"}, True),
    ],
)
def test_machines_are_known_by_what_they_say_of_themselves(headers: dict[str, str], automatic: bool) -> None:
    assert is_automatic(parse(raw(**headers))) is automatic


# -- what we send ------------------------------------------------------------------------------------------------------


def ours(text: str = "Tomorrow.", side: Side = Side.OPERATOR) -> Message:
    return Message(
        id=MessageId("email:main:ada@example.org/2"), number=2, session_id=SessionId("s"), side=side, at=NOW,
        content=Content(text=text),
    )  # fmt: skip


def letter(message: Message, thread: Thread | None = None, **settings: Any) -> EmailMessage:
    return compose(ADA, message, thread, replace(SETTINGS, **settings), TOKENS, NOW)


def test_references_grow_by_the_mail_that_is_answered_and_keep_the_first() -> None:
    before = tuple(f"<{number}@x>" for number in range(30))

    found = str(letter(ours(), Thread(subject="Hi", message_id="<last@x>", references=before))["References"]).split()

    assert (found[0], found[-1], len(found)) == ("<0@x>", "<last@x>", 21)


def test_a_subject_of_several_lines_adds_no_header() -> None:
    found = letter(ours(), Thread(subject="Hi\r\nBcc: all@example.org", message_id="<1@x>"))

    assert found["Bcc"] is None
    assert found["Subject"] == f"Re: Hi Bcc: all@example.org [#{TOKENS.code(ADA)}]"


def test_the_same_message_has_the_same_id_each_time() -> None:
    assert letter(ours())["Message-ID"] == letter(ours())["Message-ID"]


def test_only_people_may_be_answered_by_machines() -> None:
    assert letter(ours(side=Side.BOT))["Auto-Submitted"] == "auto-replied"
    assert letter(ours())["Auto-Submitted"] is None


def test_there_is_no_mail_without_words() -> None:
    with pytest.raises(Rejected):
        letter(ours(" "))


# -- where the mailbox is ----------------------------------------------------------------------------------------------


def test_the_mailbox_is_read_from_its_url() -> None:
    server = read_imap_url("imap://help%40example.com:p%40ss@mail.example.com/Support")

    assert (server.user, server.password, server.folder) == ("help@example.com", "p@ss", "Support")
    assert (server.port, server.secure, server.starttls) == (143, False, True)
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize(
    "url", ["http://u:p@h", "imaps://h", "imaps://u@h", "imap://u:p@h?starttls=maybe", "imap://u:p@h?x=1"]
)
def test_a_wrong_url_is_told(url: str) -> None:
    with pytest.raises(ValueError):
        read_imap_url(url)


# -- the settings ------------------------------------------------------------------------------------------------------

COMPLETE = {
    "EMAIL_IMAP_URL": "imaps://help:secret@mail.example.com", "SMTP_URL": "smtp://mail.example.com",
    "MAIL_FROM": "Helpline <notices@example.com>", "EMAIL_FROM": "Help <help@example.com>",
}  # fmt: skip


def channels(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[EmailChannel]:
    """Those that are made in this environment and are e-mail."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    around = Surroundings(
        settings=read_settings(), db=MagicMock(), redis=MagicMock(), conversations=MagicMock(), history=MagicMock(),
        throttle=MagicMock(), files=MagicMock(), clock=Clock(),
    )  # fmt: skip
    return [made for kind in KINDS if isinstance(made := kind.in_environment(around), EmailChannel)]


def test_the_channel_is_on_with_a_mailbox_and_a_server_to_answer_by(monkeypatch: pytest.MonkeyPatch) -> None:
    [channel] = channels(COMPLETE, monkeypatch)

    assert channel.name == "email"
    assert channels({"EMAIL_IMAP_URL": ""}, monkeypatch) == []


def test_a_mailbox_without_a_server_to_answer_by_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL is missing"):
        channels({**COMPLETE, "SMTP_URL": ""}, monkeypatch)


def test_a_wrong_mailbox_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="EMAIL_IMAP_URL") as told:
        channels({**COMPLETE, "EMAIL_IMAP_URL": "imaps://help:secret@"}, monkeypatch)

    assert "secret" not in str(told.value)
