"""The words of the desk in the language of the page: days, euros, states, sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


def day(value: date) -> str:
    """A day with the month in letters, so that nobody takes the one for the other: 2 mrt 2026."""
    written = date_format(value, "j M Y").replace(".", "")
    return written if (get_language() or "nl").startswith("en") else written.lower()


def euro(value: Decimal) -> str:
    """An amount in euros with two decimals, as in the Netherlands: € 1.234,50, the same in both languages."""
    whole = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€ {whole}"


def article(clause: str) -> str:
    """The number of a clause within its set; another law or set is named in full.

    >>> article("wonder-2020/26.3.b"), article("statute/gdpr-12")
    ('26.3.b', 'statute/gdpr-12')
    """
    name, _slash, own = clause.partition("/")
    return clause if name == "statute" or not own else own


def state(code: str) -> str:
    """What a state of a duty is called; `today` is an open duty on its last day."""
    return {
        "open": _("open"),
        "today": _("due today"),
        "overdue": _("late"),
        "suspended": _("suspended"),
        "undetermined": _("cannot be told"),
        "done": _("done in time"),
        "done_late": _("done late"),
        "excused": _("not owed"),
        "waived": _("waived"),
        "lapsed": _("lapsed"),
    }.get(code, code)


def side(code: str) -> str:
    """Who owes something or is owed it."""
    return {
        "client": _("client"),
        "provider": _("provider"),
        "representative": _("representative"),
        "carer": _("informal carer"),
        "relative": _("relative"),
        "municipality": _("municipality"),
        "dispute_body": _("dispute body"),
        "supervisor": _("supervisor"),
        "both": _("both"),
    }.get(code, code)


def status(code: str) -> str:
    """What a status of an agreement is called."""
    return {
        "none": _("no agreement"),
        "offered": _("offered"),
        "in_force": _("in force"),
        "ending": _("ending"),
        "ended": _("ended"),
    }.get(code, code)
