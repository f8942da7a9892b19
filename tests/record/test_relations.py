"""Care relations and occasions follow from a client's acts alone."""

from datetime import date, datetime
from uuid import UUID

import pytest

from nakomen.acts.base import Act
from nakomen.acts.reading import read_acts
from nakomen.record import relations, tenancy
from nakomen.record.models import CareRelation, Occasion, Organisation
from nakomen.record.relations import Handling, Relation
from tests.record.world import act, register


def acts(*given: dict[str, object]) -> tuple[Act, ...]:
    read, problems = read_acts(list(given))
    assert read is not None, problems
    return read


def assigned(code: str = "mw1", on: str = "2026-01-05", **fields: object) -> dict[str, object]:
    return act("team.assigned", on, caregiver=code, role="wijkverpleegkundige", contact_point=False, **fields)


def planned(start: str, *codes: str, **fields: object) -> dict[str, object]:
    return act(
        "visit.planned",
        "2026-01-01",
        start=f"{start}T09:00:00+01:00",
        minutes=60,
        service="verzorging",
        payer="wlz",
        caregivers=list(codes),
        **fields,
    )


def days(found: list[Relation]) -> list[tuple[str, date, date | None]]:
    return [(each.code, each.since, each.until) for each in found]


def test_who_is_assigned_cares_from_that_day_until_leaving() -> None:
    (found,) = relations.relations_of(acts(assigned(id="t1")))
    assert found == Relation("mw1", "wijkverpleegkundige", False, date(2026, 1, 5), None, "t1")
    left = relations.relations_of(acts(assigned(id="t1"), act("team.left", "2026-02-01", act="t1")))
    assert days(left) == [("mw1", date(2026, 1, 5), date(2026, 2, 1))]


def test_who_takes_over_the_care_has_a_relation_and_who_handed_it_over_no_longer() -> None:
    over = act("team.handed_over", "2026-02-01", id="h1", act="t1", to="mw2", data_passed=True, client_told=True)
    assert days(relations.relations_of(acts(assigned(id="t1"), over))) == [
        ("mw1", date(2026, 1, 5), date(2026, 2, 1)),
        ("mw2", date(2026, 2, 1), None),
    ]


def test_a_visit_gives_a_relation_from_the_day_before_until_two_days_after() -> None:
    assert days(relations.relations_of(acts(planned("2026-02-10", "mw3")))) == [
        ("mw3", date(2026, 2, 9), date(2026, 2, 12))
    ]


def test_visits_close_together_are_one_series_and_others_are_not() -> None:
    weekly = [planned(f"2026-02-{day:02}", "mw3") for day in (3, 10, 17)]
    later = planned("2026-03-04", "mw3")
    assert days(relations.relations_of(acts(*weekly, later))) == [
        ("mw3", date(2026, 2, 2), date(2026, 2, 19)),
        ("mw3", date(2026, 3, 3), date(2026, 3, 6)),
    ]


def test_who_takes_over_a_visit_has_the_relation_and_who_was_planned_has_none() -> None:
    other = act("visit.reassigned", "2026-02-09", act="v1", caregiver="mw4")
    assert days(relations.relations_of(acts(planned("2026-02-10", "mw3", id="v1"), other))) == [
        ("mw4", date(2026, 2, 9), date(2026, 2, 12))
    ]


def test_a_visit_that_is_moved_takes_its_relation_along() -> None:
    moved = act("visit.moved", "2026-02-08", act="v1", start="2026-02-20T09:00:00+01:00", by="client")
    assert days(relations.relations_of(acts(planned("2026-02-10", "mw3", id="v1"), moved))) == [
        ("mw3", date(2026, 2, 19), date(2026, 2, 22))
    ]


def test_a_retracted_assignment_gives_no_relation() -> None:
    retracted = act("act.retracted", "2026-01-06", act="t1")
    assert relations.relations_of(acts(assigned(id="t1"), retracted)) == []


def test_a_corrected_caregiver_has_the_relation() -> None:
    corrected = act("act.corrected", "2026-01-06", act="t1", fields={"caregiver": "mw9"})
    assert days(relations.relations_of(acts(assigned(id="t1"), corrected))) == [("mw9", date(2026, 1, 5), None)]


