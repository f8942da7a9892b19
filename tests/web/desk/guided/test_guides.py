from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from nakomen.acts.writing import write_act
from nakomen.record import ledger, standings, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Draft, Organisation, StaffMember
from nakomen.web.desk.guided import GUIDED
from nakomen.web.desk.guided.guides import GUIDES
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.guided.conftest import Window, hidden, problems
from tests.web.desk.guided.test_signing import INDICATION, INTAKE, OFFER, TODAY

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def care(people: People, window: Callable[[StaffMember], Window]) -> Window:
    return window(people.owner)


@pytest.fixture
def client_(people: People, organisation: Organisation, now: datetime) -> UUID:
    return client_of(organisation.pk, now, people.owner)


@pytest.fixture
def under_agreement(people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client of the owner whose agreement is in force since a month."""
    client = client_of(organisation.pk, now, people.owner)
    offered = {**OFFER, "on": "2026-02-01", "id": "offer"}
    with tenancy.within(organisation.pk):
        acts = [INDICATION, offered, act("agreement.accepted", "2026-02-01", act="offer", by="client")]
        ledger.append(client, acts, actor=system("command"), now=now)
    return client


def last(window: Window, client: UUID, count: int) -> list[dict[str, Any]]:
    """The last acts on record as JSON, without what the record itself writes down."""
    return [
        {name: value for name, value in write_act(each).items() if name not in ("id", "recorded", "recorder")}
        for each in window.acts(client)[-count:]
    ]


def recorded(window: Window, client: UUID, name: str, steps: dict[str, dict[str, Any]], act: str = "") -> Any:
    """Fill in all steps and record."""
    return window.record(client, name, window.through(client, name, steps, act), act)


def test_every_kind_with_a_guided_form_leads_to_one_that_is_there() -> None:
    assert set(GUIDED.values()) <= set(GUIDES)
    for kind, name in GUIDED.items():
        assert kind in GUIDES[name].kinds or name in ("intake", "reporting_code", "complaint"), kind


# --- the flow -------------------------------------------------------------------------------------------------------


def test_an_intake_records_all_its_acts_once(care: Window, client_: UUID) -> None:
    checked = care.through(client_, "intake", INTAKE)
    for _twice in range(2):
        assert care.record(client_, "intake", checked).headers["Location"] == reverse("signing", args=(client_,))
    assert care.kinds(client_)[2:] == [
        "intake.held",
        "information.given",
        "terms.provided",
        "client.identified",
        "client.contact_person_named",
        "intake.choices_stated",
    ]
    given = last(care, client_, 5)[0]
    assert len(given["topics"]) == 18
    assert "remote_care" not in given["topics"]


def test_topics_are_ticked_one_by_one_where_not_all_were_given(care: Window, client_: UUID) -> None:
    some = {**INTAKE["topics"], "on": TODAY, "whole": "no", "topics": ["keys", "wishes"]}
    recorded(care, client_, "topics", {"topics": some})
    assert last(care, client_, 1)[0]["topics"] == ["keys", "wishes"]
    again = care.web.get(reverse("guided", args=(client_, "topics"))).content.decode()
    assert again.count("(given before)") == 2


def test_wrong_answers_keep_what_was_typed_and_say_where(care: Window, client_: UUID) -> None:
    answer = care.fill(client_, "intake", "identity", shown="yes", number_end="ABCDE", document="passport")
    assert answer.status_code == 422
    assert len(problems(answer)) == 2
    assert 'value="ABCDE"' in answer.content.decode()
    again = care.web.get(reverse("guided", args=(client_, "intake")), {"step": "identity"}).content.decode()
    assert 'value="ABCDE"' in again
    assert 'class="problems"' not in again


def test_what_was_typed_without_an_answer_before_it_is_not_dropped(care: Window, client_: UUID) -> None:
    answer = care.fill(client_, "intake", "people", contact_name="Bep Buur")
    assert answer.status_code == 422
    assert problems(answer) == ["Does the client name a contact person?: Choose yes or no."]
    assert 'value="Bep Buur"' in answer.content.decode()


def test_going_back_loses_nothing_and_asks_nothing(care: Window, client_: UUID) -> None:
    address = reverse("guided", args=(client_, "intake"))
    answer = care.fill(client_, "intake", "choices", go="back", stated="yes", choices="Nog niet af")
    assert answer.headers["Location"] == f"{address}?step=people"
    assert "Nog niet af" in care.web.get(address, {"step": "choices"}).content.decode()


def test_what_is_typed_is_kept_until_it_is_recorded_or_thrown_away(
    care: Window, client_: UUID, organisation: Organisation
) -> None:
    saved = care.web.post(
        reverse("guided_draft", args=(client_, "exclusion")), {"step": "person", "motivation": "Een half verhaal"}
    )
    assert saved.status_code == 204
    start = care.web.get(reverse("guided", args=(client_, "exclusion"))).content.decode()
    assert "You were working on this before." in start
    person = care.web.get(reverse("guided", args=(client_, "exclusion")), {"step": "person"}).content.decode()
    assert "Een half verhaal" in person
    care.web.post(reverse("guided", args=(client_, "exclusion")), {"go": "wipe"})
    with tenancy.within(organisation.pk):
        assert Draft.objects.count() == 0


def test_a_draft_is_of_who_typed_it(
    care: Window, client_: UUID, staff: StaffMaker, window: Callable[[StaffMember], Window]
) -> None:
    care.fill(client_, "exclusion", "person", motivation="Alleen van mij")
    other = window(staff("administration"))
    page = other.web.get(reverse("guided", args=(client_, "exclusion")), {"step": "person"}).content.decode()
    assert "Alleen van mij" not in page


def test_the_check_names_each_step_that_lacks_and_records_nothing(care: Window, client_: UUID) -> None:
    care.fill(client_, "intake", "talk", **INTAKE["talk"])
    page = care.check(client_, "intake")
    assert 'name="answers"' not in page
    for title in ("Identity", "Choices", "Information given"):
        assert f">{title}</a>: This step was not filled in yet." in page
    before = care.kinds(client_)
    posted = {"go": "record", "key": "0123456789ab", "answers": json.dumps({"talk.on": [TODAY]})}
    assert care.web.post(reverse("guided", args=(client_, "intake")), posted).status_code == 422
    assert care.kinds(client_) == before


def test_what_was_checked_is_recorded_though_the_draft_changed_meanwhile(care: Window, client_: UUID) -> None:
    steps: dict[str, dict[str, Any]] = {
        "criteria": {"on": TODAY, "criteria": ["violent"]},
        "person": {"motivation": "Gezien in drie gesprekken."},
        "outcome": {"outcome": "transfer"},
    }
    checked = care.through(client_, "exclusion", steps)
    care.fill(client_, "exclusion", "outcome", outcome="accept")
    care.record(client_, "exclusion", checked)
    assert last(care, client_, 1) == [
        {
            "kind": "exclusion.assessed",
            "on": TODAY,
            "criteria": ["violent"],
            "outcome": "transfer",
            "motivation": "Gezien in drie gesprekken.",
        }
    ]


def test_an_unknown_form_is_not_there(care: Window, client_: UUID) -> None:
    assert care.web.get(reverse("guided", args=(client_, "nothing"))).status_code == 404


# --- the home check and the plan --------------------------------------------------------------------------------------


def test_a_home_check_lists_what_is_not_in_order(care: Window, client_: UUID) -> None:
    well = dict.fromkeys(("heating", "gas", "water", "electricity", "aid_space"), "ok")
    steps: dict[str, dict[str, Any]] = {
        "supplies": {"on": TODAY, **well, "gas": "not_needed"},
        "bed": {"bed_height": "missing", "bed_reach": "ok", "room": "ok"},
        "safety": dict.fromkeys(("bath_mat", "rubber_feet", "loose_rugs", "wiring"), "ok") | {"bath_mat": "missing"},
        "hygiene": {"clean": "missing", "endangers": ["staff"]},
        "measures": {"measures": ""},
    }
    checked = care.through(client_, "home_check", steps)
    assert "Something is not in order, and no measures are filled in." in checked
    care.record(client_, "home_check", checked)
    assert last(care, client_, 2) == [
        {"kind": "hygiene.unsafe_found", "on": TODAY, "endangers": ["staff"]},
        {"kind": "home.checked", "on": TODAY, "missing": ["bed_height", "bath_mat", "clean"]},
    ]


def test_a_home_check_passes_no_item_over(care: Window, client_: UUID) -> None:
    answer = care.fill(client_, "home_check", "safety", bath_mat="ok", wiring="ok")
    assert answer.status_code == 422
    assert len(problems(answer)) == 2


def test_a_home_without_faults_is_recorded_as_such(care: Window, client_: UUID) -> None:
    steps: dict[str, dict[str, Any]] = {
        "supplies": {"on": TODAY, **dict.fromkeys(("heating", "gas", "water", "electricity", "aid_space"), "ok")},
        "bed": dict.fromkeys(("bed_height", "bed_reach", "room"), "not_needed"),
        "safety": dict.fromkeys(("bath_mat", "rubber_feet", "loose_rugs", "wiring"), "ok"),
        "hygiene": {"clean": "ok"},
        "measures": {"measures": ""},
    }
    recorded(care, client_, "home_check", steps)
    assert last(care, client_, 1) == [{"kind": "home.checked", "on": TODAY, "missing": []}]


def test_a_plan_tells_which_sections_it_lacks_and_records_consent_with_it(care: Window, under_agreement: UUID) -> None:
    steps: dict[str, dict[str, Any]] = {
        "before": {"on": "2026-02-20", "before": ["plan.support_offered"]},
        "sections": {
            "sections_0": ["quality_of_life"],
            "sections_1": ["health", "risks"],
            "sections_2": ["evaluation"],
        },
        "medical": {"medical_acts": "Injecteren\n\nWondzorg"},
        "evaluation": {"evaluate_1": "2026-08-20"},
        "consent": {"agreed": "client", "agreed_on": TODAY, "signed": ["client", "provider"], "copied": "yes"},
    }
    checked = care.through(under_agreement, "plan", steps)
    assert checked.count("The plan still lacks: ") == 5
    assert "The plan still lacks: Prognosis." in checked
    care.record(under_agreement, "plan", checked)
    offered, plan, agreed, *signed, copied = last(care, under_agreement, 6)
    assert offered["kind"] == "plan.support_offered"
    assert plan["sections"] == ["quality_of_life", "health", "risks", "evaluation", "medical_acts"]
    assert plan["medical_acts"] == ["Injecteren", "Wondzorg"]
    assert plan["evaluate_on"] == ["2026-08-20"]
    assert (agreed["kind"], agreed["on"], copied["kind"]) == ("plan.agreed", TODAY, "plan.copied")
    assert [each["party"] for each in signed] == ["client", "provider"]
    with tenancy.within(care.organisation):
        assert standings.stand(under_agreement, date(2026, 3, 2)).plan["status"] == "in_force"


def test_a_consent_before_the_plan_is_refused(care: Window, under_agreement: UUID) -> None:
    care.fill(under_agreement, "plan", "before", on=TODAY)
    answer = care.fill(under_agreement, "plan", "consent", agreed="client", agreed_on="2026-03-01")
    assert answer.status_code == 422
    assert problems(answer)[0].startswith("Day of the consent:")


# --- notice -----------------------------------------------------------------------------------------------------------

COMPELLING = {"on": TODAY, "by": "provider", "channel": "letter", "ground": "compelling"}


def test_a_notice_for_compelling_reasons_shows_the_condition_that_is_missing(
    care: Window, under_agreement: UUID
) -> None:
    care.fill(under_agreement, "notice", "who", **COMPELLING)
    page = care.web.get(reverse("guided", args=(under_agreement, "notice"))).content.decode()
    assert page.count('<span class="tag tag-met">met</span>') == 1
    assert page.count('<span class="tag tag-unmet">not met</span>') == 3
    assert page.count('<input type="date" name="notice__') == 3
    done = {"notice__grounds_discussed": "2026-02-16", "notice__alternative_offered": "2026-02-16"}
    care.fill(under_agreement, "notice", "conditions", **done)
    care.fill(under_agreement, "notice", "details")
    checked = care.check(under_agreement, "notice")
    assert "Not met: Complaint option told (31.1.f)." in checked
    assert "Not met: Grounds discussed" not in checked
    assert "A notice that lacks a condition does not end the agreement." in checked
    care.record(under_agreement, "notice", checked)
    assert [each["kind"] for each in last(care, under_agreement, 3)] == [
        "notice.grounds_discussed",
        "notice.alternative_offered",
        "notice.given",
    ]
    with tenancy.within(care.organisation):
        assert standings.stand(under_agreement, date(2026, 12, 1)).agreement["status"] == "in_force"


def test_a_notice_with_all_its_conditions_tells_the_first_day_on_which_it_ends(
    care: Window, under_agreement: UUID
) -> None:
    care.fill(under_agreement, "notice", "who", **COMPELLING)
    done = dict.fromkeys(
        ("notice__grounds_discussed", "notice__alternative_offered", "notice__complaint_option_told"), "2026-02-16"
    )
    care.fill(under_agreement, "notice", "conditions", **done)
    page = care.web.get(reverse("guided", args=(under_agreement, "notice"))).content.decode()
    assert "The first day on which it can end:" in page
    care.fill(under_agreement, "notice", "details")
    checked = care.check(under_agreement, "notice")
    assert "Not met" not in checked
    care.record(under_agreement, "notice", checked)
    with tenancy.within(care.organisation):
        assert standings.stand(under_agreement, date(2026, 3, 5)).agreement["status"] == "ending"


def test_a_notice_by_the_client_asks_no_ground_and_no_conditions(care: Window, under_agreement: UUID) -> None:
    who = {"on": TODAY, "by": "client", "channel": "email"}
    assert care.fill(under_agreement, "notice", "who", **who).headers["Location"].endswith("step=details")
    recorded(care, under_agreement, "notice", {"who": who, "details": {"received_on": TODAY}})
    (notice,) = last(care, under_agreement, 1)
    assert notice == {"kind": "notice.given", "on": TODAY, "by": "client", "channel": "email", "received_on": TODAY}


def test_a_provider_without_a_ground_is_asked_for_one(care: Window, under_agreement: UUID) -> None:
    answer = care.fill(under_agreement, "notice", "who", on=TODAY, by="provider", channel="letter")
    assert answer.status_code == 422
    assert "Choose the ground." in problems(answer)[0]


# --- what only some may see -------------------------------------------------------------------------------------------


def test_the_reporting_code_goes_on_step_by_step(care: Window, client_: UUID) -> None:
    empty: dict[str, dict[str, Any]] = {name: {} for name in ("consult", "talk", "weigh", "decide")}
    first = {"suspicion": {"on": TODAY, "form": "elder"}, "signals": {"taken_on": TODAY}, **empty}
    recorded(care, client_, "reporting_code", first)
    suspicion, step = last(care, client_, 2)
    assert (suspicion["form"], step["step"]) == ("elder", 1)
    name = str(care.acts(client_)[-2].id)
    start = care.web.get(reverse("guided", args=(client_, "reporting_code"))).content.decode()
    assert f"?act={name}" in start
    later = {**empty, "signals": {}, "talk": {"taken_on": TODAY}}
    checked = care.through(client_, "reporting_code", later, name)
    assert "This step comes before the one that goes first: Talk with those concerned." in checked
    care.record(client_, "reporting_code", checked, name)
    assert last(care, client_, 1) == [{"kind": "abuse.step_taken", "on": TODAY, "act": name, "step": 3}]


@pytest.mark.parametrize("role", ["administration", "complaints_officer", "finance"])
def test_the_reporting_code_is_closed_to_who_does_not_see_it(
    role: str, staff: StaffMaker, window: Callable[[StaffMember], Window], client_: UUID
) -> None:
    own = window(staff(role))
    assert own.web.get(reverse("guided", args=(client_, "reporting_code"))).status_code == 403
    assert own.fill(client_, "reporting_code", "suspicion", on=TODAY, form="elder").status_code == 403


def test_a_complaint_is_received_by_all_and_handled_by_who_may(
    care: Window, client_: UUID, staff: StaffMaker, window: Callable[[StaffMember], Window]
) -> None:
    steps: dict[str, dict[str, Any]] = {
        "complaint": {"on": TODAY, "to": "provider", "complete": "yes"},
        "about": {"about": "De zorg kwam te laat."},
    }
    recorded(care, client_, "complaint", steps)
    name = str(care.acts(client_)[-1].id)
    address = reverse("guided", args=(client_, "complaint"))
    assert f"?act={name}" not in care.web.get(address).content.decode()
    assert care.web.get(address, {"act": name}).status_code == 404
    officer = window(staff("complaints_officer"))
    assert f"?act={name}" in officer.web.get(address).content.decode()
    goes_on = officer.web.get(address, {"act": name}).content.decode()
    assert "Complaint decided, by 13 Apr 2026" in goes_on
    half = officer.fill(client_, "complaint", "handling", name, on=TODAY, what="complaint.decided", in_writing="yes")
    assert half.status_code == 422
    decided = {"on": TODAY, "what": "complaint.decided", "in_writing": "yes", "reasoned": "no"}
    checked = officer.through(client_, "complaint", {"handling": decided}, name)
    assert "A decision on a complaint is in writing and gives its reasons." in checked
    officer.record(client_, "complaint", checked, name)
    assert last(officer, client_, 1) == [
        {"kind": "complaint.decided", "on": TODAY, "act": name, "in_writing": True, "reasoned": False}
    ]


def test_an_act_that_answers_leads_to_what_it_answers(
    client_: UUID, staff: StaffMaker, window: Callable[[StaffMember], Window], organisation: Organisation, now: datetime
) -> None:
    received = act("complaint.received", TODAY, id="klacht", about="laat", complete=True, to="provider")
    told = act("complaint.progress_told", TODAY, id="bericht", act="klacht")
    with tenancy.within(organisation.pk):
        ledger.append(client_, [received, told], actor=system("command"), now=now)
    officer = window(staff("complaints_officer"))
    page = officer.web.get(reverse("guided", args=(client_, "complaint")), {"act": "bericht"}).content.decode()
    assert hidden(page, "act") == "klacht"


@pytest.mark.parametrize(("role", "name"), [("finance", "intake"), ("quality", "plan"), ("administration", "plan")])
def test_a_form_of_another_role_is_refused(
    role: str, name: str, staff: StaffMaker, window: Callable[[StaffMember], Window], client_: UUID
) -> None:
    answer = window(staff(role)).web.get(reverse("guided", args=(client_, name)))
    assert answer.status_code in (403, 404)


def test_a_step_outside_the_areas_is_left_out(
    staff: StaffMaker, window: Callable[[StaffMember], Window], client_: UUID
) -> None:
    office = window(staff("administration"))
    page = office.web.get(reverse("guided", args=(client_, "intake")), {"step": "choices"}).content.decode()
    assert "Is there an advance directive?" not in page


def test_the_number_of_queries_does_not_grow_with_the_file(
    care: Window, client_: UUID, django_assert_num_queries: Any
) -> None:
    address = reverse("guided", args=(client_, "intake"))
    care.web.get(address)
    with django_assert_num_queries(15):
        care.web.get(address)
    recorded(care, client_, "intake", INTAKE)
    care.web.get(address)  # takes the message along
    with django_assert_num_queries(15):
        care.web.get(address)
