"""Names of customers' files, whichever messenger brings them: the rule is that of all files."""

from handoff.files import safe_name

__all__ = ["safe_name"]
