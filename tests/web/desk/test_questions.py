"""The question that settles a duty says what is missing, leads to where it is told, and shows nothing out of sight."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.utils import translation

from nakomen.terms.compiled import packaged_norms
from nakomen.web.desk.questions import Known, KnownAct, question

CLIENT = UUID("11111111-1111-4111-8111-111111111111")
ACTS = {
    "v1": KnownAct("visit.cancelled", date(2026, 3, 2), 7, seen=True),
    "p1": KnownAct("care.paused", date(2026, 3, 2), 8, seen=True),
    "h1": KnownAct("visit.cancelled", date(2026, 3, 2), 9, seen=False),
}


def known(*, sees: bool = True, records: bool = True) -> Known:
    norms = [packaged_norms("zonl-thuisbegeleiding"), packaged_norms("wonder-2020")]
    return Known(CLIENT, ACTS.get, lambda _kind: sees, lambda _kind: records, lambda: norms)


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def asked(missing: str, of: Known) -> tuple[str, str, str] | None:
    found = question(missing, of)
    return None if found is None else (found.text, found.address, found.dutch)


def test_an_act_that_may_have_happened_leads_to_its_form() -> None:
    text, address, _dutch = asked("visit.cancelled", known()) or ("", "", "")
    assert text == "Did this happen: Visit cancelled? Then record it."
    assert address == f"/clients/{CLIENT}/record/visit.cancelled/"
    assert asked("visit.cancelled", known(sees=False)) is None


def test_a_field_that_was_left_open_leads_to_its_correction_by_the_name_that_a_form_has() -> None:
    text, address, _dutch = asked("p1.from_", known()) or ("", "", "")
    assert text == "“First day without care” was not filled in at: Care paused, 2 Mar 2026. Fill it in."
    assert address == f"/clients/{CLIENT}/acts/8/correct/?field=from"
    assert asked("h1.reason", known()) is None


def test_who_may_not_record_it_gets_the_question_without_a_way_to_answer() -> None:
    for missing in ("visit.cancelled", "v1.reason"):
        assert (asked(missing, known(records=False)) or ("", "-", ""))[1] == ""


def test_a_setting_is_named_by_the_conditions_that_ask_it() -> None:
    told = [asked(name, known()) for name in ("invoice_within", "soon", "provider.service_area", "nothing")]
    labels = [
        packaged_norms("zonl-thuisbegeleiding").settings["invoice_within"].label,
        packaged_norms("wonder-2020").settings["soon"].label,
        packaged_norms("wonder-2020").facts["service_area"].label,
    ]
    settled = "This is not settled for the organisation yet:"
    assert told[:3] == [(settled, "/settings/norms/", label) for label in labels]
    assert told[3] == ("A setting of the organisation is missing.", "/settings/norms/", "")
