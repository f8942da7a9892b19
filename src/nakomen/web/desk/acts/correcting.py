"""Putting right what was recorded wrongly: the fields of an act, or the act as a whole.

Nothing is wiped: a correction and a retraction are acts themselves, and both are previewed before they are recorded.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.acts import kind_class
from nakomen.acts.labels import kind_label
from nakomen.acts.reading_acts import read_fields
from nakomen.acts.writing import write_act
from nakomen.norms.facts import CORRECTED, RETRACTED, REWRITING, effective
from nakomen.record import ledger, previewing
from nakomen.record.ledger import AppendError, KeyReusedError, UnknownClientError
from nakomen.web.desk.acts import drafting, owing, previews
from nakomen.web.desk.acts.forms import UNSEEN, ActForm
from nakomen.web.desk.acts.opening import Opened, act_page, back, given_back, opened
from nakomen.web.desk.acts.recording import Page, answer, show
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.acts.base import Act


class Correction(ActForm):
    """The form of an act that is there, which makes a correction of the fields that are changed in it."""

    def __init__(self, target: str, current: dict[str, Any], day: str, kind: str, *args: Any, **options: Any) -> None:
        self._target, self._current, self._day = target, current, day
        super().__init__(kind, *args, initial=current, **options)

    def clean(self) -> dict[str, Any]:
        """Puts the correction together; one that changes nothing is none."""
        cleaned = super().clean()
        told = self.json
        changed = {name: told.get(name) for name in self.fields if self._differs(name, told)}
        self.json = {"kind": CORRECTED, "on": self._day, "act": self._target, "fields": changed}
        if not changed and not self.errors:
            self.add_error(None, _("You have changed nothing yet."))
        return cleaned

    def _differs(self, name: str, told: dict[str, Any]) -> bool:
        kind = kind_class(self.kind)
        given, before = (
            read_fields(kind, {name: each[name]} if name in each else {})[0] for each in (told, self._current)
        )
        return bool(_ordered(given.get(name)) != _ordered(before.get(name)))


def _ordered(value: Any) -> Any:
    """A list of words without its order: boxes are ticked in that of the form."""
    words = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    return sorted(value) if words else value


@desk("act.append")
def act_correct(asked: Desk, /, client: UUID, seq: int) -> HttpResponse:
    """The form of an act with what holds now; `field` is the one to look at, `clause` what it must be right for."""
    own = opened(asked, client)
    target = _target(own, seq)
    holds = _holding(own, target)
    if holds is None:
        messages.info(asked.request, _("This act was retracted: there is nothing left to correct."))
        return HttpResponseRedirect(act_page(client, seq))
    about = own.about()
    current = {name: value for name, value in write_act(holds).items() if name not in {*UNSEEN, "kind"}}

    def make(**options: Any) -> Correction:
        day = asked.today.isoformat()
        return Correction(target.id or "", current, day, target.kind, about, **options)

    words = {"title": kind_label(target.kind, asked.language), "kind": target.kind, "seq": seq, "on": target.on}
    owed = owing.owed(own, target.id or "", asked.request.GET.get("clause", "")[:120])
    page = Page(own, target.kind, str(seq), "desk/acts/correct.html", CORRECTED, words, owed=owed)
    if asked.request.method == "POST":
        return answer(page, make)
    page.draft = drafting.load(asked, client, CORRECTED, str(seq))
    data = drafting.as_data(page.draft.values) if page.draft is not None else None
    return show(page, make(data=data, quiet=True))


@desk("act.append")
def act_retract(asked: Desk, /, client: UUID, seq: int) -> HttpResponse:
    """What retracting an act would change, and the button that does it."""
    own = opened(asked, client)
    target = _target(own, seq)
    if _holding(own, target) is None:
        messages.info(asked.request, _("This act was retracted already."))
        return HttpResponseRedirect(act_page(client, seq))
    given = [{"kind": RETRACTED, "on": asked.today.isoformat(), "act": target.id or ""}]
    page = Page(own, target.kind, str(seq), "desk/acts/retract.html", RETRACTED, {})
    try:
        if asked.request.method == "POST":
            made = ledger.append(client, given, actor=asked.actor, now=asked.now, key=page.key)
            messages.success(asked.request, _("The act is retracted."))
            return HttpResponseRedirect(back(asked, act_page(client, made.first_seq)))
        preview = previewing.preview(own.seen, given, actor=asked.actor, now=asked.now, reading=own.reading)
    except AppendError:
        raise UnknownClientError("no act that can be retracted") from None
    except KeyReusedError:
        messages.error(
            asked.request, _("This form was used already, for something else. Look at it again, then go on.")
        )
        return HttpResponseRedirect(reverse("act_retract", args=[client, seq]))
    context = own.context(
        title=kind_label(target.kind, asked.language),
        target=previews.told_plain(target, asked),
        preview=previews.shown(asked, preview, own.seen),
        seq=seq,
        key=page.key,
        next=given_back(asked),
    )
    return asked.render("desk/acts/retract.html", context)


def _target(own: Opened, seq: int) -> Act:
    """The act at this place, where it may be seen and recorded about. Raises UnknownClientError."""
    acts = own.seen.acts
    act = acts[seq - 1] if 0 < seq <= len(acts) else None
    if act is None or act.kind in REWRITING:
        raise UnknownClientError("no such act")
    about = next((each.kind for each in acts if each.id == act.act), None)
    if not (own.seen.decision.covers(act.kind, about) and own.reading.covers(act.kind, about)):
        raise UnknownClientError("no such act")
    return act


def _holding(own: Opened, target: Act) -> Act | None:
    """The act with its corrections; None once it was retracted."""
    every = effective(own.seen.case.named, date.max, None)
    gone = {fact.name for fact in every.retracted}
    if target.id in gone:
        return None
    found: Act | None = next((fact.act for fact in every.facts if fact.name == target.id), None)
    return found if found is not None else target
