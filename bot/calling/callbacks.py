"""Where a process calls back: an address that says which call of which conversation it answers, and proves it.

The proof is keyed by the process's own secret, so there is no other key to keep, and a process can answer for no other.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bot.calling.signing import digest
from handoff.ids import ConversationId

PATH = "/hooks/processes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    process: str
    call: str
    conversation: ConversationId

    def address(self, base: str, secret: str) -> str:
        said = {"process": self.process, "conversation": self.conversation, "token": self._token(secret)}
        return f"{base}{PATH}/{quote(self.call, safe='')}?{urlencode(said)}"

    def proved(self, token: str, secret: str) -> bool:
        return hmac.compare_digest(self._token(secret).encode(), token.encode())

    def _token(self, secret: str) -> str:
        # No signed body begins like this, so neither can be used as the other.
        return digest(secret, "\n".join(("callback", self.process, self.call, self.conversation)).encode())
