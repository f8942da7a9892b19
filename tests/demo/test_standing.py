"""What stands between the clients of the demonstration and their providers is what their phase is about, no more."""

from datetime import date, timedelta

import pytest

from nakomen.norms.standing import standing
from tests.demo.support import DAYS, KEYS, TODAY, Lived, lived

#: What a phase means to show as wrong: (clause, kind of act) by organisation and phase.
FINDINGS = {
    ("linde", "conduct"): ("24.4", "conduct.recorded"),
    ("linde", "notice_by_provider"): ("24.4", "conduct.recorded"),
    ("linde", "damage_settled"): ("22", "damage.decided"),
    ("linde", "disclosed_without_ground"): ("16.1", "disclosure.made"),
    ("linde", "notice_lacking"): ("31.1.f", "notice.given"),
    ("linde", "restraint"): ("44", "restraint.applied"),
    ("venster", "conduct"): ("6.6", "conduct.recorded"),
    ("venster", "notice_by_provider"): ("6.6", "conduct.recorded"),
    ("venster", "disclosed_without_ground"): ("5.1.b", "disclosure.made"),
    ("venster", "notice_lacking"): ("1.4", "notice.given"),
}
#: What is overdue in a phase that is named after it.
LATE = {
    ("linde", "plan_late"): "10.2",
    ("linde", "evaluation_late"): "12.3.a",
    ("linde", "talk_late"): "26.1",
    ("linde", "client_late"): "26.3.a",
    ("linde", "invoice_overdue"): "25.1",
    ("linde", "reminder_late"): "25.3",
    ("linde", "collection"): "25.1",
    ("linde", "complaint_late"): "33.3",
    ("linde", "dossier_late"): "15.2",
    ("linde", "missed_once"): "12.7.a",
    ("venster", "plan_late"): "2.1",
    ("venster", "evaluation_late"): "2.9",
    ("venster", "invoice_overdue"): "9.1",
    ("venster", "reminder_late"): "9.4",
    ("venster", "collection"): "9.1",
    ("venster", "complaint_late"): "10.3",
    ("venster", "dossier_late"): "3.2",
    ("venster", "missed_once"): "7.1",
}
#: What is due within the week in a phase that is named after it.
SOON = {
    ("linde", "plan_due"): "10.2",
    ("linde", "evaluation_due"): "12.3.a",
    ("linde", "talk_due"): "26.1",
    ("linde", "short_indication"): "26.1",
    ("linde", "reminder_due"): "26.3",
    ("linde", "client_applies"): "26.3.a",
    ("linde", "provider_applies"): "26.5",
    ("linde", "invoice_open"): "25.1",
    ("linde", "invoice_overdue"): "25.3",
    ("linde", "complaint_running"): "33.3",
    ("linde", "damage_open"): "37.3",
    ("linde", "incident_open"): "21.1",
    ("linde", "notice_by_client"): "32",
    ("linde", "exit_talk_due"): "32",
    ("venster", "plan_due"): "2.1",
    ("venster", "evaluation_due"): "2.9",
    ("venster", "invoice_open"): "9.1",
    ("venster", "invoice_overdue"): "9.4",
    ("venster", "complaint_running"): "10.3",
}
#: How the agreement stands in a phase; in all others it is in force.
STATUS = {
    "first_contact": {"none"},
    "intake_with_gaps": {"none"},
    "awaiting_identification": {"none"},
    "awaiting_indication": {"none", "offered"},
    "offer_outstanding": {"offered"},
    "offer_declined": {"none"},
    "not_accepted": {"none"},
    "plan_due": {"none", "in_force"},
    "plan_due_today": {"none", "in_force"},
    "plan_late": {"none", "in_force"},
    "notice_by_client": {"ending"},
    "notice_by_provider": {"ending", "ended"},
    "notice_no_contract": {"ending"},
    "notice_not_needed": {"ending"},
    "exit_talk_due": {"ending"},
    "moved_away": {"ended"},
    "died": {"ended"},
    "ended": {"ended"},
    "ended_together": {"ended"},
    "goal_reached": {"ended"},
    "ended_long_ago": {"ended"},
}


def _clause(full: str | None) -> str | None:
    return None if full is None else full.partition("/")[2]


def _open(each: Lived, today: date, days: int) -> set[str]:
    """The clauses, visits left out, under which something is due by so many days from the day."""
    last = today + timedelta(days=days)
    return {
        duty.clause.partition("/")[2]
        for duty in each.standing.duties
        if duty.state == "open" and duty.due is not None and duty.due <= last and duty.norm.what != "visit.delivered"
    }


def _in_state(each: Lived, state: str) -> set[str]:
    return {duty.clause.partition("/")[2] for duty in each.standing.duties if duty.state == state}


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_found_wrong_but_what_the_phase_is_about(key: str, today: date) -> None:
    found = {
        (key, each.client.phase, _clause(finding.clause), finding.what)
        for each in lived(key, today)
        for finding in each.standing.findings
    }
    assert found == {(of, phase, *wrong) for (of, phase), wrong in FINDINGS.items() if of == key}


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_what_a_phase_says_is_late_is_overdue(key: str, today: date) -> None:
    for each in lived(key, today):
        clause = LATE.get((key, each.client.phase))
        assert clause is None or clause in _in_state(each, "overdue"), each.client.phase


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_what_a_phase_says_is_due_is_due_within_the_week(key: str, today: date) -> None:
    for each in lived(key, today):
        clause = SOON.get((key, each.client.phase))
        assert clause is None or clause in _open(each, today, 7), each.client.phase


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_the_agreement_stands_as_the_phase_says(key: str, today: date) -> None:
    for each in lived(key, today):
        assert each.standing.agreement["status"] in STATUS.get(each.client.phase, {"in_force"}), each.client.phase


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_the_work_list_is_alive_and_the_provider_well_run(key: str, today: date) -> None:
    all_ = lived(key, today)
    assert 0.60 <= sum(not _in_state(each, "overdue") for each in all_) / len(all_) <= 0.75
    assert 0.25 <= sum(bool(_open(each, today, 7)) for each in all_) / len(all_) <= 0.55
    assert any(_open(each, today, 0) for each in all_)
    assert any(_in_state(each, "undetermined") for each in all_)
    later = [duty for each in all_ for duty in each.standing.duties if duty.state == "open" and duty.due is not None]
    assert sum(duty.due is not None and duty.due > today + timedelta(days=7) for duty in later) > len(all_)


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_ever_overdue_at_a_client_who_has_left(key: str, today: date) -> None:
    for each in lived(key, today):
        if each.client.phase in ("ended", "ended_together", "goal_reached", "ended_long_ago", "moved_away", "died"):
            assert _in_state(each, "overdue") == set(), each.client.phase


@pytest.mark.parametrize(
    "as_of",
    [
        date(2026, 11, 30),
        date(2028, 2, 29),
        date(2026, 3, 28),
        date(2026, 3, 29),
        date(2026, 3, 30),
        date(2026, 10, 24),
        date(2026, 10, 25),
        date(2026, 10, 26),
    ],
)
@pytest.mark.parametrize("key", KEYS)
def test_the_standing_of_every_client_computes_on_other_days(key: str, as_of: date) -> None:
    counted = 0
    for each in lived(key, TODAY):
        answer = standing(each.case, as_of)
        assert all(duty.since <= as_of for duty in answer.duties)
        assert answer.balances == [] or all(balance["open"] >= 0 for balance in answer.balances)
        counted += len(answer.duties)
    assert counted > 1000
