"""The form with which a new client is registered, and what comes before: a free number, and who is there already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.acts.base import Bsn, Postcode
from nakomen.acts.reading_values import read_value
from nakomen.record import search
from nakomen.record.models import ClientCard, Organisation, StaffMember
from nakomen.record.tenancy import current
from nakomen.web.desk.guided import fields, showing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from nakomen.web.desk.acts.forms import Part
    from nakomen.web.desk.asking import Desk

KIND = "client.registered"
WHO = ("name", "birth_date", "bsn")
WHERE = ("address", "postcode", "city", "municipality")
REACH = ("phone", "email", "electronic", "plain_language")
INSIDE = ("on", "number", "contact")
NAMED = 3
_END = re.compile(r"(\d+)$", re.ASCII)


class RegisterForm(forms.Form):
    """Who the client is, where the client lives, how to reach the client, and who is the contact within."""

    use_required_attribute = False

    def __init__(self, asked: Desk, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.asked = asked
        self._person()
        self._inside()
        for name, help_text in self._helps().items():
            self.fields[name].help_text = help_text
        for name, token in {"name": "off", "email": "off", "phone": "off", "birth_date": "off"}.items():
            self.fields[name].widget.attrs["autocomplete"] = token

    def _person(self) -> None:
        self.fields["name"] = fields.line(self._label("name"))
        self.fields["birth_date"] = fields.day(self._label("birth_date"), latest=self.asked.today)
        self.fields["bsn"] = fields.line(self._label("bsn"), required=False, longest=12, inputmode="numeric")
        for name in WHERE:
            self.fields[name] = fields.line(self._label(name))
        self.fields["phone"] = fields.line(self._label("phone"), required=False, longest=40)
        self.fields["email"] = forms.EmailField(
            label=self._label("email"),
            required=False,
            error_messages={"invalid": _("Fill in an e-mail address, such as name@example.nl.")},
        )
        self.fields["electronic"] = fields.yes_no(self._label("electronic"))
        self.fields["plain_language"] = fields.yes_no(self._label("plain_language"), required=False)

    def _inside(self) -> None:
        today = self.asked.today
        self.fields["on"] = fields.day(_("Day of the first contact"), latest=today)
        self.fields["on"].initial = today
        self.fields["number"] = fields.line(_("Client number"), required=False, longest=40)
        self.fields["number"].initial = next_number(self.asked)
        self.fields["contact"] = fields.one_of(
            _("Fixed point of contact"), [("none", _("Not known yet")), *colleagues(today)], long=True
        )
        relation = not self.asked.may("client.search") or narrow(self.asked)
        self.fields["contact"].initial = self.asked.member.code if relation else "none"

    def _label(self, name: str) -> str:
        return labels.field_label(KIND, name, self.asked.language)

    def _helps(self) -> dict[str, str]:
        return {
            "name": _("First name and surname, as on the identity document."),
            "bsn": _("Nine digits. Leave it empty where you do not know it yet."),
            "postcode": _("Such as 1234 AB."),
            "number": _("The next free number is filled in."),
            "contact": _("Who is in the client's team sees the file. You can change it later."),
        }

    def clean_bsn(self) -> str:
        """A BSN, with or without dots and spaces."""
        given = re.sub(r"[ .]", "", self.cleaned_data["bsn"])
        if given and read_value(Bsn, given)[1]:
            raise forms.ValidationError(_("These nine digits are no BSN. Check them."))
        return given

    def clean_postcode(self) -> str:
        """A postcode as it is written: 1234 AB."""
        value, flaws = read_value(Postcode, self.cleaned_data["postcode"].upper())
        if flaws:
            raise forms.ValidationError(_("Fill in a postcode, such as 1234 AB."))
        return str(value)

    def clean_number(self) -> str:
        """A number that no other client has."""
        number = str(self.cleaned_data["number"]).strip()
        if number and taken(number):
            raise forms.ValidationError(
                _("Another client has this number. The next free one is %(number)s.")
                % {"number": next_number(self.asked)}
            )
        return number

    def groups(self) -> list[tuple[str, list[Part]]]:
        """The questions under their headings."""
        titles = (_("Who is it?"), _("Where does the client live?"), _("How do you reach the client?"), _("With us"))
        names = (WHO, WHERE, REACH, INSIDE)
        return [(title, [showing.part(self[name]) for name in own]) for title, own in zip(titles, names, strict=True)]

    def acts(self) -> list[dict[str, Any]]:
        """The registration, and who joins the team."""
        told = self.cleaned_data
        given = {name: told[name] for name in (*WHO, *WHERE, *REACH) if told[name] not in (None, "")}
        on = told["on"].isoformat()
        made = [{"kind": KIND, "on": on, **given, "birth_date": told["birth_date"].isoformat()}]
        if told["contact"] != "none":
            role = dict(colleague_roles()).get(told["contact"]) or "vast aanspreekpunt"
            made.append(
                {
                    "kind": "team.assigned",
                    "on": on,
                    "caregiver": told["contact"],
                    "role": role,
                    "contact_point": True,
                }
            )
        return made


@dataclass(frozen=True, slots=True)
class Alike:
    """A client who is there already and may be the same person; `by_bsn` says that the BSN is the same."""

    client: UUID
    name: str
    birth_date: date | None
    number: str
    by_bsn: bool


def alike(asked: Desk, told: Mapping[str, Any]) -> list[Alike]:
    """The clients whom this person may find and who have the same BSN, or about the same name and the same birthday."""
    named = search.words_of(told["name"])
    wanted = Q(birth_date=told["birth_date"])
    if told["bsn"]:
        wanted |= search.conditions(search.SearchQuery(bsn=told["bsn"]))
    mine = ClientCard.objects.filter(asked.visible("chain", "client.search"), wanted)
    rows = list(mine.values_list("chain_id", "name", "birth_date", "number", "bsn_hash")[:50])
    theirs = search_hash(told["bsn"])
    found = []
    for client, name, birth_date, number, digest in rows:
        by_bsn = theirs is not None and digest is not None and bytes(digest) == theirs
        shared = {word for word in search.words_of(name) if len(word) > NAMED} & set(named)
        if by_bsn or (birth_date == told["birth_date"] and shared):
            found.append(Alike(client, name, birth_date, number, by_bsn))
    asked.seen([each.client for each in found], "registered before", "client.search")
    return sorted(found, key=lambda each: (not each.by_bsn, each.name))


def search_hash(bsn: str) -> bytes | None:
    """The keyed hash by which a BSN is found; None for none."""
    from nakomen.record.copies import bsn_hash

    return bytes(bsn_hash(bsn)) if bsn else None


def next_number(asked: Desk) -> str:
    """The number after the highest one in use, in the same form; empty where the organisation gives no numbers."""
    del asked  # the transaction knows the organisation
    longest = ClientCard.objects.exclude(number="").order_by(Length("number").desc(), "-number")
    last = longest.values_list("number", flat=True).first() or ""
    figures = _END.search(last)
    if figures is None:
        return ""
    following = str(int(figures[1]) + 1).zfill(len(figures[1]))
    return last[: figures.start()] + following


def taken(number: str) -> bool:
    """Whether a client of the organisation has this number; of two who register at once the other waits for it."""
    Organisation.objects.select_for_update(no_key=True).get(pk=current())
    return ClientCard.objects.filter(number=number).exists()


def narrow(asked: Desk) -> bool:
    """Whether who registers sees a client only by a care relation, so that without one the file would be shut."""
    from nakomen.record import access

    return not access.decide_all(asked.actor, "client.read", asked.now).allowed


def colleagues(today: date) -> list[tuple[str, str]]:
    """The staff who can be a point of contact: those who give care or lead a team, and are there today."""
    members = StaffMember.objects.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))
    rows = members.values_list("code", "name", "roles")
    return [(code, name) for code, name, roles in rows if {"care_professional", "coordinator"} & set(roles)]


def colleague_roles() -> list[tuple[str, str]]:
    """What each member of staff does, by code: what the team of a client calls them."""
    return list(StaffMember.objects.values_list("code", "function"))
