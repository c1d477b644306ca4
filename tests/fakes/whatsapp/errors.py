"""What the Graph API answers when it does not do what it was asked."""

from typing import Any


class GraphError(Exception):
    """One refusal, in the shape of the real one."""

    def __init__(self, code: int, message: str, details: str = "", *, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.details, self.status = code, message, details, status

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {self.message}", "type": "OAuthException", "code": self.code,
            "fbtrace_id": "AzXk1pQ9vT0bZ",
        }  # fmt: skip
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": error}

    def failure(self) -> dict[str, Any]:
        """The same, as a status tells it later."""
        told = {"code": self.code, "title": self.message, "message": self.message}
        return {**told, "error_data": {"details": self.details or self.message}}


def invalid(details: str) -> GraphError:
    return GraphError(131009, "Parameter value is not valid", details)


def parameter(details: str) -> GraphError:
    return GraphError(100, "Invalid parameter", details)


UNAUTHORIZED = GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
UNKNOWN_OBJECT = GraphError(100, "Unsupported request. Object with this ID does not exist, or permissions are missing")
WINDOW = GraphError(
    131047, "Re-engagement message",
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
)  # fmt: skip
PAIR_RATE = GraphError(
    131056, "(Business Account, Consumer Account) pair rate limit hit",
    "Message failed to send because there were too many messages sent from this phone number to the same phone number "
    "in a short period of time.",
)  # fmt: skip
THROUGHPUT = GraphError(130429, "Rate limit hit", "Cloud API message throughput has been reached.", status=429)
UNDELIVERABLE = GraphError(131026, "Message undeliverable", "Message Undeliverable.")
