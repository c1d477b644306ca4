"""`make bench`: messages a second and latency from webhook to the call that sends the reply; and what the desk costs.

    floor   a bare webhook: dedupe in Redis, one document, one reply
    (a)     a session with an operator: the customer's message reaches the operator, whose answer is sent
    (b)     an answer from the knowledge base
    (c)     a reply of Rasa's rules; beside Rasa's own REST channel alone

    routing    decisions a second, by how many operators and rules there are
    freeing    from an operator's room to their next session, by how many wait
    lateness   of timed steps, by how many sessions are open
    flows      steps of the engine, and replayed dialogues, a second
    channels   what customers write, by messenger: into the thread, a second
    throttled  a thousand chats answered while the messenger throttles one of them for a minute
    canvas     from frame to frame in the flow editor, by how many steps it shows
    inbox      the staff's API over a hundred thousand sessions: lists, filters, searches
    scaling    messages a second over 1, 2 and 4 workers, whose processor binds, and what a message costs each process
    memory     of each role at rest and under load

All in one run, in alternation, on real servers; ratios are what is worth comparing, since machines differ.
"""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import uvloop

from tests.bench import (
    canvas,
    channels,
    flows,
    freeing,
    growth,
    inbox,
    lateness,
    memory,
    messages,
    routing,
    scaling,
    throttled,
)


class Section(NamedTuple):
    """`measure` is told how many messages a load has."""

    measure: Callable[[int], Awaitable[Sequence[Any]]]
    table: Callable[[Any], str]


async def at_once(found: Sequence[Any]) -> Sequence[Any]:
    return found


SECTIONS: Mapping[str, Section] = {
    "messages": Section(messages.measure, messages.table),
    "channels": Section(channels.measure, channels.table),
    "throttled": Section(lambda _: throttled.measure(), throttled.table),
    "scaling": Section(scaling.measure, scaling.table),
    "memory": Section(lambda count: memory.measure(count // 2), memory.table),
    "routing": Section(lambda _: at_once(routing.measure()), growth.table),
    "freeing": Section(lambda _: freeing.measure(), growth.table),
    "lateness": Section(lambda _: lateness.measure(), growth.table),
    "flows": Section(lambda _: at_once(flows.measure()), flows.table),
    "canvas": Section(lambda _: canvas.measure(), growth.table),
    "inbox": Section(lambda _: inbox.measure(), inbox.table),
}


async def main(only: Sequence[str], count: int, as_json: bool) -> None:
    for name in only:
        section = SECTIONS[name]
        found = await section.measure(count)
        if not as_json:
            print(section.table(found), end="\n\n")
        told = {name: [asdict(each) for each in found]}
        if isinstance(found[0], growth.Growth):
            told |= {"within n log n": growth.verdicts(found)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--messages", type=int, default=2000, help="messages per load (half of it where Rasa takes part)"
    )
    options.add_argument("--only", action="append", choices=SECTIONS, help="a section; all of them if none is named")
    options.add_argument("--json", action="store_true", help="no table")
    chosen = options.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(chosen.only or [*SECTIONS], chosen.messages, chosen.json))
