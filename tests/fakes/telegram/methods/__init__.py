"""The methods of the Bot API that a support desk calls; importing the modules fills the table."""

from tests.fakes.telegram.methods import account, editing, forums, sending, updates
from tests.fakes.telegram.methods.table import METHODS

__all__ = ["METHODS", "account", "editing", "forums", "sending", "updates"]
