"""The words of the desk in the language of the page: days, euros, states, sides."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, override

from nakomen.terms.packaged import packaged_statute

if TYPE_CHECKING:
    from decimal import Decimal

STATES = {
    "open": gettext_noop("open"),
    "today": gettext_noop("due today"),
    "overdue": gettext_noop("late"),
    "suspended": gettext_noop("suspended"),
    "undetermined": gettext_noop("cannot be told"),
    "done": gettext_noop("done in time"),
    "done_late": gettext_noop("done late"),
    "excused": gettext_noop("not owed"),
    "waived": gettext_noop("waived"),
    "lapsed": gettext_noop("lapsed"),
}
SIDES = {
    "client": gettext_noop("client"),
    "provider": gettext_noop("provider"),
    "representative": gettext_noop("representative"),
    "carer": gettext_noop("informal carer"),
    "relative": gettext_noop("relative"),
    "municipality": gettext_noop("municipality"),
    "dispute_body": gettext_noop("dispute body"),
    "supervisor": gettext_noop("supervisor"),
    "both": gettext_noop("both"),
}
STATUSES = {
    "none": gettext_noop("no agreement"),
    "offered": gettext_noop("offered"),
    "in_force": gettext_noop("in force"),
    "ending": gettext_noop("ending"),
    "ended": gettext_noop("ended"),
}
"""States of a duty, sides, statuses of an agreement, in English: a page asks for many, so each is translated alone."""


def day(value: date) -> str:
    """A day with the month in letters, so that nobody takes the one for the other: 2 mrt 2026."""
    return f"{value.day} {_months(get_language() or 'nl')[value.month - 1]} {value.year}"


@cache
def _months(code: str) -> tuple[str, ...]:
    """The months in letters in a language, written once: pages are full of days."""
    with override(code):
        written = [date_format(date(2000, month, 1), "M").replace(".", "") for month in range(1, 13)]
    return tuple(written if code.startswith("en") else [each.lower() for each in written])


def euro(value: Decimal) -> str:
    """An amount in euros with two decimals, as in the Netherlands: € 1.234,50, the same in both languages."""
    whole = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€ {whole}"


def article(clause: str) -> str:
    """The number of a clause within its set; of statute the law with its article, in Dutch.

    >>> article("wonder-2020/26.3.b"), article("statute/gdpr-12")
    ('26.3.b', 'AVG art. 12')
    """
    name, _slash, own = clause.partition("/")
    norm = packaged_statute().norms.get(own) if name == "statute" else None
    return norm.source if norm is not None else own or clause


def state(code: str) -> str:
    """What a state of a duty is called; `today` is an open duty on its last day."""
    return translation.gettext(STATES[code]) if code in STATES else code


def side(code: str) -> str:
    """Who owes something or is owed it."""
    return translation.gettext(SIDES[code]) if code in SIDES else code


def status(code: str) -> str:
    """What a status of an agreement is called."""
    return translation.gettext(STATUSES[code]) if code in STATUSES else code
