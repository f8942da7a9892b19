"""The way to an agreement: what is still missing for signing, and the signing itself.

Signing is done by the product itself, so it is refused while the power is lacking. An agreement that was signed all the
same, on paper, is recorded with the form of the act.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nakomen.norms import agreements
from nakomen.norms.signing import OFFER, on_day, signed_by, way
from nakomen.record import ledger
from nakomen.record.ledger import AppendError, KeyReusedError
from nakomen.web.desk import words
from nakomen.web.desk.asking import desk
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.guided import checking, flow, showing
from nakomen.web.desk.guided.sign_form import SignForm
from nakomen.web.desk.guided.signing_words import act_new, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse

    from nakomen.norms.signing import Step, Way
    from nakomen.norms.state import State
    from nakomen.record.access import Decision
    from nakomen.record.seeing import Seen
    from nakomen.web.desk.asking import Desk

ACCEPTED = "agreement.accepted"
SIGNED = "agreement.signed"
BOTH = frozenset({"client", "provider"})
THERE = ("in_force", "ending")


@dataclass
class _Signing:
    """One client on the way to an agreement, as one person may see and record it."""

    asked: Desk
    client: UUID
    seen: Seen
    record: Decision

    @cached_property
    def s(self) -> State:
        return self.seen.case.state(self.asked.today, self.asked.now)

    @cached_property
    def way(self) -> Way:
        return way(self.s, topics(self.seen))

    @property
    def there(self) -> bool:
        """Whether the offer was accepted, so that at most signatures lack."""
        return self.way.status in THERE

    @property
    def steps(self) -> list[Step]:
        """The steps within the areas of who asks."""
        return [step for step in self.way.steps if self.seen.decision.covers(step.kind)]

    @property
    def whole(self) -> bool:
        """Whether who asks sees all that signing rests on; else it is not told whether one can sign."""
        return all(self.seen.decision.covers(step.kind) for step in self.way.steps if step.required)

    @property
    def open(self) -> bool:
        """Whether there is something to sign now, by who asks."""
        if not (self.record.covers(ACCEPTED) and self.record.covers(SIGNED) and self.whole):
            return False
        if self.there:
            return not signed_by(self.s) >= BOTH
        return bool(self.way.signable) and agreements.pending_offer(self.s) is not None

    def form(self, data: Mapping[str, str] | None = None) -> SignForm:
        return SignForm(self.asked, self.s, accepted=self.there, signed=signed_by(self.s), data=data)


@desk("act.append")
def signing(asked: Desk, client: UUID) -> HttpResponse:
    """What comes before signing, and the form with which it is recorded."""
    seen, record = flow.opened(asked, client)
    one = _Signing(asked, client, seen, record)
    return _sign(one) if asked.request.method == "POST" else _page(one, one.form())


def topics(seen: Seen) -> dict[str, str]:
    """The topic of each clause of the conditions that has one, by the clause's full id."""
    return {
        terms.full_id(own): clause.topic
        for terms in seen.conditions.texts().sets
        for own, clause in terms.clauses.items()
        if clause.topic
    }


def _sign(one: _Signing) -> HttpResponse:
    """Record the yes and the signatures, all or none; the same form sent twice records once."""
    asked = one.asked
    if one.there and signed_by(one.s) >= BOTH:
        return redirect("signing", one.client)  # sent twice: the first time did it
    form = one.form(asked.request.POST)
    _check(one, form)
    if not form.is_valid():
        return _page(one, form, status=422)
    offer = one.s.last(OFFER)
    acts = form.acts(offer.name if offer else "")
    try:
        ledger.append(one.client, acts, actor=asked.actor, now=asked.now, key=f"signing-{_key(asked)}")
    except (AppendError, KeyReusedError):
        form.add_error(None, _("This does not fit with what is known of the client. Look at the acts first."))
        return _page(one, form, status=422)
    messages.success(asked.request, _("The signatures are recorded."))
    return redirect("signing", one.client)


def _check(one: _Signing, form: SignForm) -> None:
    """Nothing is signed while the power is lacking: not today, and not on the day of the yes."""
    if not form.is_valid():
        return
    if not one.open:
        form.add_error(None, _("You cannot sign yet: look at what is still missing."))
    elif not one.there:
        answer = on_day(one.s, form.cleaned_data["on"])
        lacking = [words.article(item.requirement.clause) for item in answer.judged if item.met is not True]
        if lacking:
            told = _("On that day it still lacked what these clauses ask: %(clauses)s.")
            form.add_error("on", told % {"clauses": ", ".join(dict.fromkeys(lacking))})


def _key(asked: Desk) -> str:
    return checking.key_of(asked.request.POST.get("key", "")) or uuid.uuid4().hex[:12]


def _page(one: _Signing, form: SignForm, status: int = 200) -> HttpResponse:
    asked, steps = one.asked, [shown(one.asked, one.client, step, one.record) for step in one.steps]
    needed = [each for each in steps if each.step.needed]
    done = sum(each.step.progress == "done" for each in needed)
    context = {
        "part": "clients",
        "tab": "signing",
        "client": one.client,
        "who": heading(asked, one.seen),
        "way": one.way if one.whole else None,
        "there": one.there and one.seen.decision.covers(ACCEPTED),
        "all_signed": one.there and signed_by(one.s) >= BOTH and one.seen.decision.covers(SIGNED),
        "needed": needed,
        "next": next((each for each in needed if each.step.progress == "todo" and each.href and not each.here), None),
        "optional": [each for each in steps if not each.step.needed],
        "told": _("%(done)s of %(count)s") % {"done": done, "count": len(needed)},
        "done": done,
        "count": len(needed),
        "parts": [showing.part(form[name]) for name in form.fields],
        "problems": showing.problems(form) if form.is_bound else [],
        "signable": one.open,
        "on_paper": "" if one.there or one.open or not one.record.covers(ACCEPTED) else act_new(one.client, ACCEPTED),
        "key": _key(asked),
    }
    return asked.render("desk/guided/signing.html", context, status)
