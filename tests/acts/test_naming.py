"""Order, names and digest: the order of the file changes none of them."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.acts.base import Act
from nakomen.acts.invoice import InvoiceCredited
from nakomen.acts.moments import happened_at, recorded_at
from nakomen.acts.naming import canonical, digest, name_acts, order
from nakomen.acts.plan import PlanCopied
from nakomen.acts.reading import read_acts
from nakomen.acts.team import TeamMet
from tests.acts.vocabulary import acts, with_support

DAY = date(2026, 10, 20)
SUMMER = timezone(timedelta(hours=2))


def read(given: list[dict[str, object]]) -> tuple[Act, ...]:
    found, problems = read_acts(given)
    assert problems == ()
    return found or ()


def test_canonical_json_has_sorted_names_and_no_spaces() -> None:
    act = InvoiceCredited(on=DAY, id="é", act="f1", amount=Decimal("7.5"))
    assert (
        canonical(act) == '{"act":"f1","amount":"7.50","id":"é","kind":"invoice.credited","on":"2026-10-20"}'.encode()
    )


def test_order_is_by_moment_then_recording_then_kind_then_content() -> None:
    ordered = [
        TeamMet(on=DAY - timedelta(1)),
        TeamMet(on=datetime(2026, 10, 19, 23, 30, tzinfo=SUMMER)),
        PlanCopied(on=DAY),
        TeamMet(on=DAY),
        TeamMet(on=DAY, id="a"),
        TeamMet(on=DAY, recorded=datetime(2026, 10, 20, 0, 0, 1, tzinfo=SUMMER)),
        TeamMet(on=datetime(2026, 10, 20, 0, 0, 2, tzinfo=SUMMER)),
    ]
    assert [each.id for each in order(reversed(ordered))] == [each.id for each in order(ordered)]
    assert list(order(reversed(ordered)))[:3] == ordered[:3]
    assert list(order(ordered))[5:] == ordered[5:]


def test_a_date_alone_is_midnight_in_amsterdam() -> None:
    assert happened_at(TeamMet(on=date(2026, 7, 1))) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert happened_at(TeamMet(on=date(2026, 1, 1))) == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert recorded_at(TeamMet(on=date(2026, 1, 1))) == datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_an_act_without_an_id_is_named_by_kind_day_and_place() -> None:
    later = TeamMet(on=DAY, recorded=datetime(2026, 10, 22, tzinfo=UTC))
    given = [
        later,
        TeamMet(on=DAY),
        TeamMet(on=DAY, id="m"),
        PlanCopied(on=DAY),
        TeamMet(on=datetime(2026, 10, 20, 9, tzinfo=SUMMER)),
    ]
    assert name_acts(given) == (
        "team.met@2026-10-20#2",
        "team.met@2026-10-20#1",
        "m",
        "plan.copied@2026-10-20#1",
        "team.met@2026-10-20T09:00:00+02:00#1",
    )


def test_equal_acts_have_names_of_their_own() -> None:
    assert sorted(name_acts([TeamMet(on=DAY)] * 3)) == [f"team.met@2026-10-20#{k}" for k in (1, 2, 3)]


def test_the_digest_is_over_the_lines_in_canonical_order() -> None:
    first, second = PlanCopied(on=DAY), TeamMet(on=DAY)
    lines = b'{"kind":"plan.copied","on":"2026-10-20"}\n{"kind":"team.met","on":"2026-10-20"}'
    assert digest([second, first]) == hashlib.sha256(lines).hexdigest()
    assert digest([]) == hashlib.sha256(b"").hexdigest()


@given(st.lists(acts(), max_size=6), st.integers())
def test_any_order_gives_the_same_digest_order_and_names(given: list[dict[str, object]], seed: int) -> None:
    before = read(with_support(*given))
    shuffled = list(before)
    Random(seed).shuffle(shuffled)  # noqa: S311  # a made-up order needs no cryptographic chance
    assert digest(shuffled) == digest(before)
    assert order(shuffled) == order(before)
    named = sorted(zip(name_acts(before), map(canonical, before), strict=True))
    assert sorted(zip(name_acts(shuffled), map(canonical, shuffled), strict=True)) == named


@pytest.mark.parametrize("change", [{"on": date(2026, 10, 21)}, {"id": "x"}, {"recorder": "y"}])
def test_any_change_gives_another_digest(change: dict[str, object]) -> None:
    changed = TeamMet(**{"on": DAY, **change})  # type: ignore[arg-type]
    assert digest([changed]) != digest([TeamMet(on=DAY)])
