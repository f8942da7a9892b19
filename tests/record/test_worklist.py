"""The work list: which duty is in which group, who sees which, and that a page turns without losing one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from nakomen.record import tenancy, worklist
from nakomen.record.models import DutyCopy, Organisation, Team, TeamMember
from nakomen.record.worklist import BY_GROUP, GROUPS, Wanted
from tests.conftest import People, StaffMaker, actor
from tests.web.api.asking import client_of

TODAY = date(2026, 3, 2)
"""A Monday, as everywhere in the tests."""


@pytest.fixture
def client_(people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client of the owner, of whom nothing waits but what a test adds."""
    made = client_of(organisation.id, now, people.owner)
    with tenancy.within(organisation.id):
        DutyCopy.objects.filter(chain_id=made).delete()
    return made


def duty(client: UUID, state: str = "open", due: date | None = None, **fields: object) -> DutyCopy:
    """A duty that waits, of the current organisation."""
    given = {"clause": "wonder-2020/25.2", "bearer": "provider", "what": "invoice.sent", "kind": "care.started"}
    made: DutyCopy = DutyCopy.objects.create(
        organisation_id=tenancy.current(),
        chain_id=client,
        toward="client",
        state=state,
        since=date(2026, 1, 1),
        due=due,
        act="a1",
        **(given | fields),
    )
    return made


@pytest.mark.parametrize(
    ("state", "days", "group"),
    [
        ("overdue", -1, "late"),
        ("overdue", 0, "late"),
        ("open", -1, "late"),
        ("open", 0, "today"),
        ("open", 1, "week"),
        ("open", 6, "week"),
        ("open", 7, "later"),
        ("open", None, "none"),
        ("overdue", None, "none"),
        ("suspended", -3, "suspended"),
        ("suspended", None, "suspended"),
        ("undetermined", 2, "undetermined"),
        ("undetermined", None, "undetermined"),
    ],
)
def test_a_duty_is_in_one_group_by_its_state_and_day(
    state: str, days: int | None, group: str, client_: UUID, organisation: Organisation
) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    assert worklist.group_of(state, due, TODAY) == group
    with tenancy.within(organisation.id):
        duty(client_, state, due)
        found = [name for name in GROUPS if DutyCopy.objects.filter(worklist.group(name, TODAY)).exists()]
    assert found == [group]


@pytest.mark.parametrize(("day", "sunday"), [(2, 8), (7, 8), (8, 8), (9, 15)])
def test_a_week_ends_on_sunday(day: int, sunday: int) -> None:
    assert worklist.end_of_week(date(2026, 3, day)) == date(2026, 3, sunday)


