"""Every request of these tests comes at the moment of the tests."""

from tests.web.desk.windows import at

__all__ = ["at"]
