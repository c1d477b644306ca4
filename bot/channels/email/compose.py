"""A message of ours as a mail that stays in its thread, in the customer's program and in ours."""

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address as Named
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from bot.channels.base import Rejected
from bot.channels.email.files import Enclosed
from bot.channels.email.settings import EmailSettings
from bot.channels.email.tokens import Tokens
from flows import effects
from flows.degrade import fit
from flows.limits import CHANNELS
from flows.words import FlowId, StepId
from handoff.messages import Message, Side
from storage.mongo.email_threads import Thread

LIMITS = CHANNELS["email"]
_MOST_REFERENCES = 20


def compose(
    to: str, message: Message, thread: Thread | None, settings: EmailSettings, tokens: Tokens, now: datetime,
    files: Sequence[Enclosed] = (),
) -> EmailMessage:  # fmt: skip
    """Raises Rejected when there is nothing to say."""
    text = _text(message)
    if not text and not files:
        raise Rejected("There is nothing to send.")
    mail = EmailMessage()
    name, own = parseaddr(settings.sender)
    mail["From"], mail["To"] = Named(display_name=name, addr_spec=own), to
    subject = " ".join((thread.subject if thread else "").split()) or name or own
    mail["Subject"] = f"Re: {subject} [#{tokens.code(to)}]" if thread else f"{subject} [#{tokens.code(to)}]"
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = tokens.message_id(to, message.id, settings.domain)
    if thread and thread.message_id:
        before = [*thread.references, thread.message_id]
        mail["In-Reply-To"] = thread.message_id
        mail["References"] = " ".join([before[0], *before[1:][-_MOST_REFERENCES:]])
    if message.side is not Side.OPERATOR:
        mail["Auto-Submitted"] = "auto-replied"  # RFC 3834: no machine answers this
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(text + "\n")
    for each in files:
        kind, _, subtype = each.mime.partition("/")
        mail.add_attachment(each.data, maintype=kind, subtype=subtype or "octet-stream", filename=each.name)
    return mail


def _text(message: Message) -> str:
    say = effects.Say(
        text=message.content.text.strip(),
        buttons=tuple(
            effects.Button(label=each.label, flow=FlowId(""), step=StepId(""), choice=each.action, url=each.url)
            for each in message.buttons
        ),
    )
    [fitted] = [each for each in fit(say, LIMITS).effects if isinstance(each, effects.Say)]
    links = [f"{each.name}: {each.url}" for each in message.content.attachments if each.url]
    return "\n\n".join(filter(None, (fitted.text.strip(), "\n".join(links))))
