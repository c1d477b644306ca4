"""Flows: what a company draws for its bot, as triggers and steps joined by edges; the engine that runs a revision."""
