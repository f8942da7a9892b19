"""Bringing in whole histories: all of them or none, as they were recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nakomen.demo import clients, organisations
from nakomen.norms import answers
from nakomen.record import copies, importing, ledger, standings, tenancy, verifying
from nakomen.record.actors import system
from nakomen.record.importing import ImportedClient
from nakomen.record.ledger import AppendError
from nakomen.record.models import AccessEntry, Chain, ClientCard, DutyCopy, Organisation, SearchWord
from tests.conftest import StaffMaker, actor
from tests.record.lives import REGISTERED, act

ACTOR = system("command")
LATER = {"recorded": "2026-02-10T09:00:00+01:00"}


def shown(organisation: Organisation) -> list[Any]:
    """All that the read copies tell, apart from their own numbering."""
    with tenancy.within(organisation.id):
        duties = DutyCopy.objects.order_by("chain_id", "clause", "act", "due", "bearer", "what")
        return [
            list(ClientCard.objects.order_by("pk").values()),
            [{name: value for name, value in row.items() if name != "id"} for row in duties.values()],
            sorted(SearchWord.objects.values_list("chain_id", "word")),
        ]


def test_histories_come_in_as_they_were_recorded(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        ids = importing.import_clients(
            [
                ImportedClient("C1", [REGISTERED, act("intake.held", information_understood=True, **LATER)]),
                ImportedClient("C2", [act("support.requested", id="s"), {**REGISTERED, "name": "Bert Test"}]),
            ],
            actor=ACTOR,
            now=now,
        )
        first, second = (ledger.entries(client) for client in ids)
        assert [stored.act.kind for stored in first] == ["client.registered", "intake.held"]
        assert first[1].act.recorded == datetime.fromisoformat(LATER["recorded"])
        assert [stored.act.id for stored in second] == ["s", "n2"]
        assert list(ClientCard.objects.order_by("number").values_list("number", "name")) == [
            ("C1", REGISTERED["name"]),
            ("C2", "Bert Test"),
        ]
        assert verifying.verify().broken == []
        lines = AccessEntry.objects.filter(chain_id__in=ids).values_list("action", "event")
        assert sorted(lines) == [("case.import", "C")] * 2


def test_the_problems_of_all_clients_are_told_and_nothing_is_kept(organisation: Organisation, now: datetime) -> None:
    cases = [
        ImportedClient("C1", [REGISTERED]),
        ImportedClient("C2", [REGISTERED, act("intake.held")]),
        ImportedClient("", [act("support.requested")]),
        ImportedClient("C4", [{**REGISTERED, "on": (now + timedelta(days=2)).date().isoformat()}]),
    ]
    with tenancy.within(organisation.id):
        with pytest.raises(AppendError) as error:
            importing.import_clients(cases, actor=ACTOR, now=now)
        assert [str(problem).partition(":")[0] for problem in error.value.problems] == [
            "C2 #2.information_understood",
            "#3.acts",
            "C4 #1.on",
        ]
        assert Chain.objects.count() == 0


def test_who_may_not_bring_in_files_brings_in_none(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    from nakomen.record.access import RefusedError

    with tenancy.within(organisation.id), pytest.raises(RefusedError):
        importing.import_clients([ImportedClient("C1", [REGISTERED])], actor=actor(staff("care_professional")), now=now)


def test_many_clients_get_the_copies_that_one_at_a_time_would_have_had(
    organisation: Organisation, now: datetime
) -> None:
    made_up, _ = organisations(now.date())
    cases = [ImportedClient(each.number, each.acts) for each in clients(made_up, now.date(), 130)]
    with tenancy.within(organisation.id):
        ids = importing.import_clients(cases, actor=ACTOR, now=now)
        assert len(set(ids)) == 130
    imported = shown(organisation)
    with tenancy.within(organisation.id):
        for client in ids:
            assert not copies.refresh(client, ledger.acts(client), now)
    assert shown(organisation) == imported
    with tenancy.within(organisation.id):
        assert copies.rebuild(now) == 130
    assert shown(organisation) == imported
    with tenancy.within(organisation.id):
        found = verifying.verify()
        assert (found.chains, found.entries, found.broken) == (130, sum(len(each.acts) for each in cases), [])


def test_an_exported_case_gives_the_stored_standing_for_every_made_up_client(
    organisation: Organisation, now: datetime, tmp_path: Path
) -> None:
    import json

    from nakomen.case_files import open_case
    from nakomen.norms.standing import standing

    made_up, _ = organisations(now.date())
    cases = [ImportedClient(each.number, each.acts) for each in clients(made_up, now.date(), 110)]
    file = tmp_path / "case.json"
    with tenancy.within(organisation.id):
        for client in importing.import_clients(cases, actor=ACTOR, now=now):
            kept = answers.standing(standings.stand(client, now.date()))
            file.write_text(json.dumps(standings.case_file(client)), encoding="utf-8")
            assert answers.standing(standing(open_case(str(file)).case, now.date())) == kept