def test_counting_stops_where_a_number_helps_nobody(
    client_: UUID, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenancy.within(organisation.id):
        for _ in range(3):
            duty(client_, "open", TODAY)
        duty(client_, "overdue", TODAY - timedelta(days=2))
        wanted = Wanted().filter()
        assert worklist.counts(wanted, TODAY) == dict.fromkeys(GROUPS, 0) | {"late": 1, "today": 3}
        monkeypatch.setattr(worklist, "MOST_COUNTED", 2)
        assert worklist.counts(wanted, TODAY)["today"] == 2


def test_pages_follow_one_another_group_after_group(client_: UUID, organisation: Organisation) -> None:
    states = [("undetermined", 1), ("suspended", -4), ("open", None), ("open", 3), ("overdue", -2), ("open", 3)]
    with tenancy.within(organisation.id):
        made = [duty(client_, state, None if d is None else TODAY + timedelta(days=d)).pk for state, d in states]
        wanted = Wanted().filter()
        turned: list[int] = []
        cursor: str | None = None
        while cursor is not None or not turned:
            rows, cursor = worklist.batches(wanted, cursor, 2)
            turned += [row.pk for row in rows]
    assert turned == [made[place] for place in (4, 3, 5, 2, 1, 0)]


@pytest.mark.parametrize("cursor", ["x", "2026-02-31.1", "none.", "none.x", "2026-03-02.1.1", "none." + "9" * 19])
def test_what_is_no_cursor_is_refused(cursor: str, client_: UUID, organisation: Organisation) -> None:
    with tenancy.within(organisation.id), pytest.raises(worklist.CursorError):
        worklist.page(Wanted().filter(), BY_GROUP, cursor, 5)


def test_a_choice_leaves_out_all_else(client_: UUID, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        ours = duty(client_)
        theirs = duty(client_, bearer="representative", what="payment.received", clause="wonder-2020/25.1")
        late = duty(client_, "overdue", TODAY)

        def found(wanted: Wanted) -> list[int]:
            return list(DutyCopy.objects.filter(wanted.filter()).order_by("id").values_list("id", flat=True))

        assert found(Wanted()) == [ours.pk, late.pk]
        assert found(Wanted(whose="client")) == [theirs.pk]
        assert found(Wanted(whose="other")) == []
        assert found(Wanted(state="overdue")) == [late.pk]
        assert found(Wanted(clause="wonder-2020/25.2", what="invoice.sent", client=client_)) == [ours.pk, late.pk]
        assert found(Wanted(clause="wonder-2020/25.1")) == []


def test_each_sees_the_duties_of_whom_one_may_see(
    client_: UUID, people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        made = duty(client_, kind="plan.agreed")
        for member, ids in (
            (people.owner, [made.pk]),
            (people.colleague, []),
            (staff("administration"), []),  # whose areas hold no plan
            (staff("board"), []),
        ):
            seen = worklist.covered(actor(member), "standing.read", now)
            assert list(DutyCopy.objects.filter(seen).values_list("id", flat=True)) == ids, member.roles


def test_two_roles_open_no_more_than_each_by_itself(
    client_: UUID, people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    both = staff("care_professional", "finance")
    own = client_of(organisation.id, now, both)
    with tenancy.within(organisation.id):
        DutyCopy.objects.all().delete()
        plan, bill = duty(own, kind="plan.agreed"), duty(client_, kind="visit.delivered")
        duty(client_, kind="plan.agreed")
        seen = worklist.covered(actor(both), "standing.read", now)
        assert set(DutyCopy.objects.filter(seen)) == {plan, bill}


def test_one_starts_with_the_own_clients_and_without_any_with_all(
    client_: UUID, people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    lead = staff("coordinator")
    with tenancy.within(organisation.id):
        team = Team.objects.create(organisation=organisation, name="Noord")
        for member in (lead, people.owner):
            TeamMember.objects.create(organisation=organisation, team=team, staff=member)
        made = duty(client_)
        assert worklist.usual_scope(people.owner.pk, TODAY) == "mine"
        assert worklist.usual_scope(lead.pk, TODAY) == "all"
        for name, ids in (("mine", []), ("team", [made.pk]), ("all", [made.pk])):
            chosen = worklist.scope(name, lead.pk, TODAY)
            assert list(DutyCopy.objects.filter(chosen).values_list("id", flat=True)) == ids, name
        before = TODAY - timedelta(days=365)
        assert worklist.usual_scope(people.owner.pk, before) == "all"


def test_who_sees_some_kinds_only_is_led_past_all_others(
    client_: UUID, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        kinds = ("plan.agreed", "visit.delivered", "plan.agreed", "care.started", "invoice.sent")
        made = [
            duty(client_, due=TODAY + timedelta(days=place % 7) if place % 6 else None, kind=kinds[place % 5])
            for place in range(40)
        ]
        seen = worklist.covered(actor(staff("administration")), "standing.read", now)
        wanted = seen & Wanted().filter()
        turned: list[DutyCopy] = []
        cursor: str | None = None
        while cursor is not None or not turned:
            rows, cursor = worklist.batches(wanted, cursor, 5)
            turned += rows
    shown = [each for each in made if each.kind != "plan.agreed"]
    expected = sorted(shown, key=lambda each: (each.due is None, each.due or TODAY, each.pk))
    assert [each.pk for each in turned] == [each.pk for each in expected]
    assert {each.client_name for each in turned} == {turned[0].client_name}  # type: ignore[attr-defined]


def test_the_counts_are_the_same_for_one_client_and_for_all(client_: UUID, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        for state in ("open", "overdue", "suspended", "undetermined"):
            for days in (-3, 0, None) if state == "overdue" else (-3, 0, 1, 6, 7, None):
                duty(client_, state, None if days is None else TODAY + timedelta(days=days))
        expected = dict.fromkeys(GROUPS, 0)
        for each in DutyCopy.objects.all():
            expected[worklist.group_of(each.state, each.due, TODAY)] += 1
        for wanted in (Wanted(), Wanted(client=client_)):
            assert worklist.counts(wanted.filter(), TODAY) == expected
        assert worklist.counts(Wanted(client=UUID(int=1)).filter(), TODAY) == dict.fromkeys(GROUPS, 0)


def test_of_one_client_no_more_is_told_than_is_counted(
    client_: UUID, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "MOST_COUNTED", 2)
    with tenancy.within(organisation.id):
        for _ in range(3):
            duty(client_, "open", TODAY)
        assert worklist.counts(Wanted(client=client_).filter(), TODAY)["today"] == 2
