from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from nakomen.record import ledger, standings, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Organisation, StaffMember
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.guided.conftest import Window, hidden, problems

pytestmark = pytest.mark.usefixtures("database")

TODAY = "2026-03-02"
INTAKE: dict[str, dict[str, Any]] = {
    "talk": {"on": TODAY, "information_understood": "yes"},
    "topics": {"whole": "yes", "channel": "paper", "to": "client", "fits_level": "yes", "understood": "yes"},
    "papers": {"provided": "yes", "provided_version": "2020-01-01", "provided_channel": "paper", "declared": "no"},
    "identity": {"shown": "yes", "document": "passport", "number_end": "A1B2", "valid_until": "2030-01-01"},
    "people": {"contact": "yes", "contact_name": "Bep Buur", "contact_phone": "06 12345678", "other": "no"},
    "choices": {"stated": "yes", "choices": "Liever in de ochtend."},
}
SERVICE = {"name": "Persoonlijke verzorging", "tariff_hour": "61.20", "payer": "zvw", "vat": "exempt"}
OFFER = act(
    "agreement.offered", TODAY, services=[SERVICE], contains=["indication", "plan_clause", "quality_data", "terms"]
)
INDICATION = act(
    "indication.issued",
    "2026-02-20",
    number="I-1",
    law="zvw",
    body="wijkverpleegkundige",
    care=["verzorging"],
    valid_from="2026-02-20",
)


@pytest.fixture
def office(staff: StaffMaker, window: Callable[[StaffMember], Window]) -> Window:
    return window(staff("administration"))


def record(window: Window, client: UUID, now: datetime, *acts: dict[str, Any]) -> None:
    """Record acts that have a form of their own elsewhere."""
    with tenancy.within(window.organisation):
        ledger.append(client, list(acts), actor=system("command"), now=now)


def page(window: Window, client: UUID) -> str:
    answer = window.web.get(reverse("signing", args=(client,)))
    assert answer.status_code == 200
    return str(answer.content.decode())


def counted(text: str) -> str:
    found = re.search(r"<strong>(\d+ of \d+)</strong>", text)
    assert found
    return found[1]


def status(window: Window, client: UUID, now: datetime) -> str:
    with tenancy.within(window.organisation):
        return str(standings.stand(client, now.date()).agreement["status"])


def sign(window: Window, client: UUID, **given: Any) -> Any:
    fields = {"key": "0123456789ab", "by": ["client"], "on": TODAY, "signed": ["client", "provider"], **given}
    return window.web.post(reverse("signing", args=(client,)), fields)


def test_the_page_tells_what_is_missing_until_the_agreement_is_signed(
    office: Window, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.pk, now)
    start = page(office, client)
    assert counted(start) == "1 of 11"
    assert "You cannot sign yet" in start
    assert start.count('<span class="tag tag-unmet">missing</span>') == 4
    assert "Topics: 0 of 18 given" in start
    assert start.count("button small-button main") == 1  # the next step stands out, the others do not
    talked = office.through(client, "intake", INTAKE)
    assert office.record(client, "intake", talked).headers["Location"] == reverse("signing", args=(client,))
    assert counted(page(office, client)) == "7 of 11"
    record(office, client, now, INDICATION, OFFER)
    ready = page(office, client)
    assert counted(ready) == "9 of 11"
    assert "You can sign" in ready
    answer = sign(office, client, key=hidden(ready, "key"))
    assert answer.status_code == 302, problems(answer)
    assert "The agreement is signed" in page(office, client)
    assert counted(page(office, client)) == "11 of 11"
    assert status(office, client, now) == "in_force"
    assert sign(office, client, key=hidden(ready, "key")).status_code == 302
    assert office.kinds(client)[-3:] == ["agreement.accepted", "agreement.signed", "agreement.signed"]


def test_under_conditions_for_support_an_offer_is_enough(
    staff: StaffMaker, window: Callable[[StaffMember], Window], other_organisation: Organisation, now: datetime
) -> None:
    office = window(staff("administration", organisation=other_organisation))
    client = client_of(other_organisation.pk, now)
    start = page(office, client)
    assert "You cannot sign yet" in start
    assert "Identity document" not in start
    assert "The request for support" in start
    record(office, client, now, act("agreement.offered", TODAY, services=[{**SERVICE, "payer": "wmo"}], contains=[]))
    assert "You can sign" in page(office, client)
    assert sign(office, client).status_code == 302
    assert status(office, client, now) == "in_force"


def test_nothing_is_signed_while_a_condition_is_missing(
    office: Window, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.pk, now)
    intake = {**INTAKE, "identity": {"shown": "no"}}
    office.record(client, "intake", office.through(client, "intake", intake))
    record(office, client, now, INDICATION, OFFER)
    before = office.kinds(client)
    answer = sign(office, client)
    assert answer.status_code == 422
    assert problems(answer) == ["The form: You cannot sign yet: look at what is still missing."]
    assert office.kinds(client) == before


