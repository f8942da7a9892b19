"""The registers about staff: who is competent in what, and who was instructed on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nakomen.record import registers
from nakomen.record.models import Competence
from nakomen.record.registers import competence, instruction, states
from nakomen.record.registers.checked import RegisterError
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers import words
from nakomen.web.desk.registers.forms import CompetenceForm, EndForm, InstructionForm, Page, given, handled
from nakomen.web.desk.registers.listing import everything, listed, page_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from nakomen.record.registers import AskedTopic


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """A row of the register of competence, with its state in words."""

    row: Competence
    state: str
    label: str
    tone: str


# --- competence -----------------------------------------------------------------------------------------------------


@desk("organisation.read")
def competences(asked: Desk, /) -> HttpResponse:
    """What everybody in service is competent in, or who in `what`; with `show=all` also what ended, and who left."""
    asked.require(subject="register competence")
    rows = Competence.objects.select_related("staff").order_by(F("until").asc(nulls_last=True), "staff__name", "id")
    if not everything(asked):
        rows = rows.filter(competence.latest(), competence.serving(asked.today, "staff__"), ended_on=None)
    known = competence.known()
    what = asked.request.GET.get("what", "")
    what = what if what in known else ""
    page = page_of(asked, rows.filter(what=what) if what else rows)
    more = {
        "nobody": competence.nobody_can(asked.today, known),
        "manages": asked.may("register.manage"),
        "known": known,
        "what": what,
        "kept": urlencode({"what": what}) if what else "",
    }
    return listed(asked, "competence", page, [_competence(each, asked.today) for each in page], more)


def _competence(row: Competence, today: date) -> CompetenceRow:
    state = states.of_competence(row.since, row.until, row.ended_on, today)
    return CompetenceRow(row, state, words.state(state), words.TONES.get(state, "ended"))


@desk("register.manage")
def competence_add(asked: Desk, /) -> HttpResponse:
    """Put something in the register that somebody is competent in; `renews` names the row that goes on in it."""
    start: dict[str, Any] = {"since": asked.today}
    if before := _named(asked.request.GET.get("renews", "")):
        start |= {"staff": str(before.staff_id), "what": before.what, "evidence": before.evidence}
    form = CompetenceForm(given(asked), initial=start, today=asked.today, known=competence.known())
    page = Page(
        "competence", _("Add a competence"), _("Add"), reverse("register_competence"), _("It is in the register.")
    )

    def carry_out(data: dict[str, Any]) -> None:
        competence.add(data.pop("staff"), data.pop("what"), **data, actor=asked.actor, now=asked.now)

    return handled(asked, form, carry_out, page)


def _named(text: str) -> Competence | None:
    """The row that an address names, if it names one."""
    try:
        found: Competence | None = Competence.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None
    return found


@desk("register.manage")
def competence_end(asked: Desk, /, competence_id: UUID) -> HttpResponse:
    """Take something out of the register before it expires; what stood there stays to be read."""
    row = Competence.objects.filter(pk=competence_id).select_related("staff").first()
    if row is None:
        raise Http404
    form = EndForm(given(asked), initial={"on": asked.today})
    title = _("End a competence: %(what)s of %(name)s") % {"what": row.what, "name": row.staff.name}
    page = Page(
        "competence", title, _("End it"), reverse("register_competence"), _("It has an end in the register."),
        _("Do this if a registration was withdrawn or somebody no longer has the skill."),
    )  # fmt: skip
    return handled(asked, form, lambda data: competence.end(row.pk, data["on"], actor=asked.actor, now=asked.now), page)


# --- instruction ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TopicShown:
    """A topic: how many know it of how many, since when everybody does, and what the organisation states."""

    topic: AskedTopic
    label: str
    known: int
    people: int
    everybody: date | None
    stated: date | None
    takes_over: bool


@desk("organisation.read")
def instructions(asked: Desk, /) -> HttpResponse:
    """Who was instructed on what: each topic in short, then each staff member with the days."""
    asked.require(subject="register instruction")
    found = instruction.state(registers.wanted(asked.today), asked.today)
    page = page_of(asked, found.everybody)
    rows = [(each, [_cell(found, topic, each) for topic in found.topics]) for each in page]
    return asked.render(
        "desk/registers/instruction.html",
        {
            "part": "registers",
            "page": page,
            "topics": [_topic(found, each) for each in found.topics],
            "rows": rows,
            "manages": asked.may("register.manage"),
            "organises": asked.may("organisation.manage"),
        },
    )


def _topic(found: instruction.InstructionState, topic: AskedTopic) -> TopicShown:
    people = found.members(topic)
    days = found.days[topic.topic]
    return TopicShown(
        topic=topic,
        label=words.topic(topic.topic),
        known=sum(1 for each in people if days[each.id] is not None),
        people=len(people),
        everybody=found.everybody_on(topic),
        stated=found.stated.get(topic.topic),
        takes_over=found.may_take_over(topic),
    )


def _cell(found: instruction.InstructionState, topic: AskedTopic, member: Any) -> dict[str, object]:
    """What a table shows of a staff member and a topic: the day, that it lacks, or that it is not for this person."""
    needed = member in found.members(topic)
    return {"label": words.topic(topic.topic), "needed": needed, "on": found.days[topic.topic][member.id]}


@desk("register.manage")
def instruction_add(asked: Desk, /) -> HttpResponse:
    """Note that several people were instructed at once; who lacks the topic stands first and is chosen already."""
    asks = registers.wanted(asked.today)
    found = instruction.state(asks, asked.today)
    chosen = asked.request.GET.get("topic", "")
    days = found.days.get(chosen, {})
    lacking = [each for each in found.everybody if chosen in asks.topics and days.get(each.id) is None]
    people = [*lacking, *(each for each in found.everybody if each not in lacking)]
    needed = found.members(asks.topics[chosen]) if chosen in asks.topics else []
    form = InstructionForm(
        given(asked),
        initial={"topic": chosen, "on": asked.today, "staff": [str(each.id) for each in lacking if each in needed]},
        topics=[(each.topic, words.topic(each.topic)) for each in found.topics],
        people=[(str(each.id), each.name) for each in people],
    )
    page = Page(
        "instruction",
        _("Record an instruction"),
        _("Record"),
        reverse("register_instruction"),
        _("It is in the register."),
        _("Choose everybody who was there. Who still lacks this topic stands at the top."),
    )  # fmt: skip

    def carry_out(data: dict[str, Any]) -> None:
        instruction.record(
            data["staff"], data["topic"], on=data["on"], by=data["by"], asks=asks, actor=asked.actor, now=asked.now
        )

    return handled(asked, form, carry_out, page)


@require_POST
@desk("organisation.manage")
def instruction_take_over(asked: Desk, /, topic: str) -> HttpResponse:
    """Let the clauses go by the day on which everybody had been instructed on a topic."""
    asks = registers.wanted(asked.today)
    try:
        instruction.take_over(topic, asks=asks, actor=asked.actor, now=asked.now)
    except RegisterError:
        messages.error(asked.request, words.expected("everybody"))
    else:
        messages.success(asked.request, _("The day stands in the settings now. The files are calculated anew."))
    return redirect("register_instruction")
