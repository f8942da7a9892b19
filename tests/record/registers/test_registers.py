"""The registers as they are kept: what is written stays, nobody writes without the permission, and duties follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from nakomen.record import access, copies, ledger, registers, tenancy
from nakomen.record.actors import system
from nakomen.record.models import (
    AccessEntry,
    ClientProperty,
    Competence,
    ConditionsVersion,
    Document,
    KeyCopy,
    Organisation,
    StaffMember,
)
from nakomen.record.registers import competence, documents, equipment, instruction, keys_of_homes, materials
from nakomen.record.registers.checked import RegisterError
from tests.conftest import StaffMaker, actor
from tests.record.lives import act, registered
from tests.web.api.asking import assigned

TODAY = date(2026, 3, 2)
SYSTEM = system("command")


@pytest.fixture(autouse=True)
def inside(organisation: Organisation) -> Iterator[None]:
    with tenancy.within(organisation.id):
        yield


def add(member: StaffMember, now: datetime, what: str = "Insuline spuiten", until: date | None = None) -> Competence:
    return competence.add(member.id, what, evidence="", since=date(2025, 1, 1), until=until, actor=SYSTEM, now=now)


def whats(keys: Q | None = None) -> list[tuple[str, str, str]]:
    return [(each.what, each.thing or each.about, each.state) for each in registers.duties(TODAY, keys)]


# --- who may write --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "keeps", "publishes"),
    [
        ("administration", False, False),
        ("care_professional", False, False),
        ("coordinator", True, False),
        ("board", True, True),
        ("quality", True, True),
        ("functional_administrator", True, True),
        ("finance", False, False),
        ("complaints_officer", False, False),
        ("supervisor", False, False),
    ],
)
def test_who_keeps_registers_and_who_publishes(
    role: str, keeps: bool, publishes: bool, staff: StaffMaker, now: datetime
) -> None:
    who = actor(staff(role))
    assert access.decide(who, "register.manage", None, now).allowed is keeps
    assert access.decide(who, "document.publish", None, now).allowed is publishes


def test_who_may_not_write_changes_nothing(staff: StaffMaker, now: datetime) -> None:
    member = staff("care_professional")
    who = actor(member)
    asks = registers.wanted(TODAY)
    row = add(member, now)
    device = equipment.add(name="Tillift", code="", place="", since=TODAY, every_months=12, actor=SYSTEM, now=now)
    with pytest.raises(access.RefusedError):
        competence.add(member.id, "BIG", evidence="", since=TODAY, until=None, actor=who, now=now)
    with pytest.raises(access.RefusedError):
        competence.end(row.id, TODAY, actor=who, now=now)
    with pytest.raises(access.RefusedError):
        instruction.record([member.id], "lifting", on=TODAY, by="", asks=asks, actor=who, now=now)
    with pytest.raises(access.RefusedError):
        equipment.add_check(device.id, on=TODAY, sound=True, by="", note="", actor=who, now=now)
    with pytest.raises(access.RefusedError):
        materials.add(name="Zeep", used_for="", hazardous=False, since=TODAY, actor=who, now=now)
    with pytest.raises(access.RefusedError):
        documents.publish(
            "privacy", title="P", text="t", in_force_from=TODAY, review_by=None, asks=asks, actor=who, now=now
        )
    assert Competence.objects.get().ended_on is None
    assert not Document.objects.exists()


def test_each_change_stands_in_the_access_log_without_what_was_written(staff: StaffMaker, now: datetime) -> None:
    member = staff("quality", name="Kee Kwaliteit")
    competence.add(member.id, "KANARIE", evidence="KANARIE", since=TODAY, until=None, actor=actor(member), now=now)
    line = AccessEntry.objects.get()
    assert (line.event, line.action, line.subject, line.staff_id) == (
        "C", "register.manage", f"competence of {member.code}", member.id,
    )  # fmt: skip


# --- competence -----------------------------------------------------------------------------------------------------


def test_somebody_is_competent_from_the_first_day_to_the_last(staff: StaffMaker, now: datetime) -> None:
    member = staff("care_professional")
    add(member, now, until=date(2026, 3, 1))
    for day, expected in (
        (date(2024, 12, 31), False), (date(2025, 1, 1), True), (date(2026, 3, 1), True), (TODAY, False),
    ):  # fmt: skip
        assert registers.competent(member.code, "insuline spuiten ", day) is expected
    assert competence.who_can("Insuline spuiten", date(2026, 3, 1)) == [member.code]
    assert competence.nobody_can(TODAY) == ["Insuline spuiten"]
    assert competence.asked_for("INSULINE spuiten")
    assert not competence.asked_for("beademen")


def test_what_was_ended_or_whoever_left_is_competent_no_more(staff: StaffMaker, now: datetime) -> None:
    one, other = staff("care_professional"), staff("care_professional")
    row = add(one, now)
    add(other, now)
    competence.end(row.id, TODAY - timedelta(days=1), actor=SYSTEM, now=now)
    StaffMember.objects.filter(pk=other.pk).update(until=TODAY - timedelta(days=1))
    assert competence.who_can("Insuline spuiten", TODAY) == []
    assert Competence.objects.count() == 2


def test_a_competence_is_ended_once_and_not_in_the_future(staff: StaffMaker, now: datetime) -> None:
    row = add(staff("care_professional"), now)
    with pytest.raises(RegisterError) as raised:
        competence.end(row.id, TODAY + timedelta(days=1), actor=SYSTEM, now=now)
    assert raised.value.problems == (("on", "between"),)
    competence.end(row.id, TODAY, actor=SYSTEM, now=now)
    with pytest.raises(RegisterError, match="once"):
        competence.end(row.id, TODAY, actor=SYSTEM, now=now)


def test_all_that_does_not_fit_is_told_at_once(now: datetime) -> None:
    with pytest.raises(RegisterError) as raised:
        competence.add(
            UUID(int=7), " ", evidence="x" * 201, since=TODAY + timedelta(days=1), until=TODAY, actor=SYSTEM, now=now
        )
    assert [field for field, _ in raised.value.problems] == ["staff", "what", "evidence", "since", "until"]


# --- instruction ----------------------------------------------------------------------------------------------------


def test_only_the_topics_of_the_present_conditions_make_duties(staff: StaffMaker, now: datetime) -> None:
    staff("care_professional", name="Eva")
    staff("finance", name="Fin")
    staff("supervisor", name="Van buiten")
    owed = [(each.thing, each.about) for each in registers.duties(TODAY) if each.what == "instruct_staff"]
    assert sorted(owed) == [
        ("confidentiality", "Eva, Fin"), ("hygiene", "Eva"), ("lifting", "Eva"), ("plan_rights", "Eva"),
        ("reporting_code", "Eva, Fin"),
    ]  # fmt: skip
    ConditionsVersion.objects.update(name="zonl-thuisbegeleiding")
    owed = [(each.thing, each.clause) for each in registers.duties(TODAY) if each.what == "instruct_staff"]
    assert owed == [("reporting_code", "zonl-thuisbegeleiding/6.3")]


def test_of_two_sets_what_either_asks_is_kept_and_each_clause_is_of_its_own_set(organisation: Organisation) -> None:
    one = registers.wanted(TODAY)
    ConditionsVersion.objects.create(
        organisation_id=tenancy.current(), name="zonl-thuisbegeleiding", published=date(2026, 1, 1), in_force_from=TODAY
    )
    two = registers.wanted(TODAY)
    assert (set(one.registers), set(one.topics)) == (set(two.registers), set(two.topics))
    norms = [len(each.registers["norms"]) for each in (one, two)]
    assert norms[0] < norms[1]
    assert two.clause("norms") == one.clause("norms") == "wonder-2020/18.1"
    assert two.text(two.topics["reporting_code"].clause).id == "43"
    assert two.text("zonl-thuisbegeleiding/6.3").id == "6.3"


def test_everybody_instructed_becomes_a_fact_of_the_organisation_and_no_later_day_replaces_it(
    staff: StaffMaker, now: datetime
) -> None:
    one, other = staff("care_professional"), staff("care_professional")
    asks = registers.wanted(TODAY)
    boss = actor(staff("board"), fresh=True)
    first = date(2025, 5, 1)
    instruction.record([one.id], "lifting", on=first, by="", asks=asks, actor=SYSTEM, now=now)
    with pytest.raises(RegisterError):
        instruction.take_over("lifting", asks=asks, actor=boss, now=now)
    instruction.record([other.id], "lifting", on=date(2025, 6, 1), by="", asks=asks, actor=SYSTEM, now=now)
    assert instruction.take_over("lifting", asks=asks, actor=boss, now=now) == date(2025, 6, 1)
    assert instruction.stated_by_organisation() == {"lifting": date(2025, 6, 1)}
    newcomer = staff("care_professional", since=date(2026, 1, 1))
    instruction.record([newcomer.id], "lifting", on=TODAY, by="", asks=asks, actor=SYSTEM, now=now)
    with pytest.raises(RegisterError):
        instruction.take_over("lifting", asks=asks, actor=boss, now=now)
    assert instruction.stated_by_organisation() == {"lifting": date(2025, 6, 1)}


def test_a_topic_that_the_conditions_do_not_ask_cannot_be_recorded(staff: StaffMaker, now: datetime) -> None:
    member = staff("care_professional")
    asks = registers.wanted(TODAY)
    with pytest.raises(RegisterError, match="topic"):
        instruction.record([member.id], "juggling", on=TODAY, by="", asks=asks, actor=SYSTEM, now=now)


# --- equipment and materials ----------------------------------------------------------------------------------------


def test_the_last_check_of_a_device_counts_and_an_unsound_one_needs_words(now: datetime) -> None:
    device = equipment.add(
        name="Tillift", code="TL-1", place="", since=date(2024, 1, 1), every_months=12, actor=SYSTEM, now=now
    )
    assert ("check_equipment", "Tillift TL-1", "overdue") in whats()
    with pytest.raises(RegisterError, match="note"):
        equipment.add_check(device.id, on=TODAY, sound=False, by="", note="", actor=SYSTEM, now=now)
    equipment.add_check(device.id, on=TODAY, sound=False, by="", note="rem slipt", actor=SYSTEM, now=now)
    equipment.add_check(device.id, on=date(2025, 1, 1), sound=True, by="", note="", actor=SYSTEM, now=now)
    assert ("repair_equipment", "Tillift TL-1", "open") in whats()
    equipment.retire(device.id, TODAY, actor=SYSTEM, now=now)
    assert "Tillift TL-1" not in [about for _, about, _ in whats()]
    assert device.checks.count() == 2


def test_a_hazardous_material_is_a_duty_until_it_is_used_no_more(now: datetime) -> None:
    row = materials.add(name="Chloor", used_for="", hazardous=True, since=TODAY, actor=SYSTEM, now=now)
    assert ("stop_material", "Chloor", "open") in whats()
    materials.end(row.id, TODAY, actor=SYSTEM, now=now)
    assert "stop_material" not in [what for what, _, _ in whats()]


# --- keys and property ----------------------------------------------------------------------------------------------


def with_key(now: datetime, *carers: StaffMember) -> UUID:
    client = registered(now)
    acts = [*(assigned(member) for member in carers), act("key.handed_over", id="k1", to="Eva")]
    ledger.append(client, acts, actor=SYSTEM, now=now)
    return client


def test_keys_follow_from_the_acts_and_a_correction_takes_them_along(now: datetime) -> None:
    client = with_key(now)
    key = KeyCopy.objects.get()
    assert (key.chain_id, key.act, key.to, key.since, key.returned_on) == (client, "k1", "Eva", date(2026, 2, 2), None)
    ledger.append(client, [act("key.returned", "2026-02-20", act="k1")], actor=SYSTEM, now=now)
    assert KeyCopy.objects.get().returned_on == date(2026, 2, 20)
    ledger.append(client, [act("act.retracted", "2026-03-01", act="k1")], actor=SYSTEM, now=now)
    assert not KeyCopy.objects.exists()


def test_a_key_gets_its_last_day_from_the_end_of_the_agreement(now: datetime) -> None:
    client = with_key(now)
    accepted = [
        act(
            "agreement.offered",
            "2026-01-10",
            id="o1",
            services=[{"name": "zorg", "payer": "wlz"}],
            contains=["services"],
        ),
        act("agreement.accepted", "2026-01-12", act="o1", by="client"),
    ]
    ledger.append(client, accepted, actor=SYSTEM, now=now)
    assert KeyCopy.objects.get().due is None
    ended = act("agreement.ended", "2026-02-20", end_on="2026-02-24", ground="notice")
    ledger.append(client, [ended], actor=SYSTEM, now=now)
    assert KeyCopy.objects.get().due == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, []),
        (TODAY + timedelta(days=15), []),
        (TODAY + timedelta(days=14), [("return_keys", "", "open")]),
        (TODAY, [("return_keys", "", "open")]),
        (TODAY - timedelta(days=1), [("return_keys", "", "overdue")]),
    ],
)
def test_a_key_is_to_be_returned_within_two_weeks_of_the_end(
    due: date | None, expected: list[tuple[str, str, str]], now: datetime
) -> None:
    with_key(now)
    KeyCopy.objects.update(due=due)
    assert [each for each in whats(Q()) if each[0] == "return_keys"] == expected


def test_keys_of_clients_whom_one_may_not_see_are_not_even_counted(staff: StaffMaker, now: datetime) -> None:
    owner, colleague = staff("care_professional"), staff("care_professional")
    clerk, board, coordinator = staff("administration"), staff("board"), staff("coordinator")
    with_key(now, owner)
    KeyCopy.objects.update(due=TODAY)
    assert [each for each in whats() if each[0] == "return_keys"] == []
    for member, count in ((owner, 1), (colleague, 0), (clerk, 0), (board, 0), (coordinator, 0)):
        found = registers.duties(TODAY, registers.keys_seen(actor(member), now))
        assert len([each for each in found if each.what == "return_keys"]) == count, member.roles


def test_property_is_sealed_and_who_records_acts_at_home_writes_it_down(staff: StaffMaker, now: datetime) -> None:
    owner, colleague, clerk = staff("care_professional"), staff("care_professional"), staff("administration")
    client = with_key(now, owner)
    for other in (colleague, clerk):
        with pytest.raises(access.RefusedError):
            keys_of_homes.hand_over(
                client, what="jas", staff=owner.id, since=TODAY, back_by=None, actor=actor(other), now=now
            )
    row = keys_of_homes.hand_over(
        client, what="KANARIE jas", staff=owner.id, since=TODAY, back_by=TODAY, actor=actor(owner), now=now
    )
    stored = ClientProperty.objects.get()
    assert stored.what == "KANARIE jas"
    assert b"KANARIE" not in bytes(stored.sealed_what)
    assert ("return_property", "", "open") in whats(Q())
    with pytest.raises(access.RefusedError):
        keys_of_homes.give_back(row.id, TODAY, actor=actor(colleague), now=now)
    keys_of_homes.give_back(row.id, TODAY, actor=actor(owner), now=now)
    assert "return_property" not in [what for what, _, _ in whats(Q())]


# --- documents ------------------------------------------------------------------------------------------------------


def publish(now: datetime, text: str, since: date, sort: str = "privacy", review: date | None = None) -> Document:
    return documents.publish(
        sort, title="Titel", text=text, in_force_from=since, review_by=review, asks=registers.wanted(TODAY),
        actor=SYSTEM, now=now,
    )  # fmt: skip


def test_the_last_version_whose_day_has_come_is_in_force_and_none_is_lost(now: datetime) -> None:
    publish(now, "een", date(2026, 1, 1))
    publish(now, "drie", TODAY + timedelta(days=1))
    publish(now, "twee", TODAY)
    found = documents.in_force("privacy", TODAY)
    assert found is not None
    assert (found.version, found.text) == (3, "twee")
    later = documents.in_force("privacy", TODAY + timedelta(days=1))
    assert later is not None
    assert later.text == "drie"
    assert documents.in_force("privacy", date(2025, 12, 31)) is None
    assert [each.version for each in documents.versions("privacy")] == [3, 2, 1]
    assert documents.in_force_all(TODAY)["privacy"].version == 3


def test_each_document_that_is_asked_is_owed_until_it_is_published(now: datetime) -> None:
    asked = ["choice_information", "complaint_scheme", "hygiene", "norms", "reporting_code"]
    owed = sorted(thing for what, thing, _ in whats() if what == "publish_document")
    assert owed == asked
    publish(now, "tekst", TODAY, "hygiene", TODAY + timedelta(days=10))
    assert sorted(thing for what, thing, _ in whats() if what == "publish_document") == [
        each for each in asked if each != "hygiene"
    ]
    assert ("review_document", "hygiene", "open") in whats()


def test_a_document_of_no_known_sort_or_without_text_is_refused(now: datetime) -> None:
    with pytest.raises(RegisterError, match="sort"):
        publish(now, "tekst", TODAY, "menu")
    with pytest.raises(RegisterError, match="text"):
        publish(now, "  ", TODAY)


# --- all of them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_duties_take_as_many_queries_for_one_row_as_for_three(
    rows: int, staff: StaffMaker, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(rows):
        member = staff("care_professional")
        add(member, now, what=f"w{place}", until=TODAY)
        equipment.add(
            name=f"d{place}", code="", place="", since=date(2024, 1, 1), every_months=1, actor=SYSTEM, now=now
        )
        materials.add(name=f"m{place}", used_for="", hazardous=True, since=TODAY, actor=SYSTEM, now=now)
        with_key(now)
    KeyCopy.objects.update(due=TODAY)
    with django_assert_num_queries(10):
        found = registers.duties(TODAY, Q())
    assert len([each for each in found if each.what == "renew_competence"]) == rows


def test_a_rebuilt_copy_has_the_same_keys(now: datetime) -> None:
    client = with_key(now)
    before = list(KeyCopy.objects.values_list("chain_id", "act", "to", "since", "due", "returned_on"))
    assert copies.rebuild(now) == 1
    assert list(KeyCopy.objects.values_list("chain_id", "act", "to", "since", "due", "returned_on")) == before
    copies.remove(client)
    assert not KeyCopy.objects.exists()
