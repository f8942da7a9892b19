"""Tasks are put aside with the change that asks for them, tried again when they fail, and survive a killed worker."""

import json
import signal
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nakomen.record import background, clockwork, dead_letters, mail, tasks, working
from nakomen.record.background import Background, FailedTaskError, enqueue_after_commit
from nakomen.record.models import Checkpoint, ClientCard, DeadTask, Invitation, Organisation, OutgoingMail, Turn, Worker
from nakomen.record.tenancy import within
from tests.conftest import OwnDatabase
from tests.record import trying, workers
from tests.record.lives import registered

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def waiting(task: Background) -> list[dict[str, Any]]:
    return [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.filter(task_path=task.module_path)]


# --- putting aside --------------------------------------------------------------------------------------------------


def test_a_task_is_there_with_the_change_that_asks_for_it(database: None) -> None:
    with transaction.atomic():
        enqueue_after_commit(trying.leave, folder="f", name="n")
    assert waiting(trying.leave) == [{"folder": "f", "name": "n"}]


def test_a_task_is_gone_with_the_change_that_was_taken_back(database: None) -> None:
    with transaction.atomic():
        enqueue_after_commit(trying.leave, folder="f", name="n")
        transaction.set_rollback(True)
    assert waiting(trying.leave) == []


def test_ids_go_as_text(database: None, organisation: Organisation) -> None:
    enqueue_after_commit(tasks.rebuild_copies, organisation=organisation.id)
    assert waiting(tasks.rebuild_copies) == [{"organisation": str(organisation.id)}]


# --- failing --------------------------------------------------------------------------------------------------------


def test_a_task_that_fails_comes_back_after_a_pause_that_grows(database: None, tmp_path: Path) -> None:
    for attempt, seconds in zip(range(1, background.LIMIT), (10, 40, 160, 640), strict=True):
        before = timezone.now()
        with pytest.raises(FailedTaskError, match=r"^ValueError$"):
            trying.fail.call(folder=str(tmp_path), name="x", attempt=attempt)
        [again] = DBTaskResult.objects.filter(task_path=trying.fail.module_path)
        assert again.args_kwargs["kwargs"]["attempt"] == attempt + 1
        pause = again.run_after - before
        assert timedelta(seconds=0.75 * seconds) <= pause <= timedelta(seconds=1.25 * seconds + 5)
        again.delete()


