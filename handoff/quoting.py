"""Naming an earlier message in a later one: what is kept of it, and how it reads where the messenger has no quotes."""

from dataclasses import replace

from handoff.messages import Message, Quote, Side

LONGEST = 140
_LINE = "> "


def quotable(message: Message) -> bool:
    """Whether both sides know it: neither a note nor what the desk reports, and not taken back."""
    return not message.note and message.side is not Side.SYSTEM and message.withdrawn_at is None


def quote_of(message: Message, words: str = "") -> Quote:
    """Its beginning, or the `words` of it that were picked out."""
    return Quote(message=message.id, side=message.side, text=_short(words or message.content.gist))


def known_as(message: Message) -> str | None:
    """The messenger's id of a message, theirs or ours; None while it has none."""
    return message.provider_id or (message.delivery.provider_id if message.delivery else None)


def in_words(message: Message) -> Message:
    """With the quoted beginning above the text, as people do it by hand."""
    if message.quote is None:
        return message
    text = f"{_LINE}{message.quote.text}\n\n{message.content.text}".rstrip()
    return replace(message, content=replace(message.content, text=text))


def _short(text: str) -> str:
    """On one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
