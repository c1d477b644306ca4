"""Calls to other systems that flows ask for: with secrets put in, retries, and no way into private networks."""

from bot.calling.caller import HttpCaller, wire

__all__ = ["HttpCaller", "wire"]
