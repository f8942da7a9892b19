"""Other systems and the work in the background: secrets told once, what failed tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import dead_letters, tenancy, tokens
from nakomen.record.models import ApiToken, DeadTask, Organisation, StaffMember, Sweep, Webhook, Worker
from tests.conftest import StaffMaker
from tests.web.desk.settings.entering import enter, problems, words

TASK = "nakomen.record.tasks.rebuild_copies"


@pytest.fixture
def keeper(organisation: Organisation, staff: StaffMaker) -> Client:
    return enter(staff("functional_administrator"))


def asked_for(member: StaffMember, **changes: object) -> dict[str, object]:
    return {
        "name": "planning",
        "sort": "token",
        "on_behalf_of": str(member.pk),
        "scopes": ["organisation.read"],
        "last_day": "2026-06-30",
        **changes,
    }


def test_a_token_is_shown_once_works_and_can_be_ended(
    keeper: Client, organisation: Organisation, staff: StaffMaker
) -> None:
    answer = keeper.post(reverse("settings_system_new"), asked_for(staff("administration")))
    text = answer.content.decode().split('class="secret">')[1].split("<")[0]
    assert "no-store" in answer.headers["Cache-Control"]
    ask = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/organisation", headers=ask).status_code == 200
    page = keeper.get(reverse("settings_systems"))
    assert "planning" in words(page)
    assert text not in page.content.decode()
    with tenancy.within(organisation.id):
        made = ApiToken.objects.get()
    keeper.post(reverse("settings_token_revoke", args=[made.pk]))
    assert Client().get("/api/v1/organisation", headers=ask).status_code == 401
    assert "Tokens that no longer work" in words(keeper.get(reverse("settings_systems")))


def test_a_system_that_fetches_tokens_is_made_and_ended(
    keeper: Client, organisation: Organisation, staff: StaffMaker
) -> None:
    answer = keeper.post(reverse("settings_system_new"), asked_for(staff("administration"), sort="client"))
    assert answer.content.decode().count('class="secret">') == 2
    with tenancy.within(organisation.id):
        (made,) = tokens.clients()
    keeper.post(reverse("settings_system_end", args=[made.id]))
    assert "No system fetches tokens." in words(keeper.get(reverse("settings_systems")))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"scopes": []}, "What it may do: "),
        ({"last_day": "2026-03-01"}, "Last day of the key: Choose a day to come, within a year."),
        ({"last_day": "2028-01-01"}, "Last day of the key: Choose a day to come, within a year."),
        ({"name": ""}, "Name: "),
        ({"on_behalf_of": "nobody"}, "On behalf of: "),
    ],
)
def test_a_key_that_cannot_be_is_told(
    changes: dict[str, object], told: str, keeper: Client, organisation: Organisation, staff: StaffMaker
) -> None:
    given = asked_for(staff("administration"), **changes)
    assert told in problems(keeper.post(reverse("settings_system_new"), given))
    with tenancy.within(organisation.id):
        assert not ApiToken.objects.exists()


def test_a_webhook_is_added_with_its_secret_and_stopped(keeper: Client, organisation: Organisation) -> None:
    answer = keeper.post(reverse("settings_webhook_new"), {"url": "https://planning.example.org/hook"})
    assert "whsec_" in answer.content.decode()
    with tenancy.within(organisation.id):
        made = Webhook.objects.get()
    assert "https://planning.example.org/hook" in words(keeper.get(reverse("settings_webhooks")))
    keeper.post(reverse("settings_webhook_stop", args=[made.pk]))
    assert "No system hears of changes." in words(keeper.get(reverse("settings_webhooks")))
    for url in ("http://planning.example.org/", "https://127.0.0.1/", "planning"):
        told = problems(keeper.post(reverse("settings_webhook_new"), {"url": url}))
        assert "Give the address of a system outside, beginning with https." in told


def test_what_failed_is_tried_again_once(keeper: Client, organisation: Organisation, now: datetime) -> None:
    dead_letters.put(TASK, {"organisation": str(organisation.id)}, "OperationalError", 5, now)
    assert "Failed: 1." in words(keeper.get(reverse("settings")))
    told = words(keeper.get(reverse("settings_work")))
    assert "Make all standings anew" in told
    assert "OperationalError" in told
    with tenancy.within(organisation.id):
        letter = DeadTask.objects.get()
    address = reverse("settings_work_retry", args=[letter.pk])
    assert keeper.post(address).status_code == 302
    assert keeper.post(address).status_code == 404
    assert "Nothing failed." in words(keeper.get(reverse("settings_work")))


def test_who_only_reads_the_tasks_gets_no_button_and_no_try(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    dead_letters.put(TASK, {"organisation": str(organisation.id)}, "OperationalError", 5, now)
    client = enter(staff("board"))
    assert "Try again" not in words(client.get(reverse("settings_work")))
    with tenancy.within(organisation.id):
        letter = DeadTask.objects.get()
    assert client.post(reverse("settings_work_retry", args=[letter.pk])).status_code == 403


def test_whether_the_worker_and_the_night_did_their_work_is_told(
    keeper: Client, organisation: Organisation, now: datetime
) -> None:
    told = words(keeper.get(reverse("settings_work")))
    assert "Worker not in order" in told
    assert "Nightly work not in order" in told
    Worker.objects.create(id="w", started_at=now, seen_at=now - timedelta(minutes=4))
    with tenancy.within(organisation.id):
        Sweep.objects.create(
            organisation=organisation,
            as_of=now.date(),
            started_at=now,
            finished_at=now - timedelta(hours=25),
            looked_at=12,
            changed=3,
        )
    told = words(keeper.get(reverse("settings_work")))
    assert "Worker in order" in told
    assert "Nightly work in order Clients looked at: 12. With a changed standing: 3." in told


def test_what_failed_takes_as_many_queries_for_three_as_for_one(
    keeper: Client, organisation: Organisation, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2):
        for _ in range(count):
            dead_letters.put(TASK, {"organisation": str(organisation.id)}, "OperationalError", 5, now)
        with django_assert_num_queries(14):
            keeper.get(reverse("settings_work"))
