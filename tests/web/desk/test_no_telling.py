"""Whether somebody is a client here is told by no answer to who may not know: not by its words, its size, or its work.

How long an answer takes is measured by no test, but by what it takes: the same queries, whoever is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.signals import request_started
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, EmergencyAccess, Organisation
from tests.conftest import People, StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.test_canary import screens
from tests.web.signing_in import session_of

NOBODY = UUID("7a3e2a9e-5d7d-4a55-9a53-0b0f5f4f3f11")
SEARCHES = {  # what fits the client, and what fits nobody at all
    "name": ("Aleida Voorbeeld", "Berend Niemandal"),
    "bsn": ("999990019", "999990020"),
    "birth date": ("9-3-1941", "8-3-1941"),
    "postcode": ("1011 AB", "1011 AC"),
    "number": ("L-00093", "L-00094"),
}
_EACH_TIME = re.compile(r'(?:csrfmiddlewaretoken|key)" value="[^"]*"')


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def hidden(organisation: Organisation, now: datetime, people: People) -> UUID:
    """A client whom the colleague may not see, nor the stranger."""
    return client_of(organisation.id, now, people.owner)


def asked(window: Client, method: str, address: str, **data: str) -> tuple[int, int, str]:
    """The status of an answer, how many queries it took, and the answer without what differs each time."""
    with CaptureQueriesContext(connection) as queries:
        request_started.disconnect(reset_queries)
        answer: Any = getattr(window, method)(address, data)
    told = [each["sql"] for each in queries.captured_queries if "set_config" not in each["sql"]]
    return answer.status_code, len(told), _EACH_TIME.sub("", answer.content.decode())


def plain(page: str, *typed: str) -> str:
    """A page without what was typed into it or asked for."""
    for each in typed:
        page = page.replace(each, "")
    return page


@pytest.mark.parametrize("sort", SEARCHES)
@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_a_search_answers_alike_whether_the_client_is_hidden_or_not_there(
    people: People, hidden: UUID, now: datetime, sort: str, who: str
) -> None:
    window = session_of(getattr(people, who), now)
    window.get(reverse("today"))
    answers = [asked(window, "post", reverse("client_search"), q=text) for text in SEARCHES[sort]]
    (status, queries, page), (other_status, other_queries, other_page) = answers
    assert (status, queries) == (other_status, other_queries) == (200, queries)
    assert plain(page, *SEARCHES[sort]) == plain(other_page, *SEARCHES[sort])


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_every_page_of_a_client_answers_alike_whether_the_client_is_hidden_or_not_there(
    people: People, hidden: UUID, now: datetime, who: str
) -> None:
    window = session_of(getattr(people, who), now)
    window.get(reverse("today"))
    seen = 0
    for name, address in screens(get_resolver(), hidden):
        if str(hidden) not in address:
            continue
        seen += 1
        for method in ("get", "post"):
            there = asked(window, method, address)
            gone = asked(window, method, address.replace(str(hidden), str(NOBODY)))
            assert there[0] == gone[0], (name, method)
            assert there[0] in {403, 404, 405}, (name, method)
            assert there[1] == gone[1], (name, method)
            assert plain(there[2], str(hidden)) == plain(gone[2], str(NOBODY)), (name, method)
    assert seen > 12


def test_an_emergency_for_nobody_of_another_or_of_two_answers_alike_and_leaves_a_trace(
    people: People, staff: StaffMaker, organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    for _twice in range(2):
        client_of(organisation.id, now, people.owner, bsn="999990032", name="Twee Zelfden")
    client_of(other_organisation.id, now, bsn="999990044")
    window = session_of(staff("care_professional"), now)
    window.get(reverse("today"))
    reason = "Er is brand en niemand neemt op, ik moet erbij."
    tries = ("999990020", "999990032", "999990044")
    answers = [asked(window, "post", reverse("client_emergency"), bsn=bsn, reason=reason) for bsn in tries]
    assert {(status, queries) for status, queries, _ in answers} == {(422, answers[0][1])}
    assert len({plain(page, *tries) for _, _, page in answers}) == 1
    with tenancy.within(organisation.id):
        assert EmergencyAccess.objects.count() == 0
        lines = list(AccessEntry.objects.filter(action="emergency.open").values_list("subject", "allowed", "chain_id"))
    assert lines == [("search bsn", True, None)] * 3


def test_an_emergency_at_an_address_of_ones_own_making_opens_nothing(
    people: People, hidden: UUID, now: datetime
) -> None:
    window = session_of(people.colleague, now)
    for client in (hidden, uuid4()):
        given = {"client": str(client), "chain": str(client), "name": "", "reason": "Er is brand, ik moet erbij."}
        answer = window.post(reverse("client_emergency") + f"?client={client}", given)
        assert answer.status_code == 422
        assert window.get(reverse("client", args=[client])).status_code == 404
