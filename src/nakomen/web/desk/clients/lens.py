"""The "what if" day: a file as of another day, and as it was known on another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from nakomen.law.clock import end_of_day

if TYPE_CHECKING:
    from django.http import HttpRequest

AHEAD = timedelta(days=5 * 366)
"""Further ahead a standing says nothing that anyone would plan by."""
EARLIEST = date(2000, 1, 1)


class LensForm(forms.Form):
    """The two days; both may be left empty."""

    as_of = forms.DateField(label=_("How things stand on"), required=False)
    known_on = forms.DateField(label=_("As known on"), required=False)

    def __init__(self, request: HttpRequest, today: date) -> None:
        given = {name: request.GET.get(name, "").strip() for name in ("as_of", "known_on")}
        super().__init__(given if any(given.values()) else None)
        self.today = today

    def clean_as_of(self) -> date | None:
        """A day that a file can be asked of."""
        return self._within("as_of", self.today + AHEAD)

    def clean_known_on(self) -> date | None:
        """A day that has come: what will be known later nobody can say."""
        return self._within("known_on", self.today)

    def _within(self, name: str, last: date) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and not EARLIEST <= day <= last:
            raise forms.ValidationError(
                _("Give a day from %(first)s up to and including %(last)s."),
                params={"first": EARLIEST.strftime("%d-%m-%Y"), "last": last.strftime("%d-%m-%Y")},
            )
        return day


@dataclass(frozen=True, slots=True)
class Lens:
    """The day asked and the moment by which things were known; `active` where it is not simply today."""

    as_of: date
    known_on: datetime | None
    known_day: date | None
    active: bool


def lens(form: LensForm) -> Lens:
    """What a form asks for; today where it is empty or wrong."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    as_of, known = given.get("as_of"), given.get("known_on")
    if as_of is None and known is not None:
        as_of = known
    day = as_of or form.today
    return Lens(
        as_of=day,
        # Without a day of its own, a day ahead is asked from all that is known now.
        known_on=end_of_day(known) if known else end_of_day(max(day, form.today)),
        known_day=known,
        active=day != form.today or known is not None,
    )
