"""What is filled in, and what is wrong with it, field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

LONGEST = {"name": 100, "email": 200, "phone": 40, "topic": 200, "message": 4000}
TRAP = "website"
"""A field that people don't see."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[\d\s()./-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    name: str = ""
    email: str = ""
    phone: str = ""
    topic: str = ""
    message: str = ""
    token: str = ""
    trap: str = ""

    def wrong(self) -> Mapping[str, str]:
        """The key of what to say beside each field that is not as it should be, in the page's order."""
        found = {name: "too_long" for name, most in LONGEST.items() if len(getattr(self, name)) > most}
        if not self.name:
            found["name"] = "name_missing"
        if not self.message:
            found["message"] = "message_missing"
        if not (self.email or self.phone):
            found["email"] = "reach_missing"
        if self.email and not _EMAIL.fullmatch(self.email):
            found["email"] = "email_wrong"
        if self.phone and not (_PHONE.fullmatch(self.phone) and sum(map(str.isdigit, self.phone)) >= 6):
            found["phone"] = "phone_wrong"
        if self.trap:
            found[TRAP] = "trap"
        return {name: found[name] for name in (*LONGEST, TRAP) if name in found}


def read(body: bytes) -> Fields:
    """From a browser's urlencoded form; what is not understood is empty."""
    try:
        given = parse_qs(body.decode(), max_num_fields=20)
    except ValueError:
        given = {}
    named = {name: given.get(name, [""])[0].strip() for name in (*LONGEST, "token")}
    return Fields(**named, trap=given.get(TRAP, [""])[0].strip())
