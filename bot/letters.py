"""A notice as a letter: who it is about and what is promised, never what was said, with a way to the session."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import blake2b
from urllib.parse import quote

from bot.operator_bot import words
from bot.operator_bot.names import Names
from bot.operator_bot.telling import told
from bot.operator_bot.texts import Say
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.operator import Operator
from handoff.ports import Notice

_SUBJECT = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who we are: `address` as in `Helpline <help@example.com>`; `public_url` is where the console is found."""

    address: str
    company: str = ""
    public_url: str = ""

    def link(self, conversation_id: ConversationId) -> str:
        """The session in the console; empty where nobody has said where that is."""
        base = self.public_url
        return f"{base}/console/inbox/open/{quote(conversation_id, safe='')}" if base else ""


def letter(
    notice: Notice, conversation: Conversation, hearer: Operator | None, known: Names, say: Say, now: datetime,
    *, to: str, sender: Sender,
) -> EmailMessage:  # fmt: skip
    sentence = told(notice, conversation, hearer, known, say, now)
    line = known.line_of(conversation)
    facts = [
        words.title(conversation, say),
        say("line", line=known.line(line.id, say)) if line else "",
        known.urgency(conversation, say, now),
    ]
    paragraphs = [sentence, "\n".join(filter(None, facts)), sender.link(conversation.id)]
    footer = say("mail_footer", company=sender.company)
    message = EmailMessage()
    message["From"], message["To"] = sender.address, to
    # Names are the customer's own words: a line break in one would end the header.
    subject = " ".join(say("mail_subject", who=words.who(conversation, say), sentence=sentence).split())
    message["Subject"] = words.cut(subject, _SUBJECT)
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = _message_id(notice, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes don't answer it
    message.set_content("\n\n".join(filter(None, paragraphs)) + f"\n\n-- \n{footer}\n")
    return message


def is_address(text: str) -> bool:
    """One address and nothing else: no name, no second one, no line break."""
    local, _, domain = text.rpartition("@")
    return bool(local and domain) and not any(each.isspace() or each in ',;<>"()' for each in text)


def _message_id(notice: Notice, sender: Sender) -> str:
    """The same for the same notice: a letter that is sent again can be told from a new one."""
    name = blake2b(notice.id.encode(), digest_size=16).hexdigest()
    return f"<{name}@{parseaddr(sender.address)[1].rpartition('@')[2]}>"
