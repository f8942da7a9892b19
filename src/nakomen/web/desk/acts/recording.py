"""Recording an act: the form of its kind, what it would change, and, once that is confirmed, the act itself."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nakomen.acts import kind_class
from nakomen.acts.labels import kind_label
from nakomen.norms.facts import REWRITING
from nakomen.record import drafts, ledger, previewing
from nakomen.record.drafts import DraftTooLargeError
from nakomen.record.ledger import AppendError, KeyReusedError
from nakomen.record.registers import competence
from nakomen.web.desk.acts import draft_views, drafting, forms, owing, prefill, previews
from nakomen.web.desk.acts.opening import Opened, act_page, back, check_kind, given_back, opened
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.record.drafts import Kept
    from nakomen.record.previewing import Preview
    from nakomen.web.desk.acts.forms import ActForm
    from nakomen.web.desk.acts.owing import Owed

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
MORE = "more:"


@dataclass
class Page:
    """The page of one form: which it is, for which act, and what was pressed."""

    own: Opened
    kind: str
    about: str
    template: str
    form_name: str
    words: dict[str, Any]
    draft: Kept | None = None
    owed: Owed | None = None

    @property
    def asked(self) -> Desk:
        """The request."""
        return self.own.asked

    @property
    def pressed(self) -> str:
        """What was asked for: preview, record, edit, draft, or one more row of a list."""
        return self.asked.request.POST.get("_do", "preview")

    @property
    def key(self) -> str:
        """The key that makes a form that is sent twice count once."""
        given = self.asked.request.POST.get("_key", "")
        return given if _KEY.fullmatch(given) else uuid.uuid4().hex


@desk("act.append")
def act_new(asked: Desk, /, client: UUID, kind: str) -> HttpResponse:
    """The form of a kind of act. `act` is the act that it answers, `clause` the one under which `bearer` owes it."""
    if kind in REWRITING:
        messages.info(asked.request, _("Choose the act that was recorded wrongly. You can put it right there."))
        return redirect("client_acts", client)
    own = opened(asked, client)
    check_kind(own.seen.decision, kind)
    query = asked.request.GET
    act, clause = query.get("act", "")[:120], query.get("clause", "")[:120]
    owed = owing.owed(own, act, clause, kind, query.get("bearer", ""))
    if owed is not None and (place := owing.to_put_right(own, owed)):
        return redirect(place)
    about = own.about()
    page = Page(own, kind, act, "desk/acts/new.html", kind, _words(own, kind, clause), owed=owed)
    start = prefill.initial(kind, about, act, clause, owed.starts_with if owed is not None else None)
    if asked.request.method != "POST":
        page.draft = drafting.load(asked, client, kind, act)
        return show(page, _begun(page, about, start))
    return answer(page, lambda **options: forms.bound(kind, about, initial=start, **options))


def _begun(page: Page, about: Any, initial: dict[str, Any]) -> ActForm:
    """The form to begin with: as it was left, where it was left."""
    data = drafting.as_data(page.draft.values) if page.draft is not None else None
    return forms.bound(page.kind, about, data=data, initial=initial, quiet=True)


def _words(own: Opened, kind: str, clause: str) -> dict[str, Any]:
    """The kind in words: its label, the clauses that speak of it (the one that is owed first), its guided form."""
    texts = own.seen.conditions.texts()
    names = {terms.name for terms in texts.sets} | {"statute"}
    every = dict.fromkeys([clause, *kind_class(kind).clauses] if clause else kind_class(kind).clauses)
    told = [(each, found) for each in every if each.partition("/")[0] in names and (found := texts.of(each))]
    return {
        "kind": kind,
        "title": kind_label(kind, own.asked.language),
        "clauses": told[:6],
        "owed": clause if texts.of(clause) else "",
        "guide": drafting.guided().get(kind, ""),
    }


# --- what any form of an act answers to what was pressed ------------------------------------------------------------


def answer(page: Page, make: Any) -> HttpResponse:
    """The answer to a form that was sent; `make` makes the form from what was sent."""
    pressed, sent = page.pressed, page.asked.request.POST
    if pressed.startswith(MORE) or pressed == "edit":
        return show(page, make(data=sent, quiet=True, more=pressed.removeprefix(MORE)))
    if pressed == "draft":
        try:
            return _keep(page)
        except DraftTooLargeError:
            messages.error(page.asked.request, _("This is more text than can be kept. Make it shorter."))
            return show(page, make(data=sent, quiet=True), status=422)
    form = make(data=sent)
    if not form.is_valid():
        return show(page, form, status=422)
    try:
        made = _made(page, form) if pressed != "record" or page.kind == "visit.planned" else None
        if made is not None and _cannot_be_planned(page, form, made):
            return show(page, form, status=422)
        return _record(page, form) if made is None or pressed == "record" else _preview(page, made)
    except AppendError as error:
        form.tell(error.problems)
        return show(page, form, status=422)


def _cannot_be_planned(page: Page, form: ActForm, made: Preview) -> bool:
    """Tells at the form what nobody in service may do: planning it is the desk's own work, and is refused."""
    cannot = competence.cannot_be_planned(made.acts, page.asked.now)
    for what in cannot:
        told = _(
            "Nobody in service is in the register as competent on that day: %(what)s. Plan something else, or put "
            "somebody in the register first."
        )
        form.add_error("service" if "service" in form.fields else None, told % {"what": what})
    return bool(cannot)


