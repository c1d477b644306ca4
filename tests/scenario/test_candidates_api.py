"""Handing out over the API: the supervisor is shown who can take a session, the best first, and who can't and why."""

from handoff.operator import Presence
from tests.backstage import Backstage
from tests.console import Console
from tests.parts import ANNA, BORIS, NOW, address, waiting

ADA = address(501)


async def test_the_able_are_shown_before_the_others(backstage: Backstage, console: Console) -> None:
    await backstage.begins(waiting())
    await backstage.operators.set_presence(ANNA.id, Presence.OFFLINE, None, NOW)
    await backstage.operators.set_presence(BORIS.id, Presence.ONLINE, None, NOW)
    supervisor = await console.sign_in("siobhan")

    shown = (await supervisor.get(f"/team/candidates/{ADA.conversation_id}")).json()

    by_name = {each["operator"]: each for each in shown}
    assert by_name[BORIS.id]["why_not"] is None
    assert by_name[ANNA.id]["why_not"]["code"] == "offline"
    assert [each["why_not"] is None for each in shown] == sorted(
        (each["why_not"] is None for each in shown), reverse=True
    )


async def test_who_oversees_nothing_hands_nothing_out(backstage: Backstage, console: Console) -> None:
    await backstage.begins(waiting())
    anna = await console.sign_in("anna")

    assert (await anna.get(f"/team/candidates/{ADA.conversation_id}")).status_code == 403
