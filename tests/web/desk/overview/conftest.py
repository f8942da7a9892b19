"""The people of the overview's tests, each signed in, and the moment at which they look."""

from tests.web.desk.windows import Enter, at, enter

__all__ = ["Enter", "at", "enter"]
