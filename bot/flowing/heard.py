"""What a customer sent, as flows hear it."""

from flows.happenings import File, Place, Said
from handoff.messages import Content
from nlu.dialogue import Outcome


def heard(content: Content, *, text: str, outcome: Outcome | None = None) -> Said:
    """With what the dialogue took it for, where it was asked."""
    understood = outcome.understood if outcome else None
    place = content.place
    return Said(
        text=text,
        files=tuple(
            File(id=each.file_id or each.provider_ref or each.name, name=each.name, mime=each.mime)
            for each in content.attachments
        ),
        place=Place(latitude=place.latitude, longitude=place.longitude) if place else None,
        phone=content.cards[0].phone if content.cards else None,
        intent=understood.intent if understood else None,
        confidence=understood.confidence if understood else 0.0,
    )
