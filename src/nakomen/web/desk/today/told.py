"""The words of the work list in the language of the page: groups, whose clients, days, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy

from nakomen.acts import KIND_AREAS
from nakomen.record.worklist import MOST_COUNTED
from nakomen.web.desk.today.todo import todo

if TYPE_CHECKING:
    from datetime import date

    from nakomen.record.roles import Language

# Lazy, so that a long list translates what it shows and not every word that it could have shown.
_GROUPS = {
    "": gettext_lazy("Everything"),
    "late": gettext_lazy("Late"),
    "today": gettext_lazy("Due today"),
    "week": gettext_lazy("Later this week"),
    "later": gettext_lazy("Later"),
    "none": gettext_lazy("Without a day"),
    "suspended": gettext_lazy("Suspended"),
    "undetermined": gettext_lazy("Cannot be told"),
}
_SCOPES = {
    "mine": gettext_lazy("My clients"),
    "team": gettext_lazy("My team"),
    "all": gettext_lazy("Everything I may see"),
}
_WHOSE = {
    "provider": gettext_lazy("ours"),
    "client": gettext_lazy("of the client’s side"),
    "other": gettext_lazy("of others"),
}
_ABOUT = {
    "": gettext_lazy("everything"),
    "clients": gettext_lazy("clients"),
    "organisation": gettext_lazy("organisation"),
}
_WORK = {
    "renew_competence": gettext_lazy("Renew a competence"),
    "instruct_staff": gettext_lazy("Instruct staff"),
    "check_equipment": gettext_lazy("Have a device checked"),
    "repair_equipment": gettext_lazy("Repair or replace a device"),
    "return_keys": gettext_lazy("Take back keys"),
    "return_property": gettext_lazy("Give back property"),
    "stop_material": gettext_lazy("Stop using a dangerous material"),
    "publish_document": gettext_lazy("Publish a document"),
    "review_document": gettext_lazy("Review a document"),
}
_NEAR = {-1: gettext_lazy("1 day late"), 0: gettext_lazy("today"), 1: gettext_lazy("tomorrow")}


def group(name: str) -> str:
    """What a group of the list is called."""
    return str(_GROUPS[name])


def scope(name: str) -> str:
    """Whose clients are meant."""
    return str(_SCOPES[name])


def whose(name: str) -> str:
    """Whose duties are meant."""
    return str(_WHOSE[name])


def about(name: str) -> str:
    """What duties are about."""
    return str(_ABOUT[name])


def count(number: int) -> str:
    """A number of a group, as far as was counted."""
    return gettext("more than 999") if number >= MOST_COUNTED else str(number)


def when(due: date | None, today: date) -> str:
    """A day as somebody at work thinks of it: three days late, today, in five days."""
    if due is None:
        return gettext("no day")
    days = (due - today).days
    if days in _NEAR:
        return str(_NEAR[days])
    if days < 0:
        return gettext("%(days)s days late") % {"days": -days}
    if days < 14:
        return gettext("in %(days)s days") % {"days": days}
    if days < 63:
        return gettext("in %(weeks)s weeks") % {"weeks": days // 7}
    return gettext("in %(months)s months") % {"months": days // 30}


def what(word: str, language: Language, clause: str = "") -> str:
    """What is to be done under a clause: an act to record, or work on a register."""
    if word in KIND_AREAS:
        return todo(word, language, clause)
    return str(_WORK.get(word, word.replace("_", " ")))
