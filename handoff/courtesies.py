"""What a customer hears of the desk's own doings: who is with them, their place in the queue, that it is over.

In a chat that is polite. By mail each would be a letter of its own, so where a channel is not `chatty` nothing is said,
and only the history tells it.
"""

from dataclasses import dataclass
from datetime import datetime

from handoff.conversation import Conversation
from handoff.operator import Operator
from handoff.ports import AbilitiesOf, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtesies:
    texts: Texts
    abilities: AbilitiesOf

    def welcome(self, conversation: Conversation) -> bool:
        """Whether this customer is told such things at all."""
        return self.abilities(conversation.address).chatty

    def say(
        self, conversation: Conversation, key: str, *, at: datetime, by: Operator | None = None, **values: str
    ) -> Conversation:
        """In an operator's name, or the bot's. It is no answer; but an operator has read the thread."""
        if not self.welcome(conversation):
            return conversation.seen() if by else conversation
        text = self.texts.say(key, conversation.customer.language, **values)
        return conversation.operator_says(text, by, at=at, answer=False) if by else conversation.bot_says(text, at=at)