def test_the_yes_cannot_be_dated_before_what_it_rests_on(
    office: Window, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.pk, now)
    office.record(client, "intake", office.through(client, "intake", INTAKE))
    record(office, client, now, INDICATION, OFFER)
    answer = sign(office, client, on="2026-02-27")
    assert answer.status_code == 422
    assert "24.1" in problems(answer)[0]
    assert "agreement.accepted" not in office.kinds(client)


def test_signatures_that_lack_are_added_later(office: Window, organisation: Organisation, now: datetime) -> None:
    client = client_of(organisation.pk, now)
    office.record(client, "intake", office.through(client, "intake", INTAKE))
    record(office, client, now, INDICATION, OFFER)
    assert sign(office, client, signed=["provider"]).status_code == 302
    assert "In force, not signed by both yet" in page(office, client)
    later = office.web.post(
        reverse("signing", args=(client,)), {"key": "ba9876543210", "on": TODAY, "signed": ["client"]}
    )
    assert later.status_code == 302
    assert "The agreement is signed" in page(office, client)


def test_an_offer_that_was_declined_has_to_be_made_anew(
    office: Window, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.pk, now)
    office.record(client, "intake", office.through(client, "intake", INTAKE))
    record(office, client, now, INDICATION, OFFER, act("agreement.offer_declined", TODAY))
    text = page(office, client)
    assert counted(text) == "8 of 11"
    assert 'id="sign"' not in text


def test_who_sees_no_part_of_it_hears_no_verdict(
    staff: StaffMaker, window: Callable[[StaffMember], Window], organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.pk, now)
    record(
        window(staff("administration")),
        client,
        now,
        act("complaint.received", TODAY, about="laat", complete=True, to="provider"),
    )
    text = page(window(staff("complaints_officer")), client)
    assert "You see only the steps that belong to your role." in text
    assert "Identity document" not in text
    assert "You cannot sign yet" not in text


def test_a_colleague_and_a_stranger_find_no_such_client(
    people: People, window: Callable[[StaffMember], Window], organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.pk, now, people.owner)
    addresses = [reverse("signing", args=(client,)), reverse("guided", args=(client, "intake"))]
    for address in addresses:
        assert window(people.owner).web.get(address).status_code == 200
        for other in (people.colleague, people.stranger):
            assert window(other).web.get(address).status_code == 404
            assert window(other).web.post(address, {"go": "next"}).status_code == 404


PERSON = {
    "go": "register",
    "key": "nieuw",
    "name": "Nieuwe van der Proef",
    "birth_date": "1950-04-05",
    "address": "Proefpad 2",
    "postcode": "1234 AB",
    "city": "Zwolle",
    "municipality": "Zwolle",
    "electronic": "no",
    "on": TODAY,
    "contact": "none",
}
ISSUED = {
    "on": TODAY,
    "number": "I-1",
    "law": "zvw",
    "body": "wijkverpleegkundige",
    "care": "verzorging",
    "valid_from": TODAY,
}
MADE = {
    "on": TODAY,
    "services-0-name": "Begeleiding",
    "services-0-tariff_hour": "61,20",
    "contains": ["indication", "plan_clause", "quality_data", "terms"],
}


@pytest.mark.parametrize("terms", ["wonder-2020", "zonl-thuisbegeleiding"])
def test_from_the_first_contact_to_a_signed_agreement_by_forms_alone(
    terms: str, request: pytest.FixtureRequest, window: Callable[[StaffMember], Window], now: datetime
) -> None:
    care = terms == "wonder-2020"
    place = request.getfixturevalue("organisation" if care else "other_organisation")
    office = window(request.getfixturevalue("staff")("administration", organisation=place))
    address = office.web.post(reverse("register"), PERSON).headers["Location"]
    client = UUID(address.split("/")[2])
    if care:
        office.record(client, "intake", office.through(client, "intake", INTAKE))
    offer = {**MADE, "services-0-payer": "zvw" if care else "wmo"}
    for kind, fields in (("indication.issued", ISSUED), ("agreement.offered", offer)):
        href = reverse("act_new", args=(client, kind))
        assert href in page(office, client)
        answer = office.web.post(href, {"_do": "record", "_key": uuid4().hex, "next": address, **fields})
        assert answer.status_code == 302, problems(answer)
        assert answer.headers["Location"] == address
    ready = page(office, client)
    assert "You can sign" in ready
    assert sign(office, client, key=hidden(ready, "key")).status_code == 302
    assert status(office, client, now) == "in_force"
    if care:
        assert counted(page(office, client)) == "11 of 11"
