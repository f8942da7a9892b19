"""What is wrong with something about an organisation, all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class OrganisationError(ValueError):
    """Something about an organisation that cannot be; `problems` pairs each place with what was expected."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(f"{place}: expected {expected}" for place, expected in self.problems))
