"""A day at the desk: the company, how its people behave, and what was promised, computed in the simplest way."""
