"""The words of the settings in the language of the page: what was expected, periods, kinds of values, tasks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.law.periods import Period, add, parse_period
from nakomen.record.roles import roles
from nakomen.web.desk import words
from nakomen.web.desk.asking import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nakomen.terms.flaws import Flaw

# --- what was expected ----------------------------------------------------------------------------------------------


def expected(text: str) -> str:
    """What the record expected, as a sentence in the language of the page; its own words where we know no others."""
    for pattern, told in _patterns():
        if found := re.fullmatch(pattern, text):
            return told % {name: _filled(name, value) for name, value in found.groupdict().items()}
    return _plain().get(text, text)


def _filled(name: str, value: str) -> str:
    if name == "day":
        return words.day(date.fromisoformat(value))
    return listed(map(role, re.split(r", | or ", value))) if name == "roles" else value


def _patterns() -> list[tuple[str, str]]:
    return [
        (r"a date after (?P<day>\S+)", _("Choose a day after %(day)s, when the last version was published.")),
        (
            r"(?P<day>\S+) or later, a month after publication",
            _("Choose %(day)s or later: a version takes force a month after its publication."),
        ),
        (
            r"(?P<day>\S+) or later, the day of publication",
            _("Choose %(day)s or later: no version takes force before its publication."),
        ),
        (
            r"(?P<roles>\S+) to be given or taken by (?P<givers>.+)",
            _("You may not give or take this role: %(roles)s. Who may, stands beside it."),
        ),
        (
            r"(?P<roles>.+) without any other role",
            _("This role cannot be had together with another one: %(roles)s."),
        ),
        (r"at least (?P<count>\d+) characters", _("Write at least %(count)s characters.")),
        (
            r"after the beginning, at most (?P<count>\d+) days later",
            _("Choose a moment after the beginning, at most %(count)s days later."),
        ),
        (
            r"at most (?P<count>\d+) at a time; stop one that is no longer needed",
            _("There are %(count)s already, and there can be no more. Stop one that is no longer needed."),
        ),
        (
            r"not a setting of (?P<set>[^;]+); expected one of .+",
            _("%(set)s has no such norm. Put it back to what holds without a choice, and look again."),
        ),
        (
            r"up to 40 signs without spaces, and none of .+",
            _("Choose a code of at most 40 signs without spaces."),
        ),
    ]


def _plain() -> Mapping[str, str]:
    return {
        "a day on which no other version was published": _("Choose another day: this one has a version already."),
        "a name of at most 200 characters": _("Give a name of at most 200 characters."),
        "a name of at most 100 characters": _("Give a name of at most 100 characters."),
        "eight figures, the number in the trade register": _("Give the eight figures of the trade register."),
        "eight figures, the AGB code": _("Give the eight figures of the AGB code."),
        "an e-mail address": _("Give an e-mail address."),
        "a telephone number": _("Give a telephone number."),
        "euro with at most two decimals": _("Give an amount in euros with at most two decimals."),
        "a day not before the first one": _("Choose a day that is not before the first one."),
        "a day after the first one of the service as it is now": _(
            "Choose a day after the one on which the service as it is now began."
        ),
        "four figures, the code of Statistics Netherlands": _("Give the four figures of Statistics Netherlands."),
        "a municipality that is not there yet": _("This municipality is in the list already."),
        "a team without people": _("There is still somebody in this team. Take everybody out of it first."),
        "a team that is not there yet": _("There is a team with this name already."),
        "at least one role": _("Choose at least one role."),
        "a code that no open invitation holds": _("Somebody else was invited with this code."),
        "a code that no staff member has or had": _("Somebody has this code, or had it."),
        "somebody with the role of supervisor": _("Choose somebody with the role of supervisor."),
        "a moment to come": _("Choose a moment that is still to come."),
        "one that nobody has reviewed yet": _("Somebody has reviewed this already."),
        "why the access was not right": _("Write down why the access was not right."),
        "at least one permission": _("Choose at least one permission."),
        "somebody who works for this organisation": _("Choose somebody who works here now."),
        "a moment within a year from now": _("Choose a day to come, within a year."),
        "true or false": _("Choose yes or no."),
        "a period such as P30D, P6W, P1M or 5 WD": _("Give a whole number, and what it counts."),
        "a date as YYYY-MM-DD": _("Give a day for each topic."),
        'four digits of postcodes, or a range of them such as "8300-8326"': _(
            "Write four figures of a postcode, or a range such as 8300-8326, each on a line of its own."
        ),
    }


# --- values ---------------------------------------------------------------------------------------------------------

UNITS = ("days", "working_days", "weeks", "months", "years")


def period(value: object) -> str:
    """A period in words of the page's language: 5 working days, 1 month."""
    try:
        read = parse_period(str(value))
    except ValueError:
        return str(value)
    return listed(counted(unit, getattr(read, unit)) for unit in reversed(UNITS) if getattr(read, unit)) or counted(
        "days", 0
    )


