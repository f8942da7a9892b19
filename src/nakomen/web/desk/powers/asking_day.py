"""The day and the month for which a page is asked, as they come in an address: never further than the sums go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nakomen.law.clock import end_of_day

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from nakomen.web.desk.asking import Desk

FIRST = date(2000, 1, 1)
AHEAD = timedelta(days=3660)
"""Ten years: further on no table of the law reaches, and no term runs."""


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The day of a page, what was typed for it, and what is wrong with that; a wrong day leaves the page at today."""

    day: date
    today: date
    given: str = ""
    problem: str = ""
    known: date | None = None

    @property
    def other(self) -> bool:
        """Whether another day than today is looked at."""
        return self.day != self.today

    @property
    def known_on(self) -> datetime:
        """What was known: all that is known now, or what had been recorded by the end of another day."""
        return end_of_day(self.known or max(self.day, self.today))

    @property
    def query(self) -> date | None:
        """The day for an address that keeps to it; None for today, which needs no mention."""
        return self.day if self.other else None

    @property
    def field(self) -> str:
        """What the field of the day holds."""
        return self.given or self.day.isoformat()


def asked_day(asked: Desk, given: QueryDict) -> AskedDay:
    """The day of `as_of`, today where it is not there; `known_on` leaves out what was recorded after that day."""
    text, known = (given.get(name, "").strip() for name in ("as_of", "known_on"))
    try:
        days = [_read(each) if each else None for each in (text, known)]
    except ValueError:
        return AskedDay(asked.today, asked.today, text[:20], _("Give a day, such as 2-3-2026."))
    if not all(FIRST <= day <= asked.today + AHEAD for day in days if day is not None):
        return AskedDay(asked.today, asked.today, text[:20], _("Choose a day from 2000 on, at most ten years ahead."))
    return AskedDay(days[0] or asked.today, asked.today, known=days[1])


def _read(text: str) -> date:
    """A day as a browser sends it, or as people type it where the browser has no calendar. Raises ValueError."""
    typed = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", text, re.ASCII)
    return date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class AskedMonth:
    """The month of a page by its first day, and what is wrong with what was typed for it."""

    first: date
    given: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        """The month as YYYY-MM."""
        return f"{self.first:%Y-%m}"

    @property
    def field(self) -> str:
        """What the field of the month holds."""
        return self.given or self.key

    @property
    def before(self) -> str:
        """The month before."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after."""
        return f"{self.first + timedelta(days=31):%Y-%m}"


def asked_month(asked: Desk, given: QueryDict) -> AskedMonth:
    """The month of `month`, the present one where it is not there."""
    text = given.get("month", "").strip()
    present = asked.today.replace(day=1)
    if not text:
        return AskedMonth(present)
    found = re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII) or re.fullmatch(
        r"(?P<m>\d{1,2})-(?P<y>\d{4})", text, re.ASCII
    )
    if found is None:
        return AskedMonth(present, text[:20], _("Give a month, such as 2026-03."))
    year, month = (found["y"], found["m"]) if found.groupdict() else (found[1], found[2])
    if not (1 <= int(month) <= 12 and FIRST.year <= int(year) <= asked.today.year + 10):
        return AskedMonth(present, text[:20], _("Choose a month from 2000 on, at most ten years ahead."))
    return AskedMonth(date(int(year), int(month), 1))
