"""Chaos: the whole product as processes that are killed, stopped, starved and lied to, by a seeded plan.

`make chaos`, or `python -m tests.chaos --seeds 20`. Afterwards it counts what the messenger saw and what the history
says. See README.md.
"""
