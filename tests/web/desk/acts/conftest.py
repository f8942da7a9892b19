"""The people and the client of the tests of clients' pages, here too."""

from tests.web.desk.clients.conftest import known
from tests.web.desk.windows import at, enter

__all__ = ["at", "enter", "known"]
