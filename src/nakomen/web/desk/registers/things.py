"""The registers of things: devices and their checks, and the materials that are worked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.record.models import Equipment, Material
from nakomen.record.registers import equipment, materials, states, sums
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers import words
from nakomen.web.desk.registers.forms import CheckForm, EndForm, EquipmentForm, MaterialForm, Page, given, handled
from nakomen.web.desk.registers.listing import everything, listed, page_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

# --- devices --------------------------------------------------------------------------------------------------------


@desk("organisation.read")
def devices(asked: Desk, /) -> HttpResponse:
    """Every device in use, with its last and its next check; with `show=all` also those out of use."""
    asked.require(subject="register equipment")
    found = equipment.next_first(equipment.with_last_check())
    page = page_of(asked, found if everything(asked) else found.filter(retired_on=None))
    rows = [_device(asked, each) for each in page]
    return listed(asked, "equipment", page, rows, {"manages": asked.may("register.manage")})


def _device(asked: Desk, row: Equipment) -> dict[str, object]:
    """A device with its state and its next check, in words."""
    known = equipment.device(row)
    state = states.of_device(known, row.retired_on, asked.today)
    due = None if state in {"retired", "unsound"} else sums.next_check(known)
    tone = words.TONES.get(state, "ended")
    return {"row": row, "checked_on": known.checked_on, "next": due, "label": words.state(state), "tone": tone}


@desk("organisation.read")
def device(asked: Desk, /, equipment_id: UUID) -> HttpResponse:
    """One device with all its checks."""
    asked.require(subject="register equipment")
    row = equipment.with_last_check().filter(pk=equipment_id).first()
    if row is None:
        raise Http404
    context = {"part": "registers", "device": _device(asked, row), "checks": row.checks.all(), "manages": None}
    return asked.render("desk/registers/device.html", context | {"manages": asked.may("register.manage")})


@desk("register.manage")
def device_add(asked: Desk, /) -> HttpResponse:
    """Put a device in the register."""
    form = EquipmentForm(given(asked), initial={"since": asked.today, "every_months": 12})
    page = Page("equipment", _("Add a device"), _("Add"), reverse("register_equipment"), _("It is in the register."))
    return handled(asked, form, lambda data: equipment.add(**data, actor=asked.actor, now=asked.now), page)


@desk("register.manage")
def device_check(asked: Desk, /, equipment_id: UUID) -> HttpResponse:
    """Note a check of a device."""
    row = _existing(equipment_id)
    form = CheckForm(given(asked), initial={"on": asked.today})
    title = _("Record a check: %(device)s") % {"device": row.name}
    page = Page("equipment", title, _("Record"), _url(row), _("The check is in the register."))
    return handled(
        asked, form, lambda data: equipment.add_check(row.pk, **data, actor=asked.actor, now=asked.now), page
    )


@desk("register.manage")
def device_retire(asked: Desk, /, equipment_id: UUID) -> HttpResponse:
    """Take a device out of use; its checks stay to be read."""
    row = _existing(equipment_id)
    form = EndForm(given(asked), initial={"on": asked.today})
    title = _("Take out of use: %(device)s") % {"device": row.name}
    page = Page("equipment", title, _("Take out of use"), _url(row), _("The device is out of use."))
    return handled(
        asked, form, lambda data: equipment.retire(row.pk, data["on"], actor=asked.actor, now=asked.now), page
    )


def _existing(key: UUID) -> Equipment:
    found = Equipment.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    row: Equipment = found
    return row


def _url(row: Equipment) -> str:
    return reverse("register_device", kwargs={"equipment_id": row.pk})


# --- materials ------------------------------------------------------------------------------------------------------


@desk("organisation.read")
def materials_list(asked: Desk, /) -> HttpResponse:
    """What is worked with, hazardous things first; with `show=all` also what is used no more."""
    asked.require(subject="register materials")
    rows = Material.objects.order_by("-hazardous", "name", "id")
    page = page_of(asked, rows if everything(asked) else rows.filter(ended_on=None))
    shown = [_material(asked, each) for each in page]
    return listed(asked, "materials", page, shown, {"manages": asked.may("register.manage")})


def _material(asked: Desk, row: Material) -> dict[str, object]:
    state = states.of_material(row.hazardous, row.ended_on, asked.today)
    return {"row": row, "label": words.state(state), "tone": words.TONES.get(state, "ended")}


@desk("register.manage")
def material_add(asked: Desk, /) -> HttpResponse:
    """Put a material in the register."""
    form = MaterialForm(given(asked), initial={"since": asked.today, "hazardous": "no"})
    page = Page("materials", _("Add a material"), _("Add"), reverse("register_materials"), _("It is in the register."))
    return handled(asked, form, lambda data: materials.add(**data, actor=asked.actor, now=asked.now), page)


@desk("register.manage")
def material_end(asked: Desk, /, material: UUID) -> HttpResponse:
    """Note that a material is used no more."""
    row = Material.objects.filter(pk=material).first()
    if row is None:
        raise Http404
    form = EndForm(given(asked), initial={"on": asked.today})
    title = _("Stop using: %(material)s") % {"material": row.name}
    page = Page("materials", title, _("Stop"), reverse("register_materials"), _("It is used no more."))
    return handled(asked, form, lambda data: materials.end(row.pk, data["on"], actor=asked.actor, now=asked.now), page)
