"""The people and the client of the tests of clients' pages, here too."""

from tests.web.desk.clients.conftest import at, enter, known

__all__ = ["at", "enter", "known"]
