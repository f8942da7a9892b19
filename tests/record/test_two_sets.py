"""A provider of both care and social support has two sets of conditions; each client is judged by the own one."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from nakomen.case_files import open_case
from nakomen.norms.answers import standing as written
from nakomen.norms.standing import standing
from nakomen.record import conditions, standings, tenancy
from nakomen.record.actors import Actor
from nakomen.record.models import Organisation
from nakomen.record.problems import OrganisationError
from tests.conftest import StaffMaker, actor
from tests.record.world import record, register

BOTH = date(2026, 2, 1)
"""The day from which there are two sets."""
AS_OF = date(2026, 3, 1)
DECISION: dict[str, Any] = {
    "number": "1", "body": "gemeente", "care": ["begeleiding"], "valid_from": "2026-02-02", "valid_until": "2026-12-31",
}  # fmt: skip


@pytest.fixture
def manager(staff: StaffMaker) -> Actor:
    return actor(staff("functional_administrator"), fresh=True)


@pytest.fixture
def both(organisation: Organisation, manager: Actor, now: datetime) -> Organisation:
    """A provider under wonder-2020 that published zonl-thuisbegeleiding beside it."""
    with tenancy.within(organisation.id):
        conditions.publish_version(
            "zonl-thuisbegeleiding", published=date(2026, 1, 31), in_force_from=BOTH, actor=manager, now=now
        )
    return organisation


def under(law: str, now: datetime, on: str = "2026-02-02") -> UUID:
    """A client with an indication under a law."""
    client = register(now, f"Cliënt {law}", on=on)
    record(client, now, "indication.issued", on, law=law, **DECISION)
    return client


def sets_of(client: UUID, day: date = AS_OF) -> list[str]:
    """The sets under which a client has duties, and the one of the day asked."""
    found = standings.stand(client, day)
    return sorted({row.clause.partition("/")[0] for row in found.duties} | {found.s.norms.name})


def chosen(manager: Actor, now: datetime, **changes: object) -> dict[str, Any]:
    return conditions.change_settings(changes, actor=manager, now=now)


def test_the_law_of_the_indication_tells_under_which_set_a_client_is(both: Organisation, now: datetime) -> None:
    with tenancy.within(both.id):
        assert sets_of(under("wlz", now)) == ["wonder-2020"]
        assert sets_of(under("zvw", now)) == ["wonder-2020"]
        assert sets_of(under("wmo", now)) == ["zonl-thuisbegeleiding"]
        assert sets_of(register(now, "Nog niets bekend")) == ["wonder-2020"]


def test_what_was_handed_over_counts_before_the_law(both: Organisation, now: datetime) -> None:
    with tenancy.within(both.id):
        client = under("wlz", now)
        record(client, now, "terms.provided", "2026-02-03", version="2026-01-31", channel="paper")
        assert sets_of(client) == ["zonl-thuisbegeleiding"]


def test_another_set_that_is_handed_over_later_holds_from_that_day(both: Organisation, now: datetime) -> None:
    with tenancy.within(both.id):
        client = under("wlz", now)
        record(client, now, "terms.provided", "2026-02-03", version="2020-01-01", channel="paper")
        record(client, now, "terms.provided", "2026-02-20", version="2026-01-31", channel="paper")
        assert [(each.norms.name, each.since) for each in standings.case(client).versions] == [
            ("wonder-2020", None),
            ("zonl-thuisbegeleiding", date(2026, 2, 20)),
        ]
        assert standings.stand(client, date(2026, 2, 19)).s.norms.name == "wonder-2020"
        assert standings.stand(client, date(2026, 2, 20)).s.norms.name == "zonl-thuisbegeleiding"


def test_until_there_was_a_second_set_everybody_was_under_the_first(both: Organisation, now: datetime) -> None:
    with tenancy.within(both.id):
        client = under("wmo", now, on="2026-01-05")
        assert standings.stand(client, date(2026, 1, 31)).s.norms.name == "wonder-2020"
        assert standings.stand(client, BOTH).s.norms.name == "zonl-thuisbegeleiding"


def test_who_pays_for_what_was_offered_tells_it_where_there_is_no_indication(both: Organisation, now: datetime) -> None:
    with tenancy.within(both.id):
        client = register(now, "Cliënt met aanbod", on="2026-02-02")
        service = {"name": "Begeleiding", "payer": "wmo"}
        record(client, now, "agreement.offered", "2026-02-04", services=[service], contains=["terms"])
        assert sets_of(client) == ["zonl-thuisbegeleiding"]


def test_a_retracted_act_tells_nothing(both: Organisation, now: datetime) -> None:
    with tenancy.within(both.id):
        client = under("wlz", now)
        wrong = record(client, now, "terms.provided", "2026-02-03", version="2026-01-31", channel="paper")
        record(client, now, "act.retracted", "2026-02-04", act=wrong)
        assert sets_of(client) == ["wonder-2020"]


def test_a_choice_that_one_set_knows_counts_there_and_disturbs_nobody(
    both: Organisation, manager: Actor, now: datetime
) -> None:
    with tenancy.within(both.id):
        care, support = under("wlz", now), under("wmo", now)
        assert chosen(manager, now, soon="P10D", invoice_within="P2M") == {"soon": "P10D", "invoice_within": "P2M"}
        for client, names in ((care, {"soon"}), (support, {"invoice_within"})):
            assert standings.case_file(client)["settings"] == {
                name: value for name, value in (("soon", "P10D"), ("invoice_within", "P2M")) if name in names
            }
            assert names <= standings.stand(client, AS_OF).s.settings.keys()


def test_a_choice_that_one_set_leaves_open_and_the_other_fixes_counts_where_it_is_open(
    both: Organisation, manager: Actor, now: datetime
) -> None:
    with tenancy.within(both.id):
        chosen(manager, now, payment_term="P21D")
        terms = {}
        for law in ("wlz", "wmo"):
            found = standings.stand(under(law, now), AS_OF)
            terms[law] = found.s.settings["payment_term"].days
        assert terms == {"wlz": 21, "wmo": 30}
        shown = {each.name: each for each in conditions.settings_shown(Organisation.objects.get(pk=both.pk), AS_OF)}
        term = shown["payment_term"]
        assert (term.value, term.default, term.fixed) == ("P21D", "P30D", False)
        assert (term.clauses, term.fixing) == (("wonder-2020/25.3",), ("zonl-thuisbegeleiding/9.3",))


def test_a_choice_that_no_set_knows_is_refused(both: Organisation, manager: Actor, now: datetime) -> None:
    with tenancy.within(both.id), pytest.raises(OrganisationError) as error:
        chosen(manager, now, colour="P1D", soon="a while", invoice_within="a while")
    assert sorted(place for place, _ in error.value.problems) == [
        "settings.colour", "settings.invoice_within", "settings.soon",
    ]  # fmt: skip


def test_every_setting_and_fact_of_both_sets_is_shown_once(both: Organisation) -> None:
    with tenancy.within(both.id):
        names = [each.name for each in conditions.settings_shown(both, AS_OF)]
        facts = [each.name for each in conditions.facts_shown(both, AS_OF)]
        before = [each.name for each in conditions.settings_shown(both, date(2026, 1, 31))]
    assert sorted(names) == sorted(set(names))
    assert {"soon", "invoice_within", "at_once"} <= set(names)
    assert "invoice_within" not in before
    assert sorted(facts) == sorted(set(facts))


def test_the_case_file_of_a_client_names_the_own_set_and_gives_the_same_standing(
    both: Organisation, manager: Actor, now: datetime, tmp_path: Path
) -> None:
    with tenancy.within(both.id):
        chosen(manager, now, soon="P10D", invoice_within="P2M")
        moved = under("wmo", now, on="2026-01-05")
        turned = under("wmo", now)
        record(turned, now, "terms.provided", "2026-02-03", version="2026-01-31", channel="paper")
        record(turned, now, "terms.provided", "2026-02-20", version="2020-01-01", channel="paper")
        for client in (under("wlz", now), under("wmo", now), moved, turned):
            file = tmp_path / "case.json"
            file.write_text(json.dumps(standings.case_file(client)))
            told = written(standing(open_case(str(file)).case, AS_OF, now))
            assert told == written(standings.stand(client, AS_OF, now))


def test_the_first_set_for_another_law_may_hold_at_once_and_a_later_version_of_it_may_not(
    both: Organisation, manager: Actor, now: datetime
) -> None:
    wanted: dict[str, Any] = {"actor": manager, "now": now}
    with tenancy.within(both.id):
        assert [row.name for row in conditions.in_force(date(2026, 1, 31))] == ["wonder-2020"]
        assert [row.name for row in conditions.in_force(BOTH)] == ["wonder-2020", "zonl-thuisbegeleiding"]
        with pytest.raises(OrganisationError) as error:
            conditions.publish_version(
                "zonl-thuisbegeleiding", published=date(2026, 3, 1), in_force_from=date(2026, 3, 2), **wanted
            )
        assert error.value.problems == (("in_force_from", "2026-04-01 or later, a month after publication"),)
        with pytest.raises(OrganisationError) as error:
            conditions.publish_version("wonder-2020", published=date(2026, 1, 31), **wanted)
        assert error.value.problems == (("published", "a day on which no other version was published"),)


def test_a_second_set_may_have_been_published_before_the_first(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        conditions.publish_version(
            "zonl-thuisbegeleiding",
            published=date(2019, 6, 1),
            in_force_from=date(2019, 6, 1),
            actor=manager,
            now=now,
        )
        assert sets_of(under("wmo", now)) == ["zonl-thuisbegeleiding"]
        assert sets_of(under("wlz", now)) == ["wonder-2020"]
        assert sets_of(register(now, "Nog niets bekend")) == ["wonder-2020"]
