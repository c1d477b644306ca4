"""What a channel can do beyond sending text: asked before a person tries, so that nothing is promised in vain."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """Of one channel. The least is what every channel can do."""

    quotes: bool = False
    """An answer can name the message that it answers."""
    corrects_within: timedelta | None = None
    """For how long the words of a sent message may be changed; None: they may not."""
    withdraws_within: timedelta | None = None
    """For how long a sent message may be taken back; None: it may not."""
    formats: bool = False
    """Bold, italic, code and links are shown as such."""
    templates: bool = False
    """Approved texts may be sent when our own words are not taken."""
    chatty: bool = True
    """Short courtesies are welcome. By mail they would be letters."""
    longest_text: int | None = None
    """In UTF-16 units; what is longer goes as several messages. None: nothing is too long."""

    def may_correct(self, sent_at: datetime, now: datetime) -> bool:
        return self.corrects_within is not None and now - sent_at < self.corrects_within

    def may_withdraw(self, sent_at: datetime, now: datetime) -> bool:
        return self.withdraws_within is not None and now - sent_at < self.withdraws_within


AS_LONG_AS_IT_IS_THERE = timedelta(days=3650)
