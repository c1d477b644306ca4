"""A mailbox read by IMAP: where it is."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """`secure`: TLS from the start. `starttls`: TLS before the password; without both the line is open to read."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    secure: bool = True
    starttls: bool = False


def read_imap_url(url: str) -> ImapServer:
    """`imaps://user:password@host/INBOX`, or `imap://…`, which insists on STARTTLS unless `?starttls=false` gives that
    up. Raises ValueError, with the remedy."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    starttls = options.pop("starttls", ["true"])[0]
    if parts.scheme not in ("imap", "imaps") or not (parts.hostname and parts.username and parts.password):
        raise ValueError("must look like imaps://user:password@host or imap://user:password@host, with a name for each")
    if options or starttls not in ("true", "false"):
        raise ValueError("takes one option, starttls=true or starttls=false")
    secure = parts.scheme == "imaps"
    return ImapServer(
        host=parts.hostname, port=parts.port or (993 if secure else 143), user=unquote(parts.username),
        password=unquote(parts.password), folder=unquote(parts.path.strip("/")) or "INBOX", secure=secure,
        starttls=not secure and starttls == "true",
    )  # fmt: skip
