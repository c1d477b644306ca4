"""Calls to other systems that flows ask for: with secrets put in, retries, and no way into private networks."""

from bot.calling.caller import HttpCaller, wire
from bot.calling.register import Register, open_register

__all__ = ["HttpCaller", "Register", "open_register", "wire"]