def counted(unit: str, count: int) -> str:
    """So many days, working days, weeks, months or years."""
    one = {
        "days": _("1 day"),
        "working_days": _("1 working day"),
        "weeks": _("1 week"),
        "months": _("1 month"),
        "years": _("1 year"),
    }
    many = {
        "days": _("%(count)s days"),
        "working_days": _("%(count)s working days"),
        "weeks": _("%(count)s weeks"),
        "months": _("%(count)s months"),
        "years": _("%(count)s years"),
    }
    return one[unit] if count == 1 else many[unit] % {"count": count}


def units() -> list[tuple[str, str]]:
    """The units of a period, to choose from."""
    return [
        ("days", _("days")),
        ("working_days", _("working days")),
        ("weeks", _("weeks")),
        ("months", _("months")),
        ("years", _("years")),
    ]


def parts_of(value: object) -> tuple[int | None, str]:
    """The number and the unit of a period with one unit; no number where it is none, or has several."""
    try:
        read: Period = parse_period(str(value))
    except ValueError:
        return None, "days"
    used = [unit for unit in UNITS if getattr(read, unit)]
    return (getattr(read, used[0]), used[0]) if len(used) == 1 else (None, "days")


def written(count: int, unit: str) -> str:
    """A period as settings are given."""
    counts: dict[str, Any] = {unit: count}
    return str(Period(**counts))


def reaches(today: date, value: object) -> tuple[date, int] | None:
    """The last day of a period that begins today, and how many calendar days that is; None where it is no period."""
    try:
        last = add(today, parse_period(str(value)))
    except (ValueError, OverflowError):
        return None
    return last, (last - today).days


def value(kind: str, given: object, names: Mapping[str, str] | None = None) -> str:
    """A value of a setting as people read it; one that follows another setting says which."""
    if kind == "flag":
        return _("yes") if given is True else _("no")
    if given is None:
        return "–"
    if names and str(given) in names:
        return _("the same as: %(name)s") % {"name": names[str(given)]}
    return period(given) if kind == "period" else str(given)


def listed(items: Iterable[str]) -> str:
    """Words in a row: a, b and c."""
    every = list(items)
    if len(every) < 2:
        return "".join(every)
    return _("%(first)s and %(last)s") % {"first": ", ".join(every[:-1]), "last": every[-1]}


# --- people and what they may ---------------------------------------------------------------------------------------


def role(name: str) -> str:
    """What a role is called."""
    found = roles().roles.get(name)
    return found.words.told(language()) if found else name


def role_list(names: Iterable[str]) -> str:
    """Roles in a row."""
    return listed(map(role, names))


def permission(name: str) -> str:
    """What a permission lets somebody do."""
    found = roles().permissions.get(name)
    return found.words.told(language()) if found else name


def permissions() -> list[tuple[str, str]]:
    """Every permission, to choose from, by its words."""
    return sorted(((name, permission(name)) for name in roles().permissions), key=lambda pair: pair[1].lower())


def payer(code: str) -> str:
    """Who pays for a service."""
    return {
        "wmo": _("municipality (Wmo)"),
        "wlz": _("care office (Wlz)"),
        "zvw": _("health insurer (Zvw)"),
        "pgb": _("personal budget (pgb)"),
        "client": _("the client"),
    }.get(code, code)


def vat(code: str) -> str:
    """How a tariff stands to value added tax."""
    return {
        "exempt": _("no VAT"),
        "included": _("VAT included"),
        "excluded": _("VAT to be added"),
    }.get(code, code)


# --- the background -------------------------------------------------------------------------------------------------


def task(path: str) -> str:
    """What a task in the background does."""
    return {
        "sweep_organisation": _("bring all standings to today"),
        "refresh_client": _("bring the standing of one client up to date"),
        "rebuild_copies": _("make all standings anew"),
        "deliver_webhook": _("tell another system of a change"),
        "send_mail": _("send an e-mail"),
        "count_figures": _("count the figures of the overview"),
        "make_checkpoint": _("make a checkpoint of what was recorded"),
        "clean_up": _("clear away what is no longer needed"),
    }.get(path.rsplit(".", 1)[-1], path)


def letter(template: str) -> str:
    """What an e-mail is about."""
    return {
        "waiting": _("something is waiting"),
        "invitation": _("an invitation"),
        "review": _("a review is waiting"),
        "rights": _("access has changed"),
    }.get(template, template)


def flaw_text(flaw: Flaw) -> str:
    """What our check found, without the number of the clause, which stands beside it."""
    return flaw.text.removeprefix(f"{flaw.clause.partition('/')[2]} ")
