"""A guided form on its way: opening it, keeping its answers, and making the acts of all steps together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from nakomen.record.access import RefusedError
from nakomen.record.seeing import Seen
from nakomen.web.desk.guided import drafting, showing
from nakomen.web.desk.guided.guides import GUIDES
from nakomen.web.desk.guided.steps import Guiding

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.norms.facts import Fact
    from nakomen.record.access import Decision
    from nakomen.web.desk.asking import Desk
    from nakomen.web.desk.guided.showing import Problem
    from nakomen.web.desk.guided.steps import Act, Step

CHECK = "check"
"""The last step of every form: all answers in words."""


@dataclass
class Collected:
    """The acts of all steps, what is worth a second look, and by step what is wrong."""

    acts: list[Act] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrong: list[tuple[Step, list[Problem]]] = field(default_factory=list)


def opened(asked: Desk, client: UUID) -> tuple[Seen, Decision]:
    """What may be seen and what may be recorded of a client; logged. Raises RefusedError."""
    asked.client = client
    record = asked.decide("act.append", client)
    if not record.allowed:
        raise RefusedError(record, client)
    reads = asked.decide("standing.read", client).allowed
    decision = asked.require(client, permission="standing.read" if reads else "act.append")
    return Seen(decision, client), record


def guiding_of(asked: Desk, client: UUID, name: str) -> Guiding:
    """The guided form of this name for a client. Raises Http404, or RefusedError where it is not for this role."""
    guide = GUIDES.get(name)
    if guide is None:
        raise Http404
    seen, record = opened(asked, client)
    guiding = Guiding(asked, client, seen, record, guide)
    guiding.about = _about(guiding)
    if not _for_role(guiding):
        raise RefusedError(replace(record, allowed=False, reason="no_role"))
    return guiding


def _about(guiding: Guiding) -> str:
    """The act that the form goes on with: the one of the address, or what that one answers; empty for none such.

    Raises Http404 where the address names an act that is not there for this person.
    """
    request = guiding.asked.request
    name = request.POST.get("act") or request.GET.get("act") or ""
    if not name:
        return ""
    fact = guiding.s.named.get(name)
    if fact is None or not guiding.seen.sees(name):
        raise Http404
    for found in (fact, guiding.s.named.get(fact.ref or "")):
        if found is not None and found.kind in guiding.guide.about and guiding.seen.sees(found.name):
            return found.name
    return ""


def _for_role(guiding: Guiding) -> bool:
    kinds, covers = guiding.guide.kinds, guiding.covers
    first = all(covers(kind) for kind in kinds) if guiding.guide.all_kinds else covers(kinds[0])
    return bool(guiding.steps) and (first or bool(guiding.about))


def to_go_on_with(guiding: Guiding) -> list[Fact]:
    """The acts with which the form could go on instead of starting anew, the newest first."""
    if guiding.about:
        return []
    return [fact for kind in guiding.guide.about for fact in reversed(guiding.facts(kind))]


def resume(guiding: Guiding) -> bool:
    """Take up what was kept of the form; whether there was something."""
    known = {step.name for step in guiding.guide.steps}
    kept = drafting.load(guiding.asked, guiding.client, guiding.guide.name, guiding.about)
    guiding.answer({name: given for name, given in kept.items() if name in known})
    return bool(guiding.answers)


def keep(guiding: Guiding, step: Step, given: dict[str, list[str]]) -> bool:
    """Keep the answers of a step beside those of the others; false where they are too long together."""
    guiding.answer({**guiding.answers, step.name: given})
    return drafting.save(guiding.asked, guiding.client, guiding.guide.name, guiding.answers, guiding.about)


def drop(guiding: Guiding) -> None:
    """Forget what was kept of the form."""
    drafting.drop(guiding.asked, guiding.client, guiding.guide.name, guiding.about)


def collect(guiding: Guiding) -> Collected:
    """The acts of all steps, where each of them is filled in well."""
    found = Collected()
    for step in guiding.steps:
        form = guiding.form(step, guiding.answers.get(step.name, {}))
        if form.is_valid():
            found.acts += form.acts()
            found.notes += form.notes()
        elif step.name in guiding.answers:
            found.wrong.append((step, showing.problems(form)))
        else:
            found.wrong.append((step, [("", str(step.title), _("This step was not filled in yet."))]))
    return found


def progress(guiding: Guiding, current: str) -> list[tuple[Step, str]]:
    """Each step with how it stands: done, current, or todo."""
    made = []
    for step in guiding.steps:
        done = step.name in guiding.answers and guiding.form(step, guiding.answers[step.name]).is_valid()
        made.append((step, "current" if step.name == current else "done" if done else "todo"))
    return made
