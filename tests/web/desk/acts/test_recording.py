"""Recording an act in the pages: the form, what it changes, the act; wrong input loses nothing, twice counts once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.acts.base import Act
from nakomen.record import drafts, ledger, tenancy
from nakomen.record.models import Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.desk.clients.conftest import Enter, record

FORM = 14
PREVIEW = 15
PAUSE = {"on": "2026-03-02", "from": "2026-03-05", "until": "2026-03-09", "by": "client", "reason": "holiday"}


def address(client: UUID, kind: str, query: str = "") -> str:
    return reverse("act_new", args=[client, kind]) + query


def acts(organisation: Organisation, client: UUID) -> tuple[Act, ...]:
    with tenancy.within(organisation.id):
        return ledger.acts(client)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def confirmed(window: Client, where: str, typed: dict[str, Any]) -> Any:
    """The whole way: the form, the preview, the confirmation with what the preview carried along."""
    page = window.get(where).content.decode()
    preview = window.post(where, {**typed, "_key": hidden(page, "_key"), "_do": "preview"})
    assert preview.status_code == 200, preview.content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.content.decode()))
    return window.post(where, {**carried, "_do": "record"})


def test_an_act_is_recorded_once_it_was_previewed_and_confirmed(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    window, where = enter(people.owner), address(known, "care.paused")
    before = len(acts(organisation, known))
    preview = window.post(where, {**PAUSE, "_do": "preview"})
    assert preview.status_code == 200
    assert "Er is nog niets vastgelegd." in preview.content.decode()
    assert len(acts(organisation, known)) == before
    done = confirmed(window, where, PAUSE)
    assert done.status_code == 302
    last = acts(organisation, known)[-1]
    assert (last.kind, last.recorder) == ("care.paused", people.owner.code)
    assert done["Location"] == reverse("client_act", args=[known, before + 1])
    assert "De handeling is vastgelegd." in window.get(done["Location"]).content.decode()


def test_a_form_that_is_sent_twice_counts_once(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    window, where = enter(people.owner), address(known, "care.paused")
    key = hidden(window.get(where).content.decode(), "_key")
    before = len(acts(organisation, known))
    first = window.post(where, {**PAUSE, "_key": key, "_do": "record"})
    second = window.post(where, {**PAUSE, "_key": key, "_do": "record"})
    assert first["Location"] == second["Location"]
    assert len(acts(organisation, known)) == before + 1


def test_a_key_that_was_used_for_something_else_keeps_what_was_typed_and_gives_a_new_one(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    window, where = enter(people.owner), address(known, "care.paused")
    key = hidden(window.get(where).content.decode(), "_key")
    window.post(where, {**PAUSE, "_key": key, "_do": "record"})
    before = len(acts(organisation, known))
    again = window.post(where, {**PAUSE, "until": "2026-03-20", "_key": key, "_do": "record"})
    page = again.content.decode()
    assert again.status_code == 409
    assert 'value="2026-03-20"' in page
    assert hidden(page, "_key") != key
    assert len(acts(organisation, known)) == before


def test_wrong_input_is_told_all_at_once_and_nothing_typed_is_lost(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    typed = {**PAUSE, "from": "2026-03-09", "until": "2026-03-05", "by": "", "_do": "record"}
    before = len(acts(organisation, known))
    answer = enter(people.owner).post(address(known, "care.paused"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert 'href="#id_by_0"' in page
    assert 'href="#id_until"' in page
    assert 'value="2026-03-05"' in page
    assert "Traceback" not in page
    assert len(acts(organisation, known)) == before


def test_what_lies_in_the_future_is_told_at_the_day(known: UUID, enter: Enter, people: People) -> None:
    answer = enter(people.owner).post(address(known, "support.requested"), {"on": "2026-03-03", "_do": "preview"})
    assert answer.status_code == 422
    assert 'href="#id_on_0"' in answer.content.decode()


def test_a_preview_tells_what_the_act_opens_and_does(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime, staff: StaffMaker
) -> None:
    window = enter(staff("administration"))
    lines = [{"for": "other", "amount": "40.00"}]
    record(
        organisation,
        known,
        now,
        act("invoice.sent", "2026-02-20", id="f1", number="2026-7", amount="40.00", channel="paper", lines=lines),
    )
    where = address(known, "payment.received", "?act=f1&clause=wonder-2020/25.1")
    form = window.get(where).content.decode()
    assert re.search(r'value="f1" id="id_act_0" checked', form)
    assert 'name="amount" value="40,00"' in form
    told = {"on": "2026-03-02", "act": "f1", "_do": "preview"}
    part = window.post(where, {**told, "amount": "15"}).content.decode()
    assert "Van factuur 2026-7 is nog € 25,00 te betalen; dat was € 40,00." in part
    assert "Hiermee gedaan" not in part
    page = window.post(where, {**told, "amount": "40,00"}).content.decode()
    assert "Hiermee gedaan" in page
    assert "Factuur 2026-7 is dan helemaal betaald." in page


def test_what_goes_against_the_conditions_is_told_and_can_be_recorded_all_the_same(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    typed = {"on": "2026-03-02", "recipient": "other", "purpose": "reclame", "needed": "no"}
    window, where = enter(people.owner), address(known, "disclosure.made")
    page = window.post(where, {**typed, "_do": "preview"}).content.decode()
    assert "Dit gaat in tegen de voorwaarden" in page
    assert confirmed(window, where, typed).status_code == 302
    assert acts(organisation, known)[-1].kind == "disclosure.made"


def test_back_to_the_form_and_one_more_row_keep_what_was_typed(known: UUID, enter: Enter, staff: StaffMaker) -> None:
    window, where = enter(staff("administration")), address(known, "invoice.sent")
    typed = {"number": "2026-8", "lines-0-amount": "12,5", "lines-1-for": "copy"}
    for pressed, rows in (("edit", 2), ("more:lines", 4)):
        answer = window.post(where, {**typed, "_do": pressed})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'value="2026-8"' in page
        assert 'value="12,5"' in page
        assert 'role="alert"' not in page
        assert page.count('class="act-row"') == rows


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/today/?team=1", True),
        ("/clients/{client}/", True),
        ("https://kwaad.example/today/", False),
        ("//kwaad.example/today/", False),
        ("/account/logout/", False),
        ("/today", False),
    ],
)
def test_after_recording_only_pages_that_lead_to_forms_are_gone_back_to(
    known: UUID, enter: Enter, people: People, given: str, kept: bool
) -> None:
    window, wanted = enter(people.owner), given.format(client=known)
    done = window.post(address(known, "care.paused"), {**PAUSE, "next": wanted, "_do": "record"})
    assert done.status_code == 302
    assert (done["Location"] == wanted) is kept


def test_a_draft_saves_itself_comes_back_and_goes_when_the_act_is_recorded(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    window, where = enter(people.owner), address(known, "visit.refused")
    saved = window.post(
        reverse("draft_save", args=[known, "visit.refused"]),
        {"on": "2026-03-01", "reason": "De deur bleef dicht.", "_about": "", "_key": "x", "csrfmiddlewaretoken": "y"},
    )
    assert saved.status_code == 204
    with tenancy.within(organisation.id):
        kept = drafts.load(people.owner.id, known, "visit.refused", "")
    assert kept is not None
    assert set(kept.values) == {"on", "reason"}
    page = window.get(where).content.decode()
    assert "De deur bleef dicht." in page
    assert "U was hier op 2 mrt 2026 10:00 mee bezig" in page
    assert 'role="alert"' not in page
    assert "Zorg geweigerd door cliënt" in window.get(reverse("act_choose", args=[known])).content.decode()
    visit = act(
        "visit.planned", "2026-02-20", id="b", start="2026-02-27T09:00:00+01:00", minutes=30, service="z", payer="wlz"
    )
    record(organisation, known, datetime.fromisoformat("2026-03-02T09:00:00+01:00"), visit)
    done = window.post(where, {"on": "2026-03-01", "act": "b", "reason": "De deur bleef dicht.", "_do": "record"})
    assert done.status_code == 302
    with tenancy.within(organisation.id):
        assert drafts.load(people.owner.id, known, "visit.refused", "") is None


def test_without_scripts_a_draft_is_kept_by_a_button_and_thrown_away_by_another(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    window, where = enter(people.owner), address(known, "visit.refused")
    kept = window.post(where, {"reason": "De deur bleef dicht.", "_do": "draft"})
    assert kept.status_code == 302
    page = window.get(kept["Location"]).content.decode()
    assert "Wat u typte, is bewaard." in page
    assert "U was bezig met" in page
    dropped = window.post(reverse("draft_drop", args=[known, "visit.refused"]), {"_about": "", "next": where})
    assert dropped["Location"] == where
    assert "De deur bleef dicht." not in window.get(where).content.decode()


def test_of_two_windows_the_newest_counts_and_that_is_told(known: UUID, enter: Enter, people: People) -> None:
    window, where = enter(people.owner), address(known, "visit.refused")
    window.post(where, {"reason": "Eerst.", "_do": "draft"})
    old = {"reason": "Toen.", "_do": "draft", "_draft_at": "2026-03-01T10:00:00+00:00"}
    page = window.get(window.post(where, old)["Location"]).content.decode()
    assert "ook in een ander venster bewaard" in page
    assert "Toen." in window.get(where).content.decode()


def test_who_has_no_relation_or_is_a_stranger_finds_no_form_and_keeps_no_draft(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    before = len(acts(organisation, known))
    for member in (people.colleague, people.stranger):
        window = enter(member)
        for where in (
            address(known, "care.paused"),
            reverse("act_choose", args=[known]),
            reverse("act_correct", args=[known, 1]),
            reverse("act_retract", args=[known, 1]),
        ):
            assert window.get(where).status_code == 404
        assert window.post(address(known, "care.paused"), {**PAUSE, "_do": "record"}).status_code == 404
        assert window.post(reverse("draft_save", args=[known, "care.paused"]), {"on": "x"}).status_code == 404
    assert len(acts(organisation, known)) == before


def test_a_kind_that_is_not_for_ones_role_is_refused_with_the_reason_and_one_that_is_none_is_not_there(
    known: UUID, enter: Enter, staff: StaffMaker
) -> None:
    window = enter(staff("finance"))
    refused = window.get(address(known, "plan.presented"))
    assert refused.status_code == 403
    assert "Uw rol mag dit niet." in refused.content.decode()
    assert window.post(address(known, "plan.presented"), {"_do": "record"}).status_code == 403
    assert window.get(address(known, "geen.handeling")).status_code == 404
    assert window.get(address(known, "client.registered")).status_code == 404


def test_acts_that_one_may_not_see_cannot_be_pointed_at(
    known: UUID, enter: Enter, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    told = {"about": "te laat", "complete": True, "to": "provider"}
    record(organisation, known, now, act("complaint.received", "2026-03-01", id="geheim", **told))
    window = enter(staff("administration"))
    page = window.get(address(known, "invoice.sent")).content.decode()
    assert 'name="lines-0-act"' in page
    assert "geheim" not in page
    typed = {"on": "2026-03-02", "number": "1", "amount": "5", "channel": "paper"}
    line = {"lines-0-for": "other", "lines-0-act": "geheim", "lines-0-amount": "5"}
    answer = window.post(address(known, "invoice.sent"), {**typed, **line, "_do": "preview"})
    assert answer.status_code == 422
    assert 'href="#id_lines-0-act' in answer.content.decode()


def test_the_form_and_its_preview_take_as_many_queries_for_three_more_acts(
    known: UUID,
    enter: Enter,
    people: People,
    organisation: Organisation,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    window, where = enter(people.owner), address(known, "team.left")
    window.get(where)
    with django_assert_num_queries(FORM):
        window.get(where)
    fields = {"role": "verzorgende", "contact_point": False}
    more = [act("team.assigned", "2026-02-10", id=f"t{n}", caregiver=f"m{n}", **fields) for n in range(3)]
    record(organisation, known, now, *more)
    with django_assert_num_queries(FORM):
        window.get(where)
    with django_assert_num_queries(PREVIEW):
        assert window.post(where, {"on": "2026-03-02", "act": "t1", "_do": "preview"}).status_code == 200