def test_after_the_last_attempt_it_is_a_dead_letter_without_the_text_of_the_error(
    organisation: Organisation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ids = {"organisation": str(organisation.id), "folder": str(tmp_path), "name": "x"}
    with pytest.raises(FailedTaskError) as failed:
        trying.fail.call(**ids, attempt=background.LIMIT)
    assert waiting(trying.fail) == []
    with within(organisation.id):
        [letter] = dead_letters.entries()
    assert (letter.task, letter.arguments) == (trying.fail.module_path, ids)
    assert (letter.error, letter.attempts) == ("ValueError", background.LIMIT)
    assert failed.value.__context__ is None, "whoever prints this error would print the other one too"
    assert "Kanarie" not in caplog.text


def test_a_task_of_another_s_organisation_is_a_dead_letter_there_only(
    organisation: Organisation, other_organisation: Organisation, tmp_path: Path
) -> None:
    ids = {"organisation": str(organisation.id), "folder": str(tmp_path), "name": "x"}
    with pytest.raises(FailedTaskError):
        trying.fail.call(**ids, attempt=background.LIMIT)
    with within(other_organisation.id):
        assert list(dead_letters.entries()) == []


# --- the tasks themselves -------------------------------------------------------------------------------------------


def test_a_sweep_that_waited_past_midnight_is_one_of_the_new_day(organisation: Organisation, now: datetime) -> None:
    with within(organisation.id):
        client = registered(now)
        ClientCard.objects.update(next_change=now.date() + timedelta(days=1))
    tasks.sweep_organisation.call(organisation=str(organisation.id), as_of="2026-03-03")
    with within(organisation.id):
        assert ClientCard.objects.get(pk=client).as_of >= date.today()  # noqa: DTZ011 - the task asked the clock


def test_making_one_client_anew_twice_is_making_it_once(organisation: Organisation, now: datetime) -> None:
    with within(organisation.id):
        client = registered(now)
    ids = {"organisation": str(organisation.id), "client": str(client)}
    tasks.refresh_client.call(**ids)
    with within(organisation.id):
        once = ClientCard.objects.values().get(pk=client)
    tasks.refresh_client.call(**ids)
    with within(organisation.id):
        assert ClientCard.objects.values().get(pk=client) == once


def test_rebuilding_gives_every_client_a_copy(organisation: Organisation, now: datetime) -> None:
    with within(organisation.id):
        clients = {registered(now) for _ in range(3)}
        ClientCard.objects.all().delete()
    tasks.rebuild_copies.call(organisation=str(organisation.id))
    with within(organisation.id):
        assert set(ClientCard.objects.values_list("pk", flat=True)) == clients


def test_cleaning_up_removes_what_has_served_and_nothing_else(organisation: Organisation, now: datetime) -> None:
    old, fresh = timezone.now() - timedelta(days=91), timezone.now()
    with within(organisation.id):
        for moment in (old, fresh):
            Invitation.objects.create(
                organisation=organisation,
                email="eva@example.nl",
                name="Eva",
                token_hash=b"",
                created_at=moment,
                expires_at=moment,
            )
            OutgoingMail.objects.create(
                organisation=organisation,
                to="eva@example.nl",
                template="waiting",
                made_at=moment,
                sent_at=moment,
                state="sent",
            )
            OutgoingMail.objects.create(
                organisation=organisation, to="eva@example.nl", template="waiting", made_at=moment
            )
            DeadTask.objects.create(
                organisation=organisation, task="t", error="e", attempts=5, failed_at=moment, retried_at=moment
            )
            DeadTask.objects.create(organisation=organisation, task="t", error="e", attempts=5, failed_at=moment)
    tasks.clean_up.call(organisation=str(organisation.id))
    with within(organisation.id):
        assert [row.expires_at for row in Invitation.objects.all()] == [fresh]
        assert [row.sent_at for row in OutgoingMail.objects.filter(state="sent")] == [fresh]
        assert OutgoingMail.objects.filter(state="waiting").count() == 2
        assert [row.retried_at for row in DeadTask.objects.exclude(retried_at=None)] == [fresh]
        assert DeadTask.objects.filter(retried_at=None).count() == 2


def test_cleaning_up_the_installation_removes_old_results_only(database: None) -> None:
    for age in (1, 8):
        done = trying.leave.enqueue(folder="f", name=str(age))
        DBTaskResult.objects.filter(id=done.id).update(
            status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(days=age)
        )
    trying.leave.enqueue(folder="f", name="waits")
    clockwork.clean_installation.call()
    assert {row["name"] for row in waiting(trying.leave)} == {"1", "waits"}


# --- what comes round -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-03-02T00:05:00", "2026-03-02T00:05:00"),
        ("2026-03-02T00:04:59", "2026-03-01T00:05:00"),
        ("2026-03-29T04:00:00", "2026-03-29T00:05:00"),
    ],
)
def test_the_night_begins_at_five_past_midnight_in_amsterdam(now: str, night: str) -> None:
    assert clockwork.last_night(datetime.fromisoformat(now).replace(tzinfo=AMSTERDAM)) == datetime.fromisoformat(
        night
    ).replace(tzinfo=AMSTERDAM)


def test_of_two_workers_one_has_the_turn(database: None, now: datetime) -> None:
    assert [clockwork.take("night", now), clockwork.take("night", now)] == [True, False]
    assert clockwork.take("night", now + timedelta(days=1))
    assert not clockwork.take("night", now), "a turn that was had does not come back"


