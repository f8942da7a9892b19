"""Tokens of other systems: what they must be, and what is kept of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.record import access, tenancy, tokens
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, ApiToken, Organisation
from tests.conftest import People, StaffMaker, actor


def make(member: Any, now: datetime, **changes: Any) -> tuple[ApiToken, str]:
    wanted = {
        "name": "Rooster",
        "scopes": ["client.read"],
        "on_behalf_of": member.id,
        "expires_at": now + timedelta(days=365),
        "actor": system("command"),
        "now": now,
    }
    return tokens.make(**{**wanted, **changes})


def who(text: str, now: datetime) -> Any:
    bearer = tokens.read(text)
    assert bearer is not None
    with tenancy.within(bearer.organisation):
        found = tokens.authenticate(bearer, now=now, address=None, request="")
    return None if found is None else found[1]


@given(organisation=st.uuids(), secret=st.text("abcXYZ019_-", min_size=43, max_size=43))
def test_a_token_is_read_as_it_was_written(organisation: UUID, secret: str) -> None:
    assert tokens.read(tokens.written(organisation, secret)) == tokens.Bearer(organisation, secret)


@given(st.text())
def test_any_other_text_is_no_token(text: str) -> None:
    assert tokens.read(text) is None


def test_a_token_acts_as_itself_with_the_roles_of_its_person_and_its_own_scopes(
    people: People, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        _, text = make(people.owner, now)
    found = who(text, now)
    assert (found.name, found.staff, found.user) == ("Rooster", people.owner.id, people.owner.user_id)
    assert (found.roles, found.scopes, found.part) == (("care_professional",), frozenset({"client.read"}), "api")


def test_of_a_token_only_the_hash_is_kept(people: People, organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        token, text = make(people.owner, now)
        kept = " ".join(str(value) for value in ApiToken.objects.values().get(pk=token.pk).values())
    assert text.split("_", 2)[2] not in kept


def test_a_token_holds_until_it_is_revoked_or_outlived(
    people: People, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        token, text = make(people.owner, now, expires_at=now + timedelta(hours=1))
        _, other = make(people.owner, now)
        assert who(text, now) is not None
        assert who(text, now + timedelta(hours=1)) is None
        tokens.revoke(token.pk, actor=system("command"), now=now)
    assert who(text, now) is None
    assert who(other, now) is not None


def test_a_token_holds_as_long_as_its_person_has_a_place(
    people: People, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        _, text = make(people.owner, now)
        people.owner.until = now.date()
        people.owner.save()
    assert who(text, now) is not None
    assert who(text, now + timedelta(days=1)) is None


def test_a_secret_of_one_organisation_opens_no_other(
    people: People, organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        _, text = make(people.owner, now)
    bearer = tokens.read(text)
    assert bearer is not None
    for elsewhere in (other_organisation.id, uuid4()):
        assert who(tokens.written(elsewhere, bearer.secret), now) is None


def test_the_day_of_use_is_kept_and_written_once_a_day(
    people: People, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        token, text = make(people.owner, now)
        who(text, now)
        who(text, now)
        assert ApiToken.objects.get(pk=token.pk).last_used_on == now.date()


def test_all_that_is_wrong_with_a_token_is_told_at_once(
    people: People, organisation: Organisation, now: datetime
) -> None:
    wrong = {
        "name": " ",
        "scopes": ["client.fly"],
        "on_behalf_of": people.stranger.id,
        "expires_at": now + timedelta(days=400),
    }
    with tenancy.within(organisation.id):
        with pytest.raises(tokens.TokenError) as refused:
            make(people.owner, now, **wrong)
        assert [place for place, _ in refused.value.problems] == ["name", "scopes", "on_behalf_of", "expires_at"]
        with pytest.raises(tokens.TokenError):
            make(people.owner, now, scopes=[])
        assert ApiToken.objects.count() == 0


def test_only_who_manages_tokens_makes_and_ends_them(
    people: People, organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    keeper = staff("functional_administrator")
    with tenancy.within(organisation.id):
        token, _ = make(people.owner, now, actor=actor(keeper, fresh=True))
        for call in (
            lambda: make(people.owner, now, actor=actor(people.owner, fresh=True)),
            lambda: tokens.revoke(token.pk, actor=actor(people.owner, fresh=True), now=now),
        ):
            with pytest.raises(access.RefusedError):
                call()
        with pytest.raises(access.NotFreshError):
            make(people.owner, now, actor=actor(keeper))
        assert [line.event for line in AccessEntry.objects.filter(action="token.manage")] == ["C"]
        assert tokens.entries() == [token]
    with tenancy.within(people.stranger.organisation_id):
        assert tokens.entries() == []
