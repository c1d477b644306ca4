"""Asks for the second factor: whether somebody has to show it, and whether what they show is it."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from handoff import second_factor
from handoff.console.errors import problem
from handoff.ids import OperatorId
from handoff.operator import Operator
from handoff.ports import Clock, Factor, FactorsLocked, Lack, SecondFactors, Throttle
from handoff.second_factor import Policy

TRIES, TRIES_SECONDS = 5, 900
"""Three codes of a million are right at a time: so, guessing takes centuries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStep:
    factors: SecondFactors
    throttle: Throttle
    clock: Clock
    policy: Policy
    company: str
    """Under which the phone lists it."""

    async def lack(self, operator: Operator, *, trusted: bool = False) -> Lack | None:
        """What a password leaves to show. `trusted`: another system said who it is, by whatever it asks for."""
        if await self.factors.has(operator.id):
            return Lack.CODE
        return Lack.FACTOR if self.policy.asks(operator.role) and not trusted else None

    async def passes(self, operator_id: OperatorId, code: str) -> bool:
        """Uses the code up. Raises HTTPException after too many tries."""
        key = f"code:{operator_id}"
        if not await self.throttle.allow(key, limit=TRIES, seconds=TRIES_SECONDS):
            raise problem(429, "too_many_codes", "Too many wrong codes: please wait a quarter of an hour.")
        factor = await self.factor(operator_id)
        right = factor is not None and await self._is_right(operator_id, factor, second_factor.plain(code))
        if right:
            await self.throttle.forget(key)
        return right

    async def offer(self, operator: Operator) -> tuple[str, str]:
        """A secret for the phone, and a picture that the phone can read."""
        secret = second_factor.make_secret()
        try:
            await self.factors.offer(operator.id, secret, self.clock())
        except FactorsLocked as error:
            raise problem(409, "locked", str(error)) from error
        uri = second_factor.address(secret, login=operator.login, company=self.company)
        return secret, segno.make(uri, error="m").svg_data_uri(scale=5, light="white")

    async def take_up(self, operator_id: OperatorId, code: str) -> Sequence[str] | None:
        """The recovery codes, once the phone has shown that it has the secret; None: it has not."""
        secret = await self.factors.offered(operator_id)
        step = second_factor.step_of(secret, second_factor.plain(code), self.clock()) if secret else None
        if secret is None or step is None:
            return None
        codes = second_factor.make_recovery_codes()
        kept = [second_factor.kept_as(secret, each) for each in codes]
        factor = Factor(secret=secret, since=self.clock(), last_step=step, recovery=kept)
        await self.factors.put(operator_id, factor)
        return codes

    async def renew_recovery(self, operator_id: OperatorId) -> Sequence[str]:
        factor, codes = await self.factor(operator_id), second_factor.make_recovery_codes()
        kept = [second_factor.kept_as(factor.secret, each) for each in codes] if factor else []
        await self.factors.renew_recovery(operator_id, kept)
        return codes

    async def factor(self, operator_id: OperatorId) -> Factor | None:
        try:
            return await self.factors.get(operator_id)
        except FactorsLocked as error:
            raise problem(409, "locked", str(error)) from error

    async def _is_right(self, operator_id: OperatorId, factor: Factor, code: str) -> bool:
        if second_factor.is_by_time(code):
            step = second_factor.step_of(factor.secret, code, self.clock())
            return step is not None and await self.factors.use_step(operator_id, step)
        return await self.factors.use_recovery(operator_id, second_factor.kept_as(factor.secret, code))
