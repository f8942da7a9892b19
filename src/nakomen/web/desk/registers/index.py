"""All registers at a glance: what is late where, under which clause, and what is to be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from nakomen.record import registers
from nakomen.record.models import ClientProperty, Competence, Document, Equipment, Instruction, KeyCopy, Material
from nakomen.record.registers import competence
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from nakomen.record.registers import OrganisationDuty, Wanted
    from nakomen.terms.texts import Clause

REGISTERS = ("competence", "instruction", "equipment", "materials", "keys", "property", "documents")
_OF_WHAT = {
    "renew_competence": "competence",
    "instruct_staff": "instruction",
    "check_equipment": "equipment",
    "repair_equipment": "equipment",
    "stop_material": "materials",
    "return_keys": "keys",
    "return_property": "property",
    "publish_document": "documents",
    "review_document": "documents",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """One register: its clauses, how many rows count now, and how many duties of it are late or open.

    `whole` is false where who asks sees those of some clients only, so that nothing can be said of the others.
    """

    word: str
    name: str
    route: str
    clauses: tuple[Clause, ...]
    rows: int
    late: int
    open: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A duty with the word for what is to be done, and the address at which it is done."""

    duty: OrganisationDuty
    label: str
    register: str
    url: str


@desk("organisation.read")
def index(asked: Desk, /) -> HttpResponse:
    """Every register that the conditions ask for, then the others."""
    asked.require(subject="registers")
    asks = registers.wanted(asked.today)
    keys = registers.keys_seen(asked.actor, asked.now)
    found = registers.duties(asked.today, keys, asks=asks, organisation=asked.organisation)
    panels = _panels(asks, found, _rows(asked, keys), all_clients=not keys)
    return asked.render(
        "desk/registers/index.html",
        {
            "part": "registers",
            "asked_for": [each for each in panels if each.clauses],
            "others": [each for each in panels if not each.clauses],
            "duties": [shown(each) for each in found],
        },
    )


def shown(duty: OrganisationDuty) -> Shown:
    """A duty of a register as a screen shows it."""
    url = reverse(duty.route, kwargs=dict(duty.route_args))
    return Shown(duty, words.duty_label(duty), words.register(_OF_WHAT[duty.what]), url)


def _panels(
    asks: Wanted, found: Sequence[OrganisationDuty], rows: Mapping[str, int], *, all_clients: bool
) -> list[Panel]:
    made = []
    for word in REGISTERS:
        states = [each.state for each in found if _OF_WHAT[each.what] == word]
        made.append(
            Panel(
                word=word,
                name=words.register(word),
                route=reverse(f"register_{word}"),
                clauses=_clauses(asks, word),
                rows=rows[word],
                late=states.count("overdue"),
                open=states.count("open"),
                whole=all_clients or word not in {"keys", "property"},
            )
        )
    return made


def _clauses(asks: Wanted, word: str) -> tuple[Clause, ...]:
    """The clauses behind a register: those that name it; of instruction and documents each that asks for one."""
    if word == "instruction":
        return tuple(asks.text(each.clause) for each in asks.topics.values())
    if word == "documents":
        return tuple(asks.text(each.clause) for each in asks.documents.values())
    return asks.registers.get(word, ())


def _rows(asked: Desk, keys: object) -> dict[str, int]:
    """How many rows of each register count today."""
    today = asked.today
    return {
        "competence": Competence.objects.filter(competence.serving(today, "staff__"), competence.valid(today)).count(),
        "instruction": Instruction.objects.count(),
        "equipment": Equipment.objects.filter(retired_on=None).count(),
        "materials": Material.objects.filter(ended_on=None).count(),
        "keys": KeyCopy.objects.filter(keys, returned_on=None).count(),
        "property": ClientProperty.objects.filter(keys, returned_on=None).count(),
        "documents": Document.objects.values("sort").distinct().count(),
    }
