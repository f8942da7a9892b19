"""Every power of both sets has its page: each condition is told, and what is not met says what would meet it."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine

from nakomen.law.clock import AMSTERDAM
from nakomen.record import tenancy
from nakomen.record.models import CareRelation, Organisation
from nakomen.terms.compiled import packaged_norms
from tests.conftest import StaffMaker
from tests.web.api.asking import case_of
from tests.web.signing_in import session_of

LIVES = {"wonder-2020": "wonder-whole-life.json", "zonl-thuisbegeleiding": "zonl-whole-life.json"}
MONEY = {"amount", "costs"}
JUDGED = {"wonder-2020": 26, "zonl-thuisbegeleiding": 13}
"""So many powers can be asked of these lives; of the others there is no act to ask them about."""
BEYOND_US = {
    "wonder-2020": {("represent", "6"), ("terminate", "29.c"), ("restrain", "44")},
    "zonl-thuisbegeleiding": {("represent", "5.1"), ("terminate", "1.3.e"), ("bill_sickness", "7.2")},
}
"""Conditions that no act of the provider would meet: the client's capacity, a ground in law, who pays, what ended."""
EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.mark.parametrize("name", LIVES)
def test_every_power_tells_its_conditions_and_what_would_meet_them(
    name: str, organisation: Organisation, other_organisation: Organisation, staff: StaffMaker
) -> None:
    own = organisation if name == "wonder-2020" else other_organisation
    acts = json.loads((EXAMPLES / LIVES[name]).read_text("utf-8"))["acts"]
    last = datetime.fromisoformat(max(each["on"] for each in acts)[:10]).date()
    now = datetime.combine(last, time(23, 50), AMSTERDAM)
    with time_machine.travel(now, tick=False):
        member = staff("coordinator", organisation=own)
        client = case_of(own.id, now, acts)
        with tenancy.within(own.id):
            CareRelation.objects.create(
                organisation=own, chain_id=client, code=member.code, since=acts[0]["on"][:10], act="x"
            )
        window = session_of(member, now)
        judged, unhelped = 0, set()
        for power in packaged_norms(name).parameters:
            address = f"/clients/{client}/may/{power}/"
            page: Any = window.get(address)
            assert page.status_code == 200, power
            answered: Any = window.post(address, _chosen(page.context["form"]))
            verdict = answered.context["verdict"]
            if verdict is None:  # it is about an act that this client does not have, and the page says so
                assert answered.status_code == 422, power
                assert answered.context["problems"], power
                continue
            judged += 1
            assert all(each.text and each.title for each in verdict.conditions), power
            open_ = [each for each in verdict.conditions if each.state != "met"]
            unhelped |= {(power, each.clause.partition("/")[2]) for each in open_ if not each.nexts}
        assert (judged, unhelped) == (JUDGED[name], BEYOND_US[name])


def _chosen(form: Any) -> dict[str, str]:
    """The first of each choice, and some value for what is written."""
    given = {}
    for field, each in form.fields.items():
        choices = [str(value) for value, _label in getattr(each, "choices", ()) if str(value)]
        given[field] = choices[0] if choices else "100,00" if field in MONEY else "2026-03-02"
    return given
