"""What was chosen of the overview: team, bearer, clause, period, order and page, as they stand in the address."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nakomen.record import figures
from nakomen.record.figures import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

PERIOD = 12
"""Months of a period."""
SORTS = ("clause", "open", "late", "done", "done_late", "rate")
ANY = "any"
"""Every bearer."""
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice; anything that is no choice reads as the usual one."""

    team: str = ALL
    bearer: str = "provider"
    clause: str = ""
    back: int = 0
    sort: str = "-late"
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Choice:
        """The choice in an address."""
        usual = cls()
        sort = given.get("sort", usual.sort)
        return cls(
            team=given.get("team") or usual.team,
            bearer=given.get("bearer") or usual.bearer,
            clause=given.get("clause", ""),
            back=_number(given.get("back", ""), figures.MONTHS // PERIOD - 1, 0),
            sort=sort if sort.removeprefix("-") in SORTS else usual.sort,
            page=_number(given.get("page", ""), _MOST_PAGES, 1),
        )

    @property
    def of(self) -> str:
        """The bearer whose duties are counted; empty for all."""
        return "" if self.bearer == ANY else self.bearer

    def link(self, **changes: object) -> str:
        """The address of this choice with something changed; another choice begins at the first page."""
        other: Choice = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # changes come as their fields are
        return f"?{urlencode(other.pairs())}"

    def pairs(self) -> dict[str, str]:
        """What differs from the usual choice, as it stands in an address."""
        return {
            each.name: str(getattr(self, each.name))
            for each in fields(self)
            if getattr(self, each.name) != each.default
        }


def _number(text: str, most: int, usual: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return usual
    return max(usual, min(int(text), most))
