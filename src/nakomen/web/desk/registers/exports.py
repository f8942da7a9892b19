"""The registers as a table for a spreadsheet: CSV, as Dutch spreadsheets open it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from nakomen.record import registers
from nakomen.record.models import ClientProperty, Competence, Document, KeyCopy, Material
from nakomen.record.registers import equipment, instruction, states, sums
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers import words
from nakomen.web.sheets import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    type Row = Sequence[object]


@desk("organisation.read")
def export(asked: Desk, /, register: str) -> HttpResponse:
    """A whole register, ended rows included; of clients only what one may see, each of them logged."""
    if register not in TABLES:
        raise Http404
    asked.require(event="E", subject=f"register {register}")
    answer = HttpResponse(written(TABLES[register](asked)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{register}-{asked.today.isoformat()}.csv"'
    return answer


def written(rows: Iterable[Row]) -> str:
    r"""Rows as CSV with a semicolon and a byte order mark; what a spreadsheet would take for a formula is a text.

    >>> written([["a", "=1+1"], [None, True]])
    "\ufeffa;'=1+1\r\n;1\r\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value))


def _competence(asked: Desk) -> Iterator[Row]:
    head = (_("Staff member"), _("Code"), _("Competent in"), _("Evidence"), _("Since"), _("Valid until"))
    yield (*head, _("Ended on"), _("State"))
    for row in Competence.objects.select_related("staff").order_by("staff__name", "what", "since", "id"):
        state = states.of_competence(row.since, row.until, row.ended_on, asked.today)
        yield (
            row.staff.name, row.staff.code, row.what, row.evidence, row.since, row.until, row.ended_on,
            words.state(state),
        )  # fmt: skip


def _instruction(asked: Desk) -> Iterator[Row]:
    found = instruction.state(registers.wanted(asked.today), asked.today)
    yield (_("Staff member"), _("In service since"), *(words.topic(topic.topic) for topic in found.topics))
    for member in found.everybody:
        yield (member.name, member.since, *(found.days[topic.topic][member.id] for topic in found.topics))


def _equipment(asked: Desk) -> Iterator[Row]:
    head = (_("Name"), _("Serial or stock number"), _("Place"), _("In use since"), _("Last check"), _("Next check"))
    yield (*head, _("Out of use since"), _("State"))
    for row in equipment.next_first(equipment.with_last_check()):
        known = equipment.device(row)
        state = states.of_device(known, row.retired_on, asked.today)
        due = None if row.retired_on else sums.next_check(known)
        yield row.name, row.code, row.place, row.since, known.checked_on, due, row.retired_on, words.state(state)


def _materials(asked: Desk) -> Iterator[Row]:
    yield _("Name"), _("Used for"), _("In use since"), _("Until and including"), _("State")
    for row in Material.objects.order_by("name", "id"):
        state = states.of_material(row.hazardous, row.ended_on, asked.today)
        yield row.name, row.used_for, row.since, row.ended_on, words.state(state)


def _keys(asked: Desk) -> Iterator[Row]:
    rows = list(
        KeyCopy.objects.filter(registers.keys_seen(asked.actor, asked.now))
        .select_related("chain__card")
        .order_by("since", "chain_id", "id")
    )
    asked.seen([row.chain_id for row in rows], "register keys", "client.read")
    yield _("Client"), _("With whom"), _("Since"), _("Back by"), _("Given back on")
    for row in rows:
        yield _name(row), row.to, row.since, row.due, row.returned_on


def _property(asked: Desk) -> Iterator[Row]:
    rows = list(
        ClientProperty.objects.filter(registers.keys_seen(asked.actor, asked.now))
        .select_related("chain__card", "staff")
        .order_by("since", "id")
    )
    asked.seen([row.chain_id for row in rows], "register property", "client.read")
    yield _("Client"), _("What was handed over"), _("With whom"), _("Since"), _("Back by"), _("Given back on")
    for row in rows:
        yield _name(row), row.what, row.staff.name, row.since, row.back_by, row.returned_on


def _name(row: KeyCopy | ClientProperty) -> str:
    return row.chain.card.name if hasattr(row.chain, "card") else ""


def _documents(_asked: Desk) -> Iterator[Row]:
    yield _("Document"), _("Title"), _("Version"), _("In force from"), _("Review by"), _("Made by")
    for row in Document.objects.defer("text").select_related("made_by").order_by("sort", "version"):
        maker = row.made_by.name if row.made_by else ""
        yield words.document(row.sort), row.title, row.version, row.in_force_from, row.review_by, maker


TABLES: Mapping[str, Callable[[Desk], Iterator[Row]]] = {
    "competence": _competence,
    "instruction": _instruction,
    "equipment": _equipment,
    "materials": _materials,
    "keys": _keys,
    "property": _property,
    "documents": _documents,
}
