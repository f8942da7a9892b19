"""Every request of these tests comes at the moment of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Monday 2 March 2026, ten in the morning."""
    with time_machine.travel(now, tick=False):
        yield