def test_each_night_every_organisation_is_swept_once(
    organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    for minutes in range(3):
        clockwork.tick(now + timedelta(minutes=minutes))
    expected = {(str(place.id), "2026-03-02") for place in (organisation, other_organisation)}
    swept = waiting(tasks.sweep_organisation)
    assert len(swept) == 2
    assert {(row["organisation"], row["as_of"]) for row in swept} == expected
    clockwork.tick(now + timedelta(days=3))
    assert [row["as_of"] for row in waiting(tasks.sweep_organisation)].count("2026-03-05") == 2, (
        "nights were made up for"
    )


def test_each_minute_makes_a_checkpoint_where_something_was_added(organisation: Organisation, now: datetime) -> None:
    with within(organisation.id):
        registered(now)
    for seconds in (0, 20, 60, 120):
        clockwork.tick(now + timedelta(seconds=seconds))
    with within(organisation.id):
        assert [row.made_at for row in Checkpoint.objects.all()] == [now]


def test_an_e_mail_that_the_queue_forgot_is_found_once(organisation: Organisation, now: datetime) -> None:
    with within(organisation.id):
        forgotten = mail.tell("eva@example.nl", "waiting", "/", now)
    DBTaskResult.objects.all().delete()
    clockwork.tick(now + timedelta(minutes=1))
    assert waiting(tasks.send_mail) == []
    for minutes in (3, 4):
        clockwork.tick(now + timedelta(minutes=minutes))
    assert waiting(tasks.send_mail) == [{"organisation": str(organisation.id), "mail": str(forgotten.pk)}]


# --- workers --------------------------------------------------------------------------------------------------------


def test_a_worker_does_what_waits_and_ends(
    own_database: OwnDatabase, organisation: Organisation, tmp_path: Path
) -> None:
    trying.leave.enqueue(folder=str(tmp_path), name="one")
    trying.fail.enqueue(folder=str(tmp_path), name="two", organisation=str(organisation.id))
    told = workers.run_once(own_database.environment)
    assert len(trying.left(tmp_path, "one")) == len(trying.left(tmp_path, "two")) == 1
    assert "Kanarie" not in told
    assert not any("Kanarie" in json.dumps(row) for row in DBTaskResult.objects.values_list("traceback", flat=True))
    with within(organisation.id):
        assert Turn.objects.filter(what="night").exists()
    assert not Worker.objects.exists()


def test_a_worker_that_is_asked_to_stop_finishes_the_task_at_hand(own_database: OwnDatabase, tmp_path: Path) -> None:
    task = trying.linger.enqueue(folder=str(tmp_path), name="one")
    trying.leave.enqueue(folder=str(tmp_path), name="two")
    with workers.running(own_database.environment) as [worker]:
        workers.until(lambda: trying.left(tmp_path, "begun-one"))
        worker.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert worker.wait(timeout=60) == 0
    assert DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.SUCCESSFUL
    assert len(trying.left(tmp_path, "one")) == 1
    assert trying.left(tmp_path, "two") == []


def test_what_a_killed_worker_had_taken_is_done_by_another(own_database: OwnDatabase, tmp_path: Path) -> None:
    task = trying.linger.enqueue(folder=str(tmp_path), name="one")
    with workers.running(own_database.environment) as [worker]:
        workers.until(lambda: trying.left(tmp_path, "begun-one"))
        worker.kill()
    (tmp_path / "go").touch()
    with workers.running(own_database.environment) as [other]:
        workers.until(lambda: trying.left(tmp_path, "one"))
        workers.until(lambda: DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.SUCCESSFUL)
        assert trying.left(tmp_path, "one") == [other.pid]


def test_two_workers_do_each_task_once(own_database: OwnDatabase, tmp_path: Path) -> None:
    names = [f"task{number}" for number in range(30)]
    for name in names:
        trying.leave.enqueue(folder=str(tmp_path), name=name)
    with workers.running(own_database.environment, 2) as both:
        workers.until(lambda: all(trying.left(tmp_path, name) for name in names))
    done = [trying.left(tmp_path, name) for name in names]
    assert all(len(each) == 1 for each in done)
    assert {pid for [pid] in done} == {worker.pid for worker in both}


def test_a_task_that_outlives_no_worker_is_put_away(organisation: Organisation, now: datetime) -> None:
    taken = tasks.rebuild_copies.enqueue(organisation=str(organisation.id))
    DBTaskResult.objects.filter(id=taken.id).update(
        status=TaskResultStatus.RUNNING, started_at=now, worker_ids=[f"w{number}" for number in range(background.LIMIT)]
    )
    assert working.take_up_lost(working.Presence(), now + timedelta(hours=1)) == 0
    assert DBTaskResult.objects.get(id=taken.id).status == TaskResultStatus.FAILED
    with within(organisation.id):
        [letter] = dead_letters.entries()
    assert (letter.error, letter.arguments) == (working.LOST, {"organisation": str(organisation.id)})


def test_what_a_living_worker_has_taken_is_left_to_it(database: None, now: datetime) -> None:
    presence = working.Presence("w1")
    presence.sign(now + timedelta(hours=1))
    taken = trying.leave.enqueue(folder="f", name="n")
    DBTaskResult.objects.filter(id=taken.id).update(status=TaskResultStatus.RUNNING, started_at=now, worker_ids=["w1"])
    assert working.take_up_lost(working.Presence(), now + timedelta(hours=1)) == 0
    assert working.take_up_lost(working.Presence(), now + timedelta(hours=2)) == 1
    assert DBTaskResult.objects.get(id=taken.id).status == TaskResultStatus.READY
