"""A message of ours as the partner gets it: whole, since what a screen can show is the partner's to say."""

from bot.channels.custom.payload import Author, HelplineMessage, SentFile, ShownButton
from handoff.customer import Address
from handoff.messages import Message, Side


def compose(address: Address, message: Message) -> HelplineMessage:
    side = "operator" if message.side is Side.OPERATOR else "bot"
    return HelplineMessage(
        id=message.id,
        to=address.external_id,
        at=message.at,
        author=Author(side=side, name=message.author_name),
        text=message.content.text,
        reply_to=message.reply_to,
        buttons=tuple(ShownButton(action=each.action, label=each.label, url=each.url) for each in message.buttons),
        files=tuple(
            SentFile(url=each.url, name=each.name, mime=each.mime, kind=each.kind, size=each.size)
            for each in message.content.attachments
            if each.url
        ),
    )
