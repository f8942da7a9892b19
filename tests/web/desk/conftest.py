"""What the tests of all screens share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager[CaptureQueriesContext]]:
    """As pytest-django's, without what tells PostgreSQL whose rows may be seen: SQLite has nobody to tell it to.

    On PostgreSQL acts are read past Django, in one query that is not captured: there it may be one less.
    """

    @contextmanager
    def counted(number: int) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as asked:
            yield asked
        told = [each["sql"] for each in asked.captured_queries if "set_config" not in each["sql"]]
        past = connection.vendor == "postgresql"
        assert len(told) == number or (past and len(told) == number - 1), "\n".join(told)

    return counted
