"""Putting right what was recorded wrongly: only what changes is corrected, a retraction shows what it changes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from nakomen.acts.base import Act
from nakomen.record import ledger, tenancy
from nakomen.record.models import Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.desk.clients.conftest import Enter, record

PAUSE = act("care.paused", "2026-02-20", id="p", by="client", reason="holiday", **{"from": "2026-02-23"})


@pytest.fixture
def seq(known: UUID, organisation: Organisation, now: datetime) -> int:
    """The place of a pause that was recorded."""
    record(organisation, known, now, PAUSE)
    return len(acts(organisation, known))


def acts(organisation: Organisation, client: UUID) -> tuple[Act, ...]:
    with tenancy.within(organisation.id):
        return ledger.acts(client)


def typed(**changes: str) -> dict[str, str]:
    """The form of the pause as it comes back untouched, but for these fields."""
    return {"on": "2026-02-20", "from": "2026-02-23", "until": "", "by": "client", "reason": "holiday", **changes}


def test_only_the_fields_that_change_are_corrected(
    known: UUID, seq: int, enter: Enter, people: People, organisation: Organisation
) -> None:
    window, where = enter(people.owner), reverse("act_correct", args=[known, seq])
    page = window.get(where).content.decode()
    assert 'name="from" value="2026-02-23"' in page
    preview = window.post(where, {**typed(until="2026-02-28", reason=""), "_do": "preview"})
    assert "Handeling gecorrigeerd" in preview.content.decode()
    done = window.post(where, {**typed(until="2026-02-28", reason=""), "_do": "record"})
    assert done.status_code == 302
    last: Any = acts(organisation, known)[-1]
    assert (last.kind, last.act) == ("act.corrected", "p")
    assert {name: str(value) for name, value in last.fields.items()} == {"until": "2026-02-28", "reason": "None"}


def test_the_form_starts_with_what_corrections_made_of_the_act(
    known: UUID, seq: int, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, act("act.corrected", "2026-03-01", act="p", fields={"until": "2026-02-27"}))
    page = enter(people.owner).get(reverse("act_correct", args=[known, seq])).content.decode()
    assert 'name="until" value="2026-02-27"' in page


def test_a_correction_that_changes_nothing_is_none(
    known: UUID, seq: int, enter: Enter, people: People, organisation: Organisation
) -> None:
    answer = enter(people.owner).post(reverse("act_correct", args=[known, seq]), {**typed(), "_do": "record"})
    assert answer.status_code == 422
    assert "U heeft nog niets gewijzigd." in answer.content.decode()
    assert len(acts(organisation, known)) == seq


def test_a_wrong_correction_is_told_at_its_field(known: UUID, seq: int, enter: Enter, people: People) -> None:
    answer = enter(people.owner).post(
        reverse("act_correct", args=[known, seq]), {**typed(until="2026-01-01"), "_do": "preview"}
    )
    assert answer.status_code == 422
    assert 'href="#id_until"' in answer.content.decode()


def test_the_field_that_is_asked_for_has_the_focus(known: UUID, seq: int, enter: Enter, people: People) -> None:
    page = enter(people.owner).get(reverse("act_correct", args=[known, seq]) + "?field=reason").content.decode()
    assert page.count("autofocus") == 1
    assert re.search(r"<fieldset[^>]*autofocus[^>]*>\s*<legend>Reden", page)


def test_a_retraction_shows_what_it_changes_and_then_takes_the_act_away(
    known: UUID, seq: int, enter: Enter, people: People, organisation: Organisation
) -> None:
    window, where = enter(people.owner), reverse("act_retract", args=[known, seq])
    page = window.get(where).content.decode()
    assert "Wat dit verandert" in page
    assert len(acts(organisation, known)) == seq
    key = re.search(r'name="_key" value="([0-9a-f]{32})"', page)
    assert key is not None
    for _twice in range(2):
        assert window.post(where, {"_key": key[1]}).status_code == 302
    last = acts(organisation, known)[-1]
    assert (last.kind, last.act, len(acts(organisation, known))) == ("act.retracted", "p", seq + 1)
    assert "al ingetrokken" in window.get(window.get(where)["Location"]).content.decode()
    gone = window.get(reverse("act_correct", args=[known, seq]))
    assert gone.status_code == 302


def test_a_retraction_itself_an_act_of_another_area_and_a_place_without_an_act_are_not_there(
    known: UUID, seq: int, enter: Enter, people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, act("act.retracted", "2026-03-01", act="p"))
    window, finance = enter(people.owner), enter(staff("finance"))
    for name in ("act_correct", "act_retract"):
        assert window.get(reverse(name, args=[known, seq + 1])).status_code == 404
        assert window.get(reverse(name, args=[known, 999])).status_code == 404
        assert finance.get(reverse(name, args=[known, seq])).status_code == 404


def test_corrections_and_retractions_are_made_at_the_act_and_not_from_the_list(
    known: UUID, enter: Enter, people: People
) -> None:
    answer = enter(people.owner).get(reverse("act_new", args=[known, "act.corrected"]))
    assert answer["Location"] == reverse("client_acts", args=[known])
