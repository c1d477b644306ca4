"""Accounts of messengers, connected in the console or by the environment: which there are, and how they fare."""
