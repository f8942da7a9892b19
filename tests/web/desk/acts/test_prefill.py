"""What a form starts with: the day, the act that it answers, what follows from that act; nothing else is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nakomen.acts import kinds
from nakomen.acts.reading import read_acts
from nakomen.norms.facts import REWRITING
from nakomen.web.desk.acts import forms, prefill
from nakomen.web.desk.acts.about import About, pointed
from tests.record.lives import act
from tests.web.desk.acts.sending import surroundings

TODAY = date(2026, 3, 2)


def there(*acts: dict[str, Any], **more: Any) -> About:
    """Surroundings with these acts, the newest first."""
    read, _problems = read_acts(acts)
    assert read is not None
    return About("nl", TODAY, [pointed(each.id or "", each, "nl", each.act or "") for each in reversed(read)], **more)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind not in REWRITING])
def test_every_form_can_begin_with_what_it_is_given(kind: str) -> None:
    about = surroundings()
    initial = prefill.initial(kind, about)
    assert initial["on"] == "2026-03-02"
    assert next(part.name for part in forms.bound(kind, about, initial=initial).parts()) == "on"


def test_a_payment_starts_with_what_is_open_of_its_invoice() -> None:
    lines = [{"for": "other", "amount": "40.00"}]
    sent = act("invoice.sent", "2026-02-01", id="f", number="1", amount="40.00", channel="paper", lines=lines)
    about = there(sent, balances={"f": Decimal("25.5")})
    assert prefill.initial("payment.received", about, "f") == {"on": "2026-03-02", "act": "f", "amount": "25.50"}


def test_what_is_named_can_be_an_act_that_belongs_to_the_one_that_is_answered() -> None:
    plan = act("plan.presented", "2026-02-01", id="p", sections=["goal"])
    agreed = act("plan.agreed", "2026-02-03", id="j", act="p", by="client")
    assert prefill.initial("plan.copied", there(plan, agreed), "j")["act"] == "p"


def test_of_several_only_a_newer_plan_or_offer_is_taken_for_granted() -> None:
    plans = [act("plan.presented", f"2026-02-0{n}", id=f"p{n}", sections=["goal"]) for n in (1, 2)]
    assert prefill.initial("plan.agreed", there(*plans))["act"] == "p2"
    complaints = [
        act("complaint.received", f"2026-02-0{n}", id=f"k{n}", about="x", complete=True, to="provider") for n in (1, 2)
    ]
    assert "act" not in prefill.initial("complaint.decided", there(*complaints))
    assert prefill.initial("complaint.decided", there(complaints[0]))["act"] == "k1"


def test_a_reminder_starts_with_the_late_invoices_and_the_days_that_the_conditions_give() -> None:
    about = replace(surroundings(), late=["f1", "f2"], reminder_days=21)
    initial = prefill.initial("reminder.sent", about)
    assert (initial["invoices"], initial["days_given"]) == (["f1", "f2"], 21)
    assert initial["counted_from"] == "day_after_receipt"


def test_information_starts_with_the_topic_of_the_clause_or_of_the_request() -> None:
    asked = act("information.requested", "2026-02-01", id="v", topic="keys")
    about = there(asked, topic_of=lambda clause: "ethics" if clause == "wonder-2020/8.1.13" else "")
    assert prefill.initial("information.given", about, "v")["topics"] == ["keys"]
    assert prefill.initial("information.given", about, None, "wonder-2020/8.1.13")["topics"] == ["ethics"]
    assert "topics" not in prefill.initial("information.given", about)


def test_the_provider_is_named_only_where_nobody_else_does_it() -> None:
    assert "by" not in prefill.initial("visit.cancelled", surroundings())
    assert "by" not in prefill.initial("agreement.accepted", surroundings())


def test_the_next_step_of_the_reporting_code_is_the_one_after_the_last() -> None:
    seen = act("abuse.suspected", "2026-02-01", id="a", form="domestic")
    steps = [act("abuse.step_taken", f"2026-02-0{n + 1}", id=f"s{n}", act="a", step=n) for n in (1, 2)]
    assert prefill.initial("abuse.step_taken", there(seen, *steps), "a")["step"] == 3
