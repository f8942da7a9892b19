"""Calendar feeds: a secret that is told once, and numbers of one's own duties by day."""

from __future__ import annotations

from datetime import datetime, timedelta

from nakomen.record import feeds, tenancy
from nakomen.record.feeds import Day
from nakomen.record.models import CalendarFeed, DutyCopy, Organisation
from tests.conftest import People, actor
from tests.record.test_worklist import TODAY, duty
from tests.web.api.asking import client_of


def test_the_secret_opens_the_feed_and_is_not_kept(people: People, organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        feed, token = feeds.make(people.owner.pk, now)
        assert feeds.could_be(token)
        found = feeds.opened(token, now)
        assert found is not None
        assert (found[0].pk, found[1].staff) == (feed.pk, people.owner.pk)
        assert token.encode() not in bytes(CalendarFeed.objects.get(pk=feed.pk).token_hash)
        assert CalendarFeed.objects.get(pk=feed.pk).last_used_on == TODAY
        assert feeds.opened("x" * 43, now) is None


def test_another_address_ends_the_one_before_and_revoking_the_last(
    people: People, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        _, first = feeds.make(people.owner.pk, now)
        feed, second = feeds.make(people.owner.pk, now)
        assert feeds.opened(first, now) is None
        assert feeds.of(people.owner.pk) == feed
        assert feeds.revoke(people.owner.pk, now) is True
        assert feeds.opened(second, now) is None
        assert feeds.of(people.owner.pk) is None
        assert feeds.revoke(people.owner.pk, now) is False


def test_who_left_or_works_elsewhere_reads_nothing(
    people: People, organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        _, token = feeds.make(people.owner.pk, now)
    with tenancy.within(other_organisation.id):
        assert feeds.opened(token, now) is None
    with tenancy.within(organisation.id):
        people.owner.until = TODAY - timedelta(days=1)
        people.owner.save()
        assert feeds.opened(token, now) is None


def test_it_counts_the_own_duties_by_day_and_the_late_ones_today(
    people: People, organisation: Organisation, now: datetime
) -> None:
    own = client_of(organisation.id, now, people.owner)
    other = client_of(organisation.id, now, people.colleague)
    with tenancy.within(organisation.id):
        DutyCopy.objects.all().delete()
        for client in (own, other):
            duty(client, "overdue", TODAY - timedelta(days=9))
            duty(client, "open", TODAY + timedelta(days=2))
        duty(own, "open", TODAY + timedelta(days=2))
        duty(own, "open", TODAY + timedelta(days=2), bearer="client")
        duty(own, "open", TODAY + timedelta(days=2), kind="complaint.received")
        duty(own, "suspended", TODAY + timedelta(days=1))
        duty(own, "open", TODAY + timedelta(days=400))
        found = feeds.days(actor(people.owner), now)
    assert found == [Day(TODAY, 0, 1), Day(TODAY + timedelta(days=2), 2)]
