"""What an act changes: each way in which duties, findings, money, agreement and plan come to stand otherwise."""

from __future__ import annotations

from datetime import date

from nakomen.norms.difference import Difference, difference
from nakomen.norms.standing import standing
from tests.norms.support import Json, act, agreed, case

DAY = date(2026, 3, 2)
WONDER = "wonder-2020"
COMPLAINT = {"about": "te laat", "to": "provider"}


def made(before: list[Json], *more: Json, terms: str = WONDER, day: date = DAY) -> Difference:
    """The difference that more acts make on a day."""
    return difference(standing(case(terms, before), day), standing(case(terms, [*before, *more]), day))


def told(rows: object) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for row in rows:  # type: ignore[attr-defined]
        duty = getattr(row, "after", row)
        found.append((duty.clause, duty.norm.what, duty.state))
    return sorted(found)


def test_nothing_new_is_no_difference() -> None:
    assert made(agreed(WONDER)).nothing


def test_a_complaint_opens_the_duty_to_decide_and_the_decision_does_it() -> None:
    complaint = act("complaint.received", "2026-03-01", id="k", complete=True, **COMPLAINT)
    opened = made(agreed(WONDER), complaint)
    assert ("wonder-2020/33.3", "complaint.decided", "open") in told(opened.opened)
    assert "complaint.decided" not in [what for _clause, what, _state in told(opened.done)]
    decided = made(
        [*agreed(WONDER), complaint], act("complaint.decided", "2026-03-02", act="k", in_writing=True, reasoned=True)
    )
    assert ("wonder-2020/33.3", "complaint.decided", "done") in told(decided.done)


def test_what_is_done_too_late_is_done_late() -> None:
    complaint = act("complaint.received", "2026-01-06", id="k", complete=True, **COMPLAINT)
    decided = act("complaint.decided", "2026-03-02", act="k", in_writing=True, reasoned=True)
    assert ("wonder-2020/33.3", "complaint.decided", "done_late") in told(
        made([*agreed(WONDER), complaint], decided).done
    )


def test_a_withdrawn_complaint_closes_the_duty() -> None:
    complaint = act("complaint.received", "2026-03-01", id="k", complete=True, **COMPLAINT)
    closed = made([*agreed(WONDER), complaint], act("complaint.withdrawn", "2026-03-02", act="k")).closed
    assert ("wonder-2020/33.3", "complaint.decided", "lapsed") in told(closed)


def test_a_longer_term_moves_the_last_day() -> None:
    complaint = act("complaint.received", "2026-03-01", id="k", complete=True, **COMPLAINT)
    moved = made(
        [*agreed(WONDER), complaint], act("complaint.extended", "2026-03-02", act="k", until="2026-04-30")
    ).moved
    (pair,) = [pair for pair in moved if pair.after.clause == "wonder-2020/33.3"]
    assert pair.before.due is not None
    assert pair.after.due == date(2026, 4, 30) > pair.before.due


def test_retracting_a_complaint_leaves_nothing_of_its_duties_and_retracting_a_decision_reopens_them() -> None:
    complaint = act("complaint.received", "2026-03-01", id="k", complete=True, **COMPLAINT)
    decided = act("complaint.decided", "2026-03-02", id="d", act="k", in_writing=True, reasoned=True)
    gone = made([*agreed(WONDER), complaint], act("act.retracted", "2026-03-02", act="k")).gone
    assert ("wonder-2020/33.3", "complaint.decided", "open") in told(gone)
    reopened = made([*agreed(WONDER), complaint, decided], act("act.retracted", "2026-03-02", act="d")).reopened
    assert ("wonder-2020/33.3", "complaint.decided", "open") in told(reopened)


def test_an_invoice_and_its_payment_change_what_is_open() -> None:
    lines = [{"for": "other", "amount": "40.00"}]
    invoice = act("invoice.sent", "2026-03-01", id="f", number="1", amount="40.00", channel="paper", lines=lines)
    (sent,) = made(agreed(WONDER), invoice).money
    assert (sent.invoice, sent.before, str(sent.after)) == ("f", None, "40.00")
    (paid,) = made([*agreed(WONDER), invoice], act("payment.received", "2026-03-02", act="f", amount="15.00")).money
    assert (str(paid.before), str(paid.after)) == ("40.00", "25.00")


def test_an_acceptance_changes_the_agreement_and_a_consent_the_plan() -> None:
    offered = agreed(WONDER)[:2]
    step = made(offered, agreed(WONDER)[2]).agreement
    assert step is not None
    assert (step.before["status"], step.after["status"]) == ("offered", "in_force")
    plan = act("plan.presented", "2026-03-01", id="p", sections=["goal"])
    step = made([*agreed(WONDER), plan], act("plan.agreed", "2026-03-02", act="p", by="client")).plan
    assert step is not None
    assert (step.before["status"], step.after["status"]) == ("presented", "in_force")


def test_what_goes_against_the_conditions_is_found_and_settled_when_it_is_retracted() -> None:
    disclosed = act("disclosure.made", "2026-03-02", id="d", recipient="other", purpose="reclame", needed=False)
    found = made(agreed(WONDER), disclosed).found
    assert {item.clause for item in found} >= {"wonder-2020/16.1"}
    settled = made([*agreed(WONDER), disclosed], act("act.retracted", "2026-03-02", act="d")).settled
    assert {item.clause for item in settled} == {item.clause for item in found}


def test_what_may_not_be_shown_is_left_out() -> None:
    complaint = act("complaint.received", "2026-03-01", id="k", complete=True, **COMPLAINT)
    accepted = agreed(WONDER)[2]
    whole = made(agreed(WONDER)[:2], accepted, complaint)
    cut = whole.within(lambda row: row.trigger.kind != "complaint.received", lambda _item: False, lambda _part: False)
    assert all(not clause.startswith("wonder-2020/33") for clause, _what, _state in told(cut.opened))
    assert told(cut.opened) == [row for row in told(whole.opened) if not row[0].startswith("wonder-2020/33")]
    assert cut.agreement is None
    assert cut.found == []
