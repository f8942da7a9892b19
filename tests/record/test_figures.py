"""Figures equal what one counts by hand from the standings, per clause, team and month; old days thin out."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from nakomen.demo.clients import clients
from nakomen.demo.organisations import organisations
from nakomen.norms.standing import Standing
from nakomen.record import copies, figures, ledger, overviews, standings, tasks, tenancy
from nakomen.record.actors import system
from nakomen.record.models import ClientCard, Figures, Organisation, StaffMember, Team, TeamMember
from tests.conftest import OwnDatabase, StaffMaker
from tests.record.lives import act, registered
from tests.record.test_tasks import waiting
from tests.web.api.asking import assigned, case_of, client_of

SYSTEM = system("command")
COMPLAINT = act("complaint.received", "2025-12-01", id="k1", about="te laat", complete=True, to="provider")
DECIDED = act("complaint.decided", "2026-01-31", id="d1", act="k1", in_writing=True, reasoned=True)
DECISION = "wonder-2020/33.3"  # to be decided within six weeks: by 12 January 2026
ANSWER = "wonder-2020/33.3.a"  # to be told how it goes within two weeks
PENDING = ("open", "overdue", "undetermined", "suspended")


def team_of(name: str, *members: StaffMember) -> str:
    """A team with these members; what the figures call it."""
    team = Team.objects.create(organisation_id=tenancy.current(), name=name)
    for member in members:
        TeamMember.objects.create(organisation_id=tenancy.current(), team=team, staff=member)
    return f"t{team.pk}"


def record(client: UUID, now: datetime, *acts: dict[str, Any]) -> None:
    ledger.append(client, acts, actor=SYSTEM, now=now)


def complaint(now: datetime, *acts: dict[str, Any]) -> UUID:
    """A client who complained on 1 December 2025, and what came of it."""
    client = registered(now)
    record(client, now, COMPLAINT, *acts)
    return client


def part(made: Figures, team: str = "all") -> dict[str, Any]:
    found: dict[str, Any] = made.data["of"][team]
    return found


def settled(made: Figures, clause: str, team: str = "all") -> dict[str, list[int]]:
    """Done, done late, lapsed, excused and waived under a clause, per month."""
    months: dict[str, list[int]] = next((row[2] for row in part(made, team)["settled"] if row[0] == clause), {})
    return months


def now_of(made: Figures, clause: str, team: str = "all") -> list[int]:
    """Open, overdue, undetermined and suspended under a clause."""
    counts: list[int] = next((row[2] for row in part(made, team)["now"] if row[0] == clause), [0, 0, 0, 0])
    return counts


# --- equal to what one counts by hand -------------------------------------------------------------------------------


def a_dozen(organisation: Organisation, place: int, now: datetime) -> list[UUID]:
    """Ten people of the demonstration, in all phases of care, and two whose complaint was decided late."""
    lives = list(clients(organisations(now.date())[place], now.date(), 40))[::4]
    made = [case_of(organisation.id, now, [dict(each) for each in life.acts]) for life in lives]
    with tenancy.within(organisation.id):
        return [*made, complaint(now, DECIDED), complaint(now, {**DECIDED, "on": "2026-02-27"})]


def by_hand(found: list[Standing], day: date) -> dict[str, Any]:
    """What waits, what was settled, and what comes due, counted without any code of the figures."""
    counts: dict[str, Any] = {"now": {}, "settled": {}, "weeks": {}, "clients": Counter()}
    begin = date.fromordinal(day.toordinal() - day.weekday())
    for each in found:
        counts["clients"][each.agreement["status"]] += 1
        for row in each.duties:
            key = (row.norm.clause, row.norm.bearer)
            if row.state in PENDING:
                counts["now"].setdefault(key, [0] * 4)[PENDING.index(row.state)] += 1
                weeks = (row.due - begin).days // 7 if row.due and row.due >= day else 99
                if row.state in ("open", "undetermined") and weeks < 12:
                    counts["weeks"].setdefault(key, [0] * 12)[weeks] += 1
            else:
                on = row.done_on or row.closed_on or row.since
                if on > date(day.year - 3, day.month, 1) + timedelta(days=30):
                    months = counts["settled"].setdefault(key, {})
                    states = ("done", "done_late", "lapsed", "excused", "waived")
                    months.setdefault(f"{min(on, day):%Y-%m}", [0] * 5)[states.index(row.state)] += 1
    return counts


@pytest.mark.parametrize("place", [0, 1])
def test_figures_are_what_one_counts_in_the_standings_of_a_dozen_clients(
    place: int, organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    where = (organisation, other_organisation)[place]
    made = a_dozen(where, place, now)
    with tenancy.within(where.id):
        hand = by_hand([standings.stand(client, now.date()) for client in made], now.date())
        counted = part(figures.make(now))
    assert len(made) == 12
    assert counted["clients"] == dict(hand["clients"])
    for name in ("now", "settled", "weeks"):
        assert {(row[0], row[1]): row[2] for row in counted[name]} == hand[name], name
    assert sum(sum(counts) for counts in hand["now"].values()) > 20
    assert sum(months[month][1] for months in hand["settled"].values() for month in months) > 0, "somebody was late"


def test_a_past_day_is_counted_as_its_standings_were(organisation: Organisation, now: datetime) -> None:
    made = a_dozen(organisation, 0, now)
    day = date(2025, 12, 31)
    with tenancy.within(organisation.id):
        found = [standings.stand(client, day, now) for client in made]
        hand = by_hand([each for each in found if each.s.facts], day)
        (counting,) = figures._past([day], now)
        counted = counting.data()["of"]["all"]
    assert {(row[0], row[1]): row[2] for row in counted["now"]} == hand["now"]
    assert {(row[0], row[1]): row[2] for row in counted["settled"]} == hand["settled"]
    assert hand["settled"]


# --- months ---------------------------------------------------------------------------------------------------------


def test_what_was_done_counts_in_the_month_in_which_it_was_done_though_recorded_later(
    organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = complaint(now)
        assert now_of(figures.make(now), DECISION) == [0, 1, 0, 0]
        record(client, now + timedelta(hours=1), DECIDED)
        made = figures.make(now + timedelta(hours=2))
    assert now_of(made, DECISION) == [0, 0, 0, 0]
    assert settled(made, DECISION) == {"2026-01": [0, 1, 0, 0, 0]}


@pytest.mark.parametrize(
    ("day", "month", "counts"),
    [
        ("2026-01-12", "2026-01", [1, 0, 0, 0, 0]),
        ("2026-01-13", "2026-01", [0, 1, 0, 0, 0]),
        ("2026-01-31", "2026-01", [0, 1, 0, 0, 0]),
        ("2026-02-01", "2026-02", [0, 1, 0, 0, 0]),
    ],
)
def test_the_last_day_of_a_term_is_in_time_and_the_last_day_of_a_month_is_of_that_month(
    day: str, month: str, counts: list[int], organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        complaint(now, {**DECIDED, "on": day})
        assert settled(figures.make(now), DECISION) == {month: counts}


def test_what_was_retracted_counts_as_never_done(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = complaint(now, DECIDED)
        record(client, now, act("act.retracted", "2026-02-03", act="d1"))
        made = figures.make(now)
    assert settled(made, DECISION) == {}
    assert now_of(made, DECISION) == [0, 1, 0, 0]


def test_a_card_keeps_three_years_of_outcomes(organisation: Organisation, now: datetime) -> None:
    old = {**COMPLAINT, "on": "2023-02-20"}
    with tenancy.within(organisation.id):
        for day in ("2023-03-31", "2023-04-01"):
            client = registered(now, on="2023-01-05")
            record(client, now, old, {**DECIDED, "on": day})
        cards = [ClientCard.objects.get(pk=card.pk).outcomes for card in ClientCard.objects.all()]
        kept = sorted(row[2] for rows in cards for row in rows if row[0] == DECISION)
        assert kept == ["2023-04"]
        assert figures.last_months(now.date(), figures.MONTHS)[0] == "2023-04"


def test_making_a_card_anew_leaves_its_digest_and_its_outcomes(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = complaint(now, DECIDED)
        before = ClientCard.objects.get(pk=client)
        copies.rebuild(now)
        after = ClientCard.objects.get(pk=client)
    assert (bytes(after.digest), after.outcomes) == (bytes(before.digest), before.outcomes)
    assert [DECISION, "provider", "2026-01", "done_late", 1] in after.outcomes


# --- teams ----------------------------------------------------------------------------------------------------------


def test_a_client_of_two_teams_counts_for_both_and_once_in_the_whole(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    one, two = staff("care_professional"), staff("care_professional")
    with tenancy.within(organisation.id):
        north, south, empty = team_of("Noord", one), team_of("Zuid", two), team_of("Leeg")
        record(client_of(organisation.id, now, one, two), now, COMPLAINT)
        complaint(now)
        made = figures.make(now)
    assert now_of(made, DECISION) == [0, 2, 0, 0]
    assert [now_of(made, DECISION, team)[1] for team in (north, south, empty, "none")] == [1, 1, 0, 1]
    assert [part(made, team)["clients"] for team in (north, "none")] == [{"none": 1}] * 2
    assert made.data["teams"] == [[empty, "Leeg"], [north, "Noord"], [south, "Zuid"]]


def test_what_was_done_counts_for_the_team_that_cared_in_that_month(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    first, second = staff("care_professional"), staff("care_professional")
    with tenancy.within(organisation.id):
        before, after = team_of("Eerst", first), team_of("Daarna", second)
        client = complaint(now, DECIDED)
        came = {**assigned(first), "on": "2026-01-06", "id": "t1"}
        left = act("team.left", "2026-02-10", act="t1")
        record(client, now, came, left, {**assigned(second), "on": "2026-02-11"})
        made = figures.make(now)
    assert [settled(made, DECISION, team) for team in (before, after, "none")] == [
        {"2026-01": [0, 1, 0, 0, 0]},
        {},
        {},
    ]
    assert [now_of(made, ANSWER, team)[1] + now_of(made, ANSWER, team)[0] for team in (before, after)] == [0, 0]
    assert part(made, after)["clients"] == {"none": 1}
    assert part(made, before)["clients"] == {}


# --- keeping --------------------------------------------------------------------------------------------------------


def test_figures_hold_counts_and_nothing_of_any_client(organisation: Organisation, now: datetime) -> None:
    made = a_dozen(organisation, 0, now)
    with tenancy.within(organisation.id):
        written = json.dumps(figures.make(now).data)
        names = list(ClientCard.objects.values_list("name", flat=True))
    assert len(names) == len(made)
    for name in (*names, *map(str, made)):
        assert name not in written


def test_a_day_has_one_row_and_of_the_days_before_the_sums_stay(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        complaint(now)
        figures.make(now)
        figures.make(now + timedelta(hours=3))
        figures.make(now + timedelta(days=1))
        rows = list(Figures.objects.order_by("day"))
    assert [row.day for row in rows] == [now.date(), now.date() + timedelta(days=1)]
    assert [sorted(row.data) for row in rows] == [["sums"], ["clauses", "days", "first_week", "of", "sums", "teams"]]
    assert rows[0].data["sums"]["all"]["now"]["provider"][1] == 2


def test_old_days_thin_out_to_the_ends_of_months(organisation: Organisation, now: datetime) -> None:
    days = [date(2025, 10, 30), date(2025, 10, 31), date(2025, 11, 12), date(2025, 11, 13), now.date()]
    with tenancy.within(organisation.id):
        for day in days:
            Figures.objects.create(organisation=organisation, day=day, made_at=now, data={"sums": {}})
        assert figures.thin(now) == 2
        assert list(Figures.objects.order_by("day").values_list("day", flat=True)) == [
            date(2025, 10, 31),
            date(2025, 11, 13),
            now.date(),
        ]


def told(day: date, clause: str, team: str = "all") -> list[tuple[date, int, int]]:
    """The trend of a clause as the figures of a day tell it."""
    overview = overviews.latest(team, "provider", clause)
    assert overview is not None
    assert overview.day == day
    return [(point.day, point.open, point.overdue) for point in overview.trend()]


def test_the_newest_figures_tell_how_one_clause_stood_in_each_team_at_the_end_of_earlier_weeks(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    carer = staff("care_professional")
    monday, sunday = now.date(), now.date() + timedelta(days=6)
    next_monday, next_tuesday = monday + timedelta(days=7), monday + timedelta(days=8)
    with tenancy.within(organisation.id):
        team = team_of("Noord", carer)
        client = client_of(organisation.id, now, carer)
        record(client, now, COMPLAINT)
        figures.make(now)
        complaint(now)
        figures.make(now + timedelta(days=6))
        record(client, now + timedelta(days=7), {**DECIDED, "on": "2026-03-09"})
        figures.make(now + timedelta(days=7))
        figures.make(now + timedelta(days=7, hours=1))
        assert told(next_monday, DECISION) == [(sunday, 0, 2), (next_monday, 0, 1)]
        assert told(next_monday, DECISION, team) == [(sunday, 0, 1), (next_monday, 0, 0)]
        assert told(next_monday, DECISION, "none") == [(sunday, 0, 1), (next_monday, 0, 1)]
        assert told(next_monday, "wonder-2020/1") == [(sunday, 0, 0), (next_monday, 0, 0)]
        figures.make(now + timedelta(days=8))
        assert [each[0] for each in told(next_tuesday, DECISION)] == [sunday, next_tuesday]


def test_one_clause_is_compared_between_teams(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    one, two = staff("care_professional"), staff("care_professional")
    with tenancy.within(organisation.id):
        team_of("Noord", one), team_of("Zuid", two)
        record(client_of(organisation.id, now, one), now, COMPLAINT)
        record(client_of(organisation.id, now, two), now, COMPLAINT)
        complaint(now, DECIDED)
        figures.make(now)
        for bearer in ("provider", ""):
            overview = overviews.latest(bearer=bearer, clause=DECISION)
            assert overview is not None
            rows = [(row.name, row.overdue, row.done, row.done_late) for row in overview.team_rows()]
            assert rows == [("Noord", 1, 0, 0), ("Zuid", 1, 0, 0), ("", 0, 0, 1)], "nobody cared in that month"
        other = overviews.latest(bearer="client", clause=DECISION)
        assert other is not None
        assert other.team_rows() == []


def test_a_day_that_is_more_than_a_year_back_is_told_no_longer(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        complaint(now)
        figures.make(now)
        figures.make(now + timedelta(days=401))
        assert [each[0] for each in told(now.date() + timedelta(days=401), DECISION)] == [
            now.date() + timedelta(days=401)
        ]


def test_figures_of_before_clauses_had_a_trend_are_told_too(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        complaint(now)
        made = figures.make(now)
        made.data = {name: made.data[name] for name in ("first_week", "of", "sums", "teams")}
        made.save()
        assert told(now.date(), DECISION) == []
        figures.make(now + timedelta(days=1))
        assert len(told(now.date() + timedelta(days=1), DECISION)) == 1


def test_another_organisation_is_counted_by_itself(
    organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        complaint(now)
    with tenancy.within(other_organisation.id):
        made = figures.make(now)
        assert made.data["of"]["all"] == {"clients": {}, "now": [], "weeks": [], "settled": []}
        assert overviews.latest() is not None
    with tenancy.within(organisation.id):
        assert overviews.latest() is None


def test_counting_asks_as_many_queries_for_three_clients_as_for_one(
    organisation: Organisation, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    day = now.date()
    with tenancy.within(organisation.id):
        for more in (1, 2):
            for _ in range(more):
                complaint(now, DECIDED)
            with django_assert_num_queries(6):  # teams, members; cards, duties, relations; cards that come after
                figures.count(figures.from_copies(), day)


def test_where_there_are_many_clients_nobody_waits_for_the_counting(
    organisation: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "SMALL", 1)
    with tenancy.within(organisation.id):
        registered(now)
        figures.ensure(now)
        assert Figures.objects.count() == 1
        registered(now)
        figures.ensure(now + timedelta(days=1))
        assert Figures.objects.count() == 1


# --- the night ------------------------------------------------------------------------------------------------------


def test_figures_are_counted_after_each_sweep(organisation: Organisation, own_database: OwnDatabase) -> None:
    tasks.sweep_organisation.call(organisation=str(organisation.id), as_of="2026-03-03")
    assert waiting(tasks.count_figures) == [{"organisation": str(organisation.id)}]


def test_the_first_night_counts_the_ends_of_the_months_before_too(
    organisation: Organisation, own_database: OwnDatabase, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        complaint(now, DECIDED)
    figures.make_for(organisation.id, now)
    assert figures.look_back(organisation.id, now, 3) == 3
    assert figures.look_back(organisation.id, now, 3) == 0
    with tenancy.within(organisation.id):
        overview = overviews.latest(bearer="provider")
        assert overview is not None
        assert [(point.day, point.overdue) for point in overview.trend()] == [
            (date(2025, 12, 31), 1),  # nobody had told how it goes
            (date(2026, 1, 31), 0),
            (date(2026, 2, 28), 0),
            (now.date(), 0),
        ]
        assert told(now.date(), ANSWER) == [
            (date(2025, 12, 31), 0, 1),
            (date(2026, 1, 31), 0, 0),
            (date(2026, 2, 28), 0, 0),
            (now.date(), 0, 0),
        ]


def test_a_provider_whose_past_was_counted_before_clauses_had_a_trend_gets_one(
    organisation: Organisation, own_database: OwnDatabase, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        complaint(now, DECIDED)
        kept = Figures.objects.create(
            organisation=organisation, day=date(2025, 12, 31), made_at=now, data={"sums": {"all": "as it was"}}
        )
    figures.make_for(organisation.id, now)
    assert figures.look_back(organisation.id, now, 3) == 3
    with tenancy.within(organisation.id):
        assert [each[1:] for each in told(now.date(), ANSWER)] == [(0, 1), (0, 0), (0, 0), (0, 0)]
        kept.refresh_from_db()
        assert kept.data == {"sums": {"all": "as it was"}}, "what was counted on a day is not counted again"


# --- what figures tell ----------------------------------------------------------------------------------------------


def test_a_rate_is_never_rounded_up() -> None:
    assert [str(overviews.rate(*each)) for each in ((0, 0), (1, 0), (0, 3), (9999, 1), (2, 1))] == [
        "None",
        "100",
        "0",
        "99.9",
        "66.6",
    ]


def test_clauses_stand_in_the_order_of_the_conditions() -> None:
    given = ["wonder-2020/10.1", "wonder-2020/9.2.b", "wonder-2020/9.2", "wonder-2020/9.10", "statute/wkkgz-11"]
    rows = sorted((overviews.ClauseRow(clause) for clause in given), key=lambda row: row.order)
    assert [row.clause for row in rows] == [given[4], given[2], given[1], given[3], given[0]]
