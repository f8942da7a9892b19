"""A visit for what nobody may do is not planned at the desk (wonder 18.2); one that is over is recorded."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from nakomen.record import ledger, tenancy
from nakomen.record.models import Competence, Organisation
from tests.conftest import People
from tests.web.desk.clients.conftest import Enter

VISIT = {"on": "2026-03-02", "start_time": "09:00", "minutes": "15", "service": "Insuline spuiten", "payer": "zvw"}
TOLD = "Niemand in dienst staat die dag als bekwaam in het register: Insuline spuiten."


@pytest.mark.parametrize(
    ("start", "status"),
    [("2026-03-09", 302), ("2026-03-10", 422), ("2026-03-02", 302)],
    ids=["the last day that somebody is", "the day after", "earlier today"],
)
def test_a_visit_that_nobody_may_do_is_not_planned(
    known: UUID, enter: Enter, people: People, organisation: Organisation, start: str, status: int
) -> None:
    since, until = (
        (date(2024, 1, 1), date(2026, 3, 9)) if start != "2026-03-02" else (date(2020, 1, 1), date(2021, 1, 1))
    )
    with tenancy.within(organisation.id):
        Competence.objects.create(
            organisation=organisation, staff=people.owner, what="Insuline spuiten", since=since, until=until
        )
        before = len(ledger.acts(known))
    where = reverse("act_new", args=[known, "visit.planned"])
    answer = enter(people.owner).post(where, {**VISIT, "start": start, "_do": "record"})
    assert answer.status_code == status
    assert (TOLD in answer.content.decode()) == (status == 422)
    with tenancy.within(organisation.id):
        assert len(ledger.acts(known)) == before + (status == 302)
