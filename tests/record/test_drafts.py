"""Drafts of forms: nothing typed is lost, nobody else reads it, and it goes when it has served."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from nakomen.record import cleaning, destroying, drafts, tenancy
from nakomen.record.drafts import DraftTooLargeError, Kept
from nakomen.record.models import Draft, Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import registered

TYPED = {"about": ["De deur bleef dicht."], "topics": ["keys", "terms"]}
FORM = "complaint.received"


def test_what_was_kept_comes_back_and_cannot_be_read_in_the_table(
    organisation: Organisation, people: People, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        assert drafts.save(people.owner.id, client, FORM, "", TYPED, now) is None
        assert drafts.load(people.owner.id, client, FORM, "") == Kept(FORM, "", client, now, TYPED)
        assert drafts.mine(people.owner.id, client) == [Kept(FORM, "", client, now)]
        assert b"deur" not in bytes(Draft.objects.get().sealed_values)


def test_the_newest_counts_and_tells_what_it_replaced(
    organisation: Organisation, people: People, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    with tenancy.within(organisation.id):
        client = registered(now)
        drafts.save(people.owner.id, client, FORM, "", TYPED, now)
        assert drafts.save(people.owner.id, client, FORM, "", {"about": ["Anders."]}, later) == now
        found = drafts.load(people.owner.id, client, FORM, "")
        assert found is not None
        assert found.values == {"about": ["Anders."]}
        assert Draft.objects.count() == 1


def test_a_draft_is_ones_own_of_one_client_one_form_and_one_act(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client, other = registered(now), registered(now)
        drafts.save(people.owner.id, client, FORM, "n2", TYPED, now)
        assert drafts.load(people.colleague.id, client, FORM, "n2") is None
        assert drafts.load(people.owner.id, other, FORM, "n2") is None
        assert drafts.load(people.owner.id, client, FORM, "") is None
        assert drafts.load(people.owner.id, client, "complaint.decided", "n2") is None
        assert drafts.mine(people.colleague.id, client) == []
    with tenancy.within(people.stranger.organisation_id):
        assert drafts.load(people.owner.id, client, FORM, "n2") is None


def test_a_draft_without_a_client_is_kept_under_the_organisation(
    organisation: Organisation, people: People, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        drafts.save(people.owner.id, None, "register", "", TYPED, now)
        drafts.save(people.owner.id, None, "register", "", {"name": ["A"]}, now)
        found = drafts.load(people.owner.id, None, "register", "")
        assert found is not None
        assert found.values == {"name": ["A"]}
        assert [kept.form for kept in drafts.mine(people.owner.id, None)] == ["register"]


def test_a_draft_is_dropped_once(organisation: Organisation, people: People, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        drafts.save(people.owner.id, client, FORM, "", TYPED, now)
        assert drafts.drop(people.owner.id, client, FORM, "")
        assert not drafts.drop(people.owner.id, client, FORM, "")


def test_a_draft_lapses_thirty_days_after_it_was_last_saved(
    organisation: Organisation, people: People, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        drafts.save(people.owner.id, client, FORM, "", TYPED, now)
    cleaning.clean_organisation(organisation.id, now + drafts.KEPT)
    with tenancy.within(organisation.id):
        assert Draft.objects.count() == 1
    cleaning.clean_organisation(organisation.id, now + drafts.KEPT + timedelta(seconds=1))
    with tenancy.within(organisation.id):
        assert Draft.objects.count() == 0


def test_drafts_go_with_a_destroyed_dossier(organisation: Organisation, people: People, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client, other = registered(now), registered(now)
        drafts.save(people.owner.id, client, FORM, "", TYPED, now)
        drafts.save(people.owner.id, other, FORM, "", TYPED, now)
        destroying.clear(client, now)
        assert list(Draft.objects.values_list("chain_id", flat=True)) == [other]


def test_more_than_a_form_can_send_is_refused(organisation: Organisation, people: People, now: datetime) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        with pytest.raises(DraftTooLargeError):
            drafts.save(people.owner.id, client, FORM, "", {"about": ["x" * drafts.LARGEST]}, now)
        assert Draft.objects.count() == 0
