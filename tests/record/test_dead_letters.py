"""Tasks that were given up are listed for who may see to them, and tried again once when such a person says so."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from nakomen.record import dead_letters, tasks
from nakomen.record.access import RefusedError
from nakomen.record.models import AccessEntry, Chain, DeadTask, Delivery, Organisation, Webhook
from nakomen.record.tenancy import within
from tests.conftest import StaffMaker, actor
from tests.record import trying


@pytest.fixture
def letter(organisation: Organisation, now: datetime) -> DeadTask:
    """A rebuild of the copies that failed five times."""
    ids = {"organisation": str(organisation.id)}
    dead_letters.put(tasks.rebuild_copies.module_path, ids, "ValueError", 5, now)
    with within(organisation.id):
        found: DeadTask = DeadTask.objects.get()
    return found


def test_the_newest_comes_first(organisation: Organisation, letter: DeadTask, now: datetime) -> None:
    ids = {"organisation": str(organisation.id)}
    dead_letters.put(tasks.make_checkpoint.module_path, ids, "OSError", 5, now + timedelta(minutes=1))
    with within(organisation.id):
        assert [row.error for row in dead_letters.entries()] == ["OSError", "ValueError"]


def test_who_keeps_the_installation_has_it_tried_again_once(
    organisation: Organisation, letter: DeadTask, staff: StaffMaker, now: datetime
) -> None:
    keeper = actor(staff("functional_administrator"))
    with within(organisation.id):
        dead_letters.retry(letter.pk, keeper, now)
        with pytest.raises(dead_letters.UnknownLetterError):
            dead_letters.retry(letter.pk, keeper, now)
        assert list(dead_letters.entries()) == []
        assert AccessEntry.objects.filter(action="task.retry", allowed=True).exists()
    [task] = DBTaskResult.objects.filter(task_path=tasks.rebuild_copies.module_path)
    assert task.args_kwargs["kwargs"] == {"organisation": str(organisation.id)}


def test_who_gives_care_may_not(organisation: Organisation, letter: DeadTask, staff: StaffMaker, now: datetime) -> None:
    with within(organisation.id):
        with pytest.raises(RefusedError):
            dead_letters.retry(letter.pk, actor(staff("care_professional")), now)
        assert list(dead_letters.entries()) == [letter]
    assert not DBTaskResult.objects.exists()


def test_a_stranger_s_letter_is_not_there(
    other_organisation: Organisation, letter: DeadTask, staff: StaffMaker, now: datetime
) -> None:
    stranger = actor(staff("functional_administrator", organisation=other_organisation))
    with within(other_organisation.id), pytest.raises(dead_letters.UnknownLetterError):
        dead_letters.retry(letter.pk, stranger, now)


def test_an_unknown_letter_is_refused(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    keeper = actor(staff("functional_administrator"))
    with within(organisation.id), pytest.raises(dead_letters.UnknownLetterError):
        dead_letters.retry(uuid4(), keeper, now)


def test_a_message_to_a_webhook_that_is_tried_again_starts_to_count_anew(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    with within(organisation.id):
        hook = Webhook.objects.create(organisation=organisation, url="https://example.nl/", secret=b"", created_at=now)
        chain = Chain.objects.create(organisation=organisation, tip=bytes(32), created_at=now)
        dead = Delivery.objects.create(
            organisation=organisation,
            webhook=hook,
            chain=chain,
            event="e",
            length=1,
            made_at=now,
            state="dead",
            attempts=7,
        )
    ids = {"organisation": str(organisation.id), "delivery": str(dead.pk)}
    dead_letters.put(tasks.deliver_webhook.module_path, ids, "not delivered", 7, now)
    with within(organisation.id):
        dead_letters.retry(DeadTask.objects.get().pk, actor(staff("functional_administrator")), now)
        dead.refresh_from_db()
        assert (dead.state, dead.attempts, dead.next_at) == ("waiting", 0, now)


def test_a_task_of_no_organisation_stands_in_the_log_alone(
    organisation: Organisation, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    dead_letters.put(trying.leave.module_path, {}, "ValueError", 5, now)
    assert "task given up" in caplog.text
    with within(organisation.id):
        assert not DeadTask.objects.exists()
