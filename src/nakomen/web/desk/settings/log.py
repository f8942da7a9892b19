"""The access log: searched, in words, and taken out as a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.law.clock import AMSTERDAM, start_of_day
from nakomen.record import access, access_log
from nakomen.record.access_log import EVENTS, GROUNDS, Filters
from nakomen.record.models import StaffMember
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling
from nakomen.web.sheets import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nakomen.record.access import Decision
    from nakomen.record.models import AccessEntry
    from nakomen.record.roles import Language

MOST = 20_000
"""Lines of one file: more are asked for in shorter periods."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in words."""

    at: datetime
    who: str
    what: str
    event: str
    client: UUID | None
    number: str
    allowed: bool
    why: str
    subject: str


class LogForm(shared.SettingsForm):
    """What to look for."""

    since = shared.DayField(label=gettext_lazy("From"), required=False)
    until = shared.DayField(label=gettext_lazy("Until and including"), required=False)
    staff = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Client number"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    allowed = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False)
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), required=False)

    def __init__(self, *given: Any, asked: Desk, **named: Any) -> None:
        super().__init__(*given, **named)
        members = StaffMember.objects.order_by("name", "id").values_list("pk", "name", "code")
        choices = {
            "staff": [("", _("everybody")), *((str(pk), f"{name} ({code})") for pk, name, code in members)],
            "about": [("", _("everything")), ("clients", _("clients only")), ("others", _("anything but clients"))],
            "allowed": [("", _("all")), ("yes", _("allowed")), ("no", _("refused"))],
            "ground": [("", _("all")), *GROUNDS[asked.language].items()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options


class Wanted(forms.Form):
    """What an address asks for: days, ids and codes, nothing personal."""

    since = forms.DateField(required=False, input_formats=("%Y-%m-%d",))
    until = forms.DateField(required=False, input_formats=("%Y-%m-%d",))
    staff = forms.UUIDField(required=False)
    client = forms.UUIDField(required=False)
    about = forms.ChoiceField(required=False, choices=[("clients", "clients"), ("others", "others")])
    allowed = forms.ChoiceField(required=False, choices=[("yes", "yes"), ("no", "no")])
    ground = forms.ChoiceField(required=False, choices=[(name, name) for name in GROUNDS["en"]])
    before = forms.IntegerField(required=False, min_value=1)


@desk("log.read")
def search(asked: Desk, /) -> HttpResponse:
    """Look into the log. What is looked for is posted, so that no client's number stands in an address."""
    if asked.request.method == "POST":
        return _asked(asked)
    wanted = _wanted(asked)
    whole = access.decide_all(asked.actor, "log.read", asked.now).allowed
    client = wanted.get("client")
    form = LogForm(asked=asked, initial={**wanted, "staff": str(wanted.get("staff") or "")})
    if client is None and not whole:
        asked.require(subject="access log")
        return shared.show(asked, "log", {"form": form, "whole": False})
    _require(asked, client)
    page = access_log.entries(client, _filters(wanted), before=wanted.get("before"), limit=shared.PAGE)
    if client is not None:
        form.initial["number"] = shared.numbers_of([client])[client]
    context = {
        "form": form,
        "whole": whole,
        "rows": rows(page.lines, asked.language),
        "asked_for": urlencode(_kept(wanted)),
        "before": page.before,
    }
    return shared.show(asked, "log", context)


def _asked(asked: Desk) -> HttpResponse:
    """What was posted as an address: with the client's id, where there is such a client that one may look into."""
    form = LogForm(asked.request.POST, asked=asked)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value and name != "number"}
        number = form.cleaned_data["number"]
        client = shared.client_numbered(asked, number, "log.read") if number else None
        if not number or client is not None:
            kept = _kept({**given, "client": client})
            return HttpResponseRedirect(f"{reverse('settings_log')}?{urlencode(kept)}")
        form.add_error("number", _("There is no client with this number whose log you may see."))
    whole = access.decide_all(asked.actor, "log.read", asked.now).allowed
    return shared.show(asked, "log", {"form": form, "whole": whole}, wrong=True)


@desk("log.read")
def export(asked: Desk, /) -> HttpResponse:
    """The lines that were looked for, as a file; that it was taken out, stands in the log too."""
    wanted = _wanted(asked)
    client = wanted.get("client")
    _require(asked, client, event="E", subject="access log as a file")
    text = StringIO()
    out = csv.writer(text, delimiter=";")
    head = (_("When"), _("Who"), _("What"), _("How"), _("Client"), _("Outcome"), _("Ground"), _("About"))
    out.writerow(head)
    for each in _all(client, _filters(wanted), asked.language):
        outcome = _("allowed") if each.allowed else _("refused")
        at = f"{each.at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M:%S}"
        cells = (at, each.who, each.what, each.event, each.number, outcome, each.why, each.subject)
        out.writerow(map(harmless, cells))
    # With the mark that tells a spreadsheet that this is UTF-8.
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="inzage.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def rows(lines: Iterable[AccessEntry], told_in: Language) -> list[Row]:
    """Lines in words, with the clients' numbers; as many queries for one as for many."""
    shown = list(lines)
    numbers = shared.numbers_of(each.chain_id for each in shown)
    return [_row(each, numbers, told_in) for each in shown]


def _row(line: AccessEntry, numbers: dict[UUID, str], told_in: Language) -> Row:
    told = access_log.told(line, told_in)
    return Row(
        at=line.at,
        who=told.who,
        what=telling.permission(line.action),
        event=EVENTS[told_in].get(line.event, line.event),
        client=line.chain_id,
        number=numbers.get(line.chain_id, "") if line.chain_id else "",
        allowed=line.allowed,
        why=told.why if line.allowed else access.told_reason(line.reason, told_in),
        subject=line.subject,
    )


def _all(client: UUID | None, filters: Filters, told_in: Language) -> Iterator[Row]:
    before, count = None, 0
    while count < MOST:
        page = access_log.entries(client, filters, before=before, limit=access_log.LONGEST_PAGE)
        yield from rows(page.lines, told_in)
        before, count = page.before, count + len(page.lines)
        if before is None:
            return


def _require(asked: Desk, client: UUID | None, *, event: str = "R", subject: str = "access log") -> Decision:
    """Decide on the log of a client, or on that of all clients together."""
    if client is not None:
        return asked.require(client, event=event, subject=subject)
    decision = access.decide_all(asked.actor, "log.read", asked.now)
    if not decision.allowed:
        raise access.RefusedError(decision)
    access_log.write(asked.actor, decision, asked.now, client=None, event=event, subject=subject)
    return decision


def _wanted(asked: Desk) -> dict[str, Any]:
    """What the address asks for; what cannot be read counts as not asked."""
    form = Wanted(asked.request.GET)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _kept(wanted: dict[str, Any]) -> dict[str, str]:
    """What was looked for, as an address holds it, without the page."""
    return {name: str(value) for name, value in wanted.items() if value and name != "before"}


def _filters(wanted: dict[str, Any]) -> Filters:
    since, until = wanted.get("since"), wanted.get("until")
    return Filters(
        staff=wanted.get("staff"),
        since=start_of_day(since) if isinstance(since, date) else None,
        until=start_of_day(until + timedelta(days=1)) if isinstance(until, date) and until < date.max else None,
        allowed={"yes": True, "no": False}.get(wanted.get("allowed", "")),
        ground=wanted.get("ground"),
        of_clients={"clients": True, "others": False}.get(wanted.get("about", "")),
    )
