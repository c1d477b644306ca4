"""Flows in the bot: what happens in a conversation told to the engine, and what flows want carried out."""
