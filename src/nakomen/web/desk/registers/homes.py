"""The registers about clients: keys of their dwellings, and things of theirs that staff have in hand.

Only what one may see of the clients' dwellings is shown; each client on a page stands in the access log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.record import registers
from nakomen.record.models import ClientCard, ClientProperty, KeyCopy
from nakomen.record.registers import keys_of_homes, states
from nakomen.record.search import QueryError, SearchQuery, search
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers import words
from nakomen.web.desk.registers.forms import BackForm, Page, PropertyForm, given, handled
from nakomen.web.desk.registers.listing import everything, listed, page_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from nakomen.record.search import Found


@desk("organisation.read")
def keys(asked: Desk, /) -> HttpResponse:
    """Keys that are out, first those that should be back; with `show=all` also those that went back."""
    asked.require(subject="register keys")
    mine = KeyCopy.objects.filter(registers.keys_seen(asked.actor, asked.now)).select_related("chain__card")
    rows = mine if everything(asked) else mine.filter(returned_on=None)
    ordered = rows.order_by(
        F("returned_on").desc(nulls_first=True), F("due").asc(nulls_last=True), "since", "chain_id", "id"
    )
    return _listed(asked, "keys", ordered)


@desk("organisation.read")
def property_list(asked: Desk, /) -> HttpResponse:
    """Things of clients that staff have in hand; with `show=all` also what went back."""
    asked.require(subject="register property")
    seen = registers.keys_seen(asked.actor, asked.now)
    mine = ClientProperty.objects.filter(seen, chain__destroyed_at=None)
    rows = mine.select_related("chain__card", "staff")
    ordered = (rows if everything(asked) else rows.filter(returned_on=None)).order_by(
        F("returned_on").desc(nulls_first=True), F("back_by").asc(nulls_last=True), "since", "id"
    )
    return _listed(asked, "property", ordered)


def _listed(asked: Desk, register: str, ordered: Any) -> HttpResponse:
    """A page of rows about clients, each of whom is logged as shown."""
    page = page_of(asked, ordered)
    asked.seen([each.chain_id for each in page], f"register {register}", "client.read")
    more = {"sees": asked.may("client.read"), "records": asked.may("act.append")}
    return listed(asked, register, page, [_row(asked, each) for each in page], more)


def _row(asked: Desk, row: Any) -> dict[str, Any]:
    due = row.due if isinstance(row, KeyCopy) else row.back_by
    state = states.of_return(due, row.returned_on, asked.today)
    who = row.chain.card.name if hasattr(row.chain, "card") else ""
    shown = {"row": row, "who": who, "due": due, "label": words.state(state), "tone": words.TONES.get(state, "ended")}
    return shown | ({"return_url": _return_url(row)} if isinstance(row, KeyCopy) else {})


def _return_url(row: KeyCopy) -> str:
    """The form by which a key goes back, with the act by which it was handed over filled in."""
    form = reverse("act_new", kwargs={"client": row.chain_id, "kind": "key.returned"})
    return f"{form}?{urlencode({'act': row.act})}"


# --- property -------------------------------------------------------------------------------------------------------


@desk("act.append")
def property_choose(asked: Desk, /) -> HttpResponse:
    """Find the client whose thing was handed over. What is searched for is posted, so that no address holds it."""
    text = asked.request.POST.get("q", "").strip()
    found: tuple[Found, ...] = ()
    failed = False
    if text:
        try:
            found = search(asked.actor, SearchQuery(name=text), asked.now).found
        except QueryError:
            failed = True
    context = {"part": "registers", "q": text, "found": found, "failed": failed, "searched": bool(text)}
    return asked.render("desk/registers/property_choose.html", context, 422 if failed else 200)


@desk("act.append")
def property_add(asked: Desk, /, client: UUID) -> HttpResponse:
    """Note that somebody has a thing of this client in hand."""
    asked.require(client, subject="property")
    card = ClientCard.objects.filter(chain_id=client).first()
    form = PropertyForm(
        given(asked), initial={"since": asked.today, "staff": str(asked.actor.staff)}, today=asked.today
    )
    title = _("Hand over something of %(client)s") % {"client": card.name if card else ""}
    page = Page("property", title, _("Record"), reverse("register_property"), _("It is in the register."))

    def carry_out(data: dict[str, Any]) -> None:
        keys_of_homes.hand_over(client, **data, actor=asked.actor, now=asked.now)

    return handled(asked, form, carry_out, page)


@desk("act.append")
def property_back(asked: Desk, /, item: UUID) -> HttpResponse:
    """Note that a thing went back to the client."""
    row = ClientProperty.objects.filter(registers.keys_seen(asked.actor, asked.now, "act.append"), pk=item).first()
    if row is None:
        raise Http404
    asked.require(row.chain_id, subject="property")
    form = BackForm(given(asked), initial={"on": asked.today})
    title = _("Give back: %(what)s") % {"what": row.what}
    page = Page("property", title, _("Record"), reverse("register_property"), _("It is noted as given back."))
    return handled(
        asked, form, lambda data: keys_of_homes.give_back(row.pk, data["on"], actor=asked.actor, now=asked.now), page
    )
