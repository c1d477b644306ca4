"""The demo company's own systems, as far as its flows call them: orders, returns, accounts. Nothing is kept.

It answers as `flows/gallery/README.md` expects. Orders are always as old as they need to be: MP-100001 is on its way,
MP-100002 was delivered, MP-100003 is being packed, and there is no other.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Header, HTTPException
from pydantic import BaseModel, Field

from bot.demo.lines import HOURS
from handoff.ports import Clock

PREFIX = "/demo/api/v1"
KEYS = {"orders_api": "Bearer demo-orders", "account_api": "Bearer demo-accounts"}
"""By the names that the flows have for them; as little a secret as the demo's password."""
_ORDERS: dict[str, tuple[str, int | None]] = {
    "MP-100001": ("on_the_way", 2),
    "MP-100002": ("delivered", -3),
    "MP-100003": ("preparing", None),
}
"""How each stands, and how many days from today it arrives."""


class Return(BaseModel):
    order: str
    reason: Literal["wrong", "unwanted"]


class Account(BaseModel):
    """Whose account it is, by one of both."""

    email: str | None = Field(default=None, max_length=320)
    phone: str | None = Field(default=None, max_length=40)
    language: str = "en"


def router(clock: Clock) -> APIRouter:
    api = APIRouter(prefix=PREFIX, include_in_schema=False)

    @api.get("/orders/{number}", dependencies=[_knows("orders_api")])
    async def order(number: str) -> dict[str, Any]:
        """An order that is not there is an answer, too."""
        status, days = _ORDERS.get(_number(number), ("unknown", None))
        today = clock().astimezone(ZoneInfo(HOURS.zone)).date()
        return {"status": status, "delivery_date": today + timedelta(days=days) if days is not None else None}

    @api.post("/returns", status_code=201, dependencies=[_knows("orders_api")])
    async def returns(wish: Return) -> dict[str, str]:
        """The number follows from the order, so asking again registers nothing again."""
        order = _number(wish.order)
        if order not in _ORDERS:
            raise HTTPException(404, f"There is no order {order}.")
        return {"number": f"R-{int(hashlib.sha256(order.encode()).hexdigest(), 16) % 900_000 + 100_000}"}

    @api.post("/login-reminders", status_code=202, dependencies=[_knows("account_api")])
    @api.post("/password-resets", status_code=202, dependencies=[_knows("account_api")])
    async def letters(account: Account) -> dict[str, bool]:
        """Whether there is such an account is not told."""
        if not (account.email or account.phone):
            raise HTTPException(422, "Say an e-mail address or a phone number.")
        return {"accepted": True}

    return api


def _knows(secret: str) -> Any:
    def check(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), KEYS[secret].encode()):
            raise HTTPException(401, "The Authorization header is missing or wrong.")

    return Depends(check)


def _number(written: str) -> str:
    """As customers write it: `mp100001` is MP-100001."""
    return f"MP-{written.strip().upper().removeprefix('MP').removeprefix('-')}"
