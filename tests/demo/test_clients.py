"""The clients of the demonstration: readable acts of every kind, invented people, the same each time, moved along."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from stdnum.nl import bsn

from nakomen.acts import kinds
from nakomen.acts.moments import happened_at, recorded_at
from nakomen.demo import clients
from nakomen.demo.phases import phases_of
from nakomen.law.clock import start_of_day
from tests.demo.support import DAYS, KEYS, TODAY, made, organisation, read

NEXT = TODAY + timedelta(days=37)


def _bytes(key: str, today: date) -> str:
    return json.dumps([(each.number, each.phase, each.acts) for each in clients(organisation(key, today), today)])


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_the_acts_of_every_client_read_without_problems(key: str, today: date) -> None:
    for client in made(key, today):
        assert len(read(client.acts)) == len(client.acts)


def test_every_kind_of_act_occurs_somewhere() -> None:
    found = {str(act["kind"]) for key in KEYS for client in made(key) for act in client.acts}
    assert set(kinds()) - found == set()


@pytest.mark.parametrize("key", KEYS)
def test_every_phase_is_there_and_steady_care_is_the_most_frequent(key: str) -> None:
    counted = Counter(client.phase for client in made(key))
    assert counted.keys() == {phase.name for phase in phases_of(organisation(key).terms)}
    assert counted.most_common(1)[0][0] == "steady"
    assert counted.total() == 150


@pytest.mark.parametrize("count", [0, 1, 20, 400])
def test_there_are_as_many_clients_as_asked(count: int) -> None:
    assert sum(1 for _ in clients(organisation("linde"), TODAY, count)) == count


def test_another_seed_gives_other_clients() -> None:
    one, other = (next(clients(organisation("linde"), TODAY, 1, seed)) for seed in (1, 2))
    assert one.acts != other.acts


@pytest.mark.parametrize("key", KEYS)
def test_the_same_day_gives_the_same_bytes_in_another_process(key: str) -> None:
    code = (
        "import json; from datetime import date; from nakomen.demo import clients, organisations\n"
        f"today = date({TODAY.year}, {TODAY.month}, {TODAY.day})\n"
        f"of = next(each for each in organisations(today) if each.key == {key!r})\n"
        "print(json.dumps([(each.number, each.phase, each.acts) for each in clients(of, today)]))\n"
    )
    other = os.environ | {"PYTHONHASHSEED": "4711"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=other)
    assert done.stdout == _bytes(key, TODAY) + "\n"


@pytest.mark.parametrize("key", KEYS)
def test_another_day_moves_the_same_lives_along(key: str) -> None:
    for client, later in zip(made(key), made(key, NEXT), strict=True):
        assert (client.number, client.phase) == (later.number, later.phase)
        assert client.acts[0]["name"] == later.acts[0]["name"]
        moved = date.fromisoformat(str(later.acts[0]["on"])) - date.fromisoformat(str(client.acts[0]["on"]))
        # Office work moves to the working day before: over a long weekend at most five days.
        assert abs((moved - timedelta(days=37)).days) <= 5


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("key", KEYS)
def test_acts_stand_in_order_of_recording_and_all_were_recorded_before_the_day_began(key: str, today: date) -> None:
    for client in made(key, today):
        acts = read(client.acts)
        assert all(recorded_at(one) <= recorded_at(other) for one, other in pairwise(acts))
        assert recorded_at(acts[-1]) < start_of_day(today)
        seen: set[str | None] = {None}
        for act in acts:
            assert act.act in seen
            assert happened_at(act) <= recorded_at(act)
            seen.add(act.id)


def test_some_acts_were_recorded_days_late_but_most_on_their_day() -> None:
    late = [
        (datetime.fromisoformat(str(act["recorded"])).date() - date.fromisoformat(str(act["on"])[:10])).days
        for client in made("linde")
        for act in client.acts
    ]
    assert 0.01 < sum(days > 0 for days in late) / len(late) < 0.1
    assert max(late) <= 6


@pytest.mark.parametrize("key", KEYS)
def test_who_records_and_who_cares_is_on_the_staff(key: str) -> None:
    codes = {each.code for each in organisation(key).staff}
    for client in made(key):
        for act in client.acts:
            named = {str(act["recorder"])} | {str(act[field]) for field in ("caregiver",) if field in act}
            visiting = act.get("caregivers", [])
            assert isinstance(visiting, list)
            assert named | set(visiting) <= codes


def test_citizen_numbers_are_valid_of_the_test_range_and_nobody_shares_one() -> None:
    numbers = [str(client.acts[0]["bsn"]) for key in KEYS for client in made(key)]
    assert len(set(numbers)) == len(numbers) == 300
    assert all(bsn.is_valid(number) and number.startswith("9999") for number in numbers)


def test_names_differ_and_all_contact_data_are_nobodys() -> None:
    people = [client.acts[0] for key in KEYS for client in made(key)]
    assert len({str(who["name"]) for who in people}) == 300
    assert all(str(who["phone"]).startswith("06-000") for who in people)
    text = "".join(_bytes(key, TODAY) for key in KEYS)
    assert text.count("@") == text.count("@example.nl") > 100


@pytest.mark.parametrize("key", KEYS)
def test_clients_are_registered_first_and_live_in_the_service_area(key: str) -> None:
    towns = organisation(key).towns
    for client in made(key):
        first = client.acts[0]
        assert first["kind"] == "client.registered"
        assert (str(first["postcode"])[:4], first["city"], first["municipality"]) in towns