def test_relations_end_thirty_days_after_the_agreement() -> None:
    ended = act("agreement.ended", "2026-02-01", end_on="2026-03-01", ground="notice")
    assert days(relations.relations_of(acts(assigned(), ended))) == [("mw1", date(2026, 1, 5), date(2026, 3, 31))]


def test_an_end_that_only_the_standing_knows_ends_relations_too() -> None:
    found = relations.relations_of(acts(assigned()), ended=date(2026, 3, 1))
    assert days(found) == [("mw1", date(2026, 1, 5), date(2026, 3, 31))]


def test_a_new_agreement_after_the_end_keeps_the_team() -> None:
    ended = act("agreement.ended", "2026-02-01", ground="notice")
    again = act("care.started", "2026-02-20")
    assert days(relations.relations_of(acts(assigned(), ended, again))) == [("mw1", date(2026, 1, 5), None)]


def test_relations_end_ninety_days_after_a_death() -> None:
    died = act("client.died", "2026-02-01")
    assert days(relations.relations_of(acts(assigned(), died))) == [("mw1", date(2026, 1, 5), date(2026, 5, 2))]


def test_nobody_gets_a_relation_after_the_last_day() -> None:
    died = act("client.died", "2026-02-01")
    assert relations.relations_of(acts(died, assigned(on="2026-06-01"))) == []


RECEIVED = act("complaint.received", "2026-01-10", id="k1", about="te laat", complete=True, to="provider")
DECIDED = act("complaint.decided", "2026-02-01", act="k1", in_writing=True, reasoned=True)


def test_a_complaint_is_in_hand_until_thirty_days_after_the_decision() -> None:
    assert relations.occasions_of(acts(RECEIVED)) == [Handling("complaint", date(2026, 1, 10), None, "k1")]
    assert relations.occasions_of(acts(RECEIVED, DECIDED)) == [
        Handling("complaint", date(2026, 1, 10), date(2026, 3, 3), "k1")
    ]


def test_a_dispute_keeps_the_complaint_in_hand_until_it_is_decided() -> None:
    filed = act("dispute.filed", "2026-02-20", id="d1", act="k1", by="client", at="dispute_body")
    assert relations.occasions_of(acts(RECEIVED, DECIDED, filed))[0].until is None
    over = act("dispute.decided", "2026-05-01", act="d1", outcome="ongegrond")
    assert relations.occasions_of(acts(RECEIVED, DECIDED, filed, over))[0].until == date(2026, 5, 31)


def test_an_incident_is_looked_into_until_half_a_year_after_the_last_thing_done() -> None:
    happened = act("incident.occurred", "2026-01-10", id="x1", consequences=True, urgent=False)
    told = act("incident.explained", "2026-01-20", act="x1", nature=True, cause=True, measures=True)
    assert relations.occasions_of(acts(happened, told)) == [
        Handling("incident", date(2026, 1, 10), date(2026, 7, 19), "x1")
    ]


@pytest.fixture
def client_id(organisation: Organisation, now: datetime) -> UUID:
    with tenancy.within(organisation.id):
        return register(now, "Aleida Voorbeeld")


def test_what_is_kept_follows_the_acts_and_leaves_what_is_right(organisation: Organisation, client_id: UUID) -> None:
    with tenancy.within(organisation.id):
        relations.refresh(client_id, acts(assigned("mw1", id="t1"), assigned("mw2", id="t2"), RECEIVED))
        kept = dict(CareRelation.objects.values_list("code", "pk"))
        relations.refresh(client_id, acts(assigned("mw1", id="t1"), assigned("mw3", id="t3")))
        assert dict(CareRelation.objects.filter(code="mw1").values_list("code", "pk")) == {"mw1": kept["mw1"]}
        assert sorted(CareRelation.objects.values_list("code", flat=True)) == ["mw1", "mw3"]
        assert not Occasion.objects.exists()
        relations.remove(client_id)
        assert not CareRelation.objects.exists()
