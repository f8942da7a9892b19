"""Appending to a client's chain and reading it back, for one request at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nakomen.norms import answers
from nakomen.norms.standing import standing
from nakomen.record import ledger, standings, tenancy, verifying
from nakomen.record.actors import system
from nakomen.record.ledger import AppendError, KeyReusedError, UnknownClientError
from nakomen.record.models import Chain, ClientCard, Entry, Organisation, Payload
from tests.record.lives import REGISTERED, act, registered

ACTOR = system("command")


def told(error: pytest.ExceptionInfo[AppendError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_a_registered_client_has_a_chain_of_what_was_recorded(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        made = ledger.register([REGISTERED], actor=ACTOR, now=now)
        assert (made.first_seq, made.length, made.ids, made.again, made.changed) == (1, 1, ("n1",), False, True)
        (stored,) = ledger.entries(made.client)
        assert (stored.seq, stored.act.kind, stored.act.recorded, stored.act.recorder) == (
            1,
            "client.registered",
            now,
            "system",
        )
        chain = Chain.objects.get(pk=made.client)
        assert (chain.length, bytes(chain.tip)) == (1, made.tip)


def test_entries_chain_on_and_hold_nothing_that_can_be_read(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        ledger.append(client, [act("intake.held", information_understood=True)], actor=ACTOR, now=now)
        first, second = Entry.objects.filter(chain_id=client).order_by("seq")
        assert (bytes(first.prev), bytes(second.prev)) == (bytes(32), bytes(first.tip))
        for payload in Payload.objects.filter(chain_id=client):
            assert str(REGISTERED["name"]).encode() not in bytes(payload.ciphertext)


def test_all_problems_of_all_acts_are_told_at_once_and_nothing_is_kept(
    organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        wrong = [
            act("intake.held", information_understood="yes"),
            act("intake.nonsense"),
            act("visit.delivered", act="v9", minutes=30),
        ]
        with pytest.raises(AppendError) as error:
            ledger.append(client, wrong, actor=ACTOR, now=now)
        assert len(told(error)) == 3
        assert all(line.startswith(("#1", "#2", "#3")) for line in told(error))
        assert Chain.objects.get(pk=client).length == 1


def test_the_record_itself_tells_when_and_by_whom_an_act_was_recorded(
    organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        given = act("intake.held", information_understood=True, recorded="2026-01-01T10:00:00+01:00", recorder="me")
        with pytest.raises(AppendError) as error:
            ledger.append(client, [given], actor=ACTOR, now=now)
        assert [line.partition(":")[0] for line in told(error)] == ["#1.recorded", "#1.recorder"]


def test_what_has_not_happened_yet_cannot_be_recorded(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        late = (now + timedelta(minutes=1)).isoformat()
        with pytest.raises(AppendError) as error:
            ledger.append(
                client, [{"kind": "intake.held", "on": late, "information_understood": True}], actor=ACTOR, now=now
            )
        assert told(error) == ["#1.on: expected a moment that has come, not one after now"]
        just = {"kind": "intake.held", "on": now.isoformat(), "information_understood": True}
        assert ledger.append(client, [just], actor=ACTOR, now=now).length == 2


def test_the_file_of_a_client_opens_with_the_registration(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id), pytest.raises(AppendError) as error:
        ledger.register([act("support.requested")], actor=ACTOR, now=now)
    assert told(error) == ["#1.kind: expected client.registered: it opens the file of a client"]


def test_the_same_request_again_answers_as_it_did_and_adds_nothing(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        first = ledger.register([REGISTERED], actor=ACTOR, now=now, key="a")
        again = ledger.register([REGISTERED], actor=ACTOR, now=now + timedelta(hours=1), key="a")
        assert again.again
        assert (again.client, again.ids, again.tip) == (first.client, first.ids, first.tip)
        given = [act("intake.held", information_understood=True)]
        one = ledger.append(first.client, given, actor=ACTOR, now=now, key="b")
        ledger.append(first.client, [act("support.requested")], actor=ACTOR, now=now, key="c")
        two = ledger.append(first.client, given, actor=ACTOR, now=now, key="b")
        assert (two.ids, two.first_seq, two.length, two.tip, two.again) == (one.ids, 2, 2, one.tip, True)
        assert Chain.objects.get(pk=first.client).length == 3


@pytest.mark.parametrize("other", ["body", "client"])
def test_a_key_used_for_another_request_is_refused(organisation: Organisation, now: datetime, other: str) -> None:
    with tenancy.within(organisation.id):
        client, stranger = registered(now), registered(now)
        given = [act("intake.held", information_understood=True)]
        ledger.append(client, given, actor=ACTOR, now=now, key="k")
        body = given if other == "client" else [act("intake.held", information_understood=False)]
        with pytest.raises(KeyReusedError):
            ledger.append(stranger if other == "client" else client, body, actor=ACTOR, now=now, key="k")


def test_a_request_that_was_refused_does_not_use_up_its_key(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        with pytest.raises(AppendError):
            ledger.append(client, [act("intake.held")], actor=ACTOR, now=now, key="k")
        given = [act("intake.held", information_understood=True)]
        assert not ledger.append(client, given, actor=ACTOR, now=now, key="k").again


def test_acts_of_several_clients_are_recorded_together_or_not_at_all(organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        one, other = registered(now), registered(now)
        good = [act("intake.held", information_understood=True)]
        with pytest.raises(AppendError) as error:
            ledger.append_many([(one, good), (other, [act("intake.held")]), (one, [act("x.y")])], actor=ACTOR, now=now)
        assert [line.split(".")[0] for line in told(error)] == ["#2 #1", "#3 #1"]
        assert [Chain.objects.get(pk=client).length for client in (one, other)] == [1, 1]
        made = ledger.append_many([(one, good), (other, good)], actor=ACTOR, now=now, key="m")
        again = ledger.append_many([(one, good), (other, good)], actor=ACTOR, now=now, key="m")
        assert [each.length for each in made] == [2, 2]
        assert [(each.client, each.ids, each.again) for each in again] == [(one, ("n2",), True), (other, ("n2",), True)]


def test_several_parts_of_one_bulk_request_may_be_about_the_same_client(
    organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        parts = [(client, [act("support.requested")]), (client, [act("intake.held", information_understood=True)])]
        made = ledger.append_many(parts, actor=ACTOR, now=now, key="m")
        again = ledger.append_many(parts, actor=ACTOR, now=now, key="m")
        assert [each.ids for each in made] == [("n2",), ("n3",)]
        assert [each.ids for each in again] == [("n2",), ("n3",)]


def test_an_unknown_client_and_one_of_another_organisation_are_the_same(
    organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(other_organisation.id):
        stranger = registered(now)
    with tenancy.within(organisation.id), pytest.raises(UnknownClientError):
        ledger.acts(stranger)


def test_the_case_file_gives_the_standing_that_is_kept(
    organisation: Organisation, now: datetime, tmp_path: Path
) -> None:
    import json

    from nakomen.case_files import open_case
    from nakomen.law.clock import local_day

    with tenancy.within(organisation.id):
        client = registered(now)
        ledger.append(client, [act("intake.held", information_understood=True)], actor=ACTOR, now=now)
        kept = answers.standing(standings.stand(client, local_day(now)))
        file = tmp_path / "case.json"
        file.write_text(json.dumps(standings.case_file(client)), encoding="utf-8")
    assert answers.standing(standing(open_case(str(file)).case, local_day(now))) == kept
    assert kept["duties"]


def test_the_read_copies_tell_what_the_standing_tells(organisation: Organisation, now: datetime) -> None:
    from nakomen.law.clock import local_day

    with tenancy.within(organisation.id):
        client = registered(now)
        shown = answers.standing(standings.stand(client, local_day(now)))
        waiting = [row for row in shown["duties"] if row["state"] in ("open", "overdue", "undetermined", "suspended")]
        card = ClientCard.objects.get(pk=client)
        assert (card.name, card.open_count + card.overdue_count + card.undetermined_count) == (
            REGISTERED["name"],
            len(waiting),
        )
        assert sorted(card.chain.duties.values_list("clause", flat=True)) == sorted(row["clause"] for row in waiting)


def test_what_was_kept_verifies(organisation: Organisation, now: datetime) -> None:
    from nakomen.record import checkpoints

    with tenancy.within(organisation.id):
        client = registered(now)
        checkpoints.make(now)
        ledger.append(client, [act("support.requested")], actor=ACTOR, now=now)
        checkpoints.make(now)
        assert checkpoints.make(now) is None
        found = verifying.verify()
        assert (found.chains, found.entries, found.leaves, found.checkpoints, found.broken) == (1, 2, 2, 2, [])
