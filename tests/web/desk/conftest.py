"""What the tests of all screens share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager[CaptureQueriesContext]]:
    """As pytest-django's, without what tells PostgreSQL whose rows may be seen: SQLite has nobody to tell it to."""

    @contextmanager
    def counted(number: int) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as asked:
            yield asked
        told = [each["sql"] for each in asked.captured_queries if "set_config" not in each["sql"]]
        assert len(told) == number, "\n".join(told)

    return counted