def show(page: Page, form: ActForm, status: int = 200, **more: Any) -> HttpResponse:
    """The page with the form."""
    if (wanted := page.asked.request.GET.get("field")) is not None:
        form.focus = wanted
    return page.asked.render(page.template, _context(page, form=form, **more), status=status)


def _context(page: Page, **more: Any) -> dict[str, Any]:
    return page.own.context(
        **page.words,
        about=page.about,
        key=page.key,
        next=given_back(page.asked),
        draft=page.draft,
        form_name=page.form_name,
        asks=page.owed.asked if page.owed is not None else "",
        **more,
    )


def _preview(page: Page, made: Preview) -> HttpResponse:
    shown = previews.shown(page.asked, made, page.own.seen)
    left = page.owed.left_by(made) if page.owed is not None else None
    return page.asked.render("desk/acts/preview.html", _context(page, preview=shown, left=left, sent=_sent(page)))


def _made(page: Page, form: ActForm) -> Preview:
    asked, own = page.asked, page.own
    return previewing.preview(own.seen, forms.acts_from(form), actor=asked.actor, now=asked.now, reading=own.reading)


def _sent(page: Page) -> list[tuple[str, str]]:
    """What was typed, to be carried along in hidden fields."""
    return [(name, value) for name, values in drafting.typed(page.asked.request).items() for value in values]


def _record(page: Page, form: ActForm) -> HttpResponse:
    asked, client = page.asked, page.own.client
    try:
        made = ledger.append(client, forms.acts_from(form), actor=asked.actor, now=asked.now, key=page.key)
    except KeyReusedError:
        form.add_error(None, _("This form was used already, for something else. Look at it again, then go on."))
        page.asked.request.POST = _without_key(page)
        return show(page, form, status=409)
    drafts.drop(drafting.staff_of(asked), client, page.form_name, page.about)
    messages.success(asked.request, _("This was recorded already.") if made.again else _("The act is recorded."))
    return HttpResponseRedirect(back(asked, act_page(client, made.first_seq)))


def _without_key(page: Page) -> Any:
    """What was sent, without the key that was used up, so that the form gets a new one."""
    sent = page.asked.request.POST.copy()
    sent.pop("_key", None)
    return sent


def _keep(page: Page) -> HttpResponse:
    """Keep the form as a draft; of two windows the newest counts, and that is told."""
    asked = page.asked
    before = draft_views.keep(asked, page.own.client, page.form_name, page.about)
    known = asked.request.POST.get("_draft_at", "")
    if before is not None and known and before.isoformat() > known:
        messages.warning(asked.request, _("You had kept this form in another window too; what you sent now counts."))
    messages.success(asked.request, _("What you typed is kept. You can go on with it for thirty days."))
    return redirect("act_choose", page.own.client)
