"""Which role may do what on which ground, in one table; the decisions, the lists and roles.toml all equal it."""

from datetime import datetime
from importlib.resources import files
from uuid import uuid4

import pytest

from nakomen.acts import KIND_AREAS
from nakomen.record import access, roles, tenancy
from nakomen.record.grounds import covers
from nakomen.record.models import Chain, ClientCard, Organisation
from tests.conftest import StaffMaker
from tests.record.world import GROUNDS, World, world

# Each cell names the grounds on which a role has a permission:
# O the whole organisation, r care relation, t team, e emergency, g granted, c complaint, i incident, - never.
TABLE = """
                    admin  care   coord  compl  board  qual   fin    func   superv
client.search       O      re     rte    O      -      ci     O      -      g
client.read         O      re     rte    c      -      ci     O      -      g
client.register     O      -      O      -      -      -      -      -      -
act.append          O      re     rte    O      -      i      O      -      -
standing.read       O      re     rte    c      -      ci     O      -      g
may.read            O      re     rte    c      -      -      O      -      g
bill.read           O      -      rt     -      -      -      O      -      g
explain.read        O      re     rte    c      -      ci     O      -      g
log.read            -      -      rt     c      O      O      -      -      g
case.export         -      -      rt     -      -      -      -      -      -
case.import         O      -      -      -      -      -      -      -      -
emergency.open      -      O      O      -      -      -      -      -      -
emergency.review    -      -      O      -      O      O      -      -      -
supervision.grant   -      -      rt     -      O      -      -      -      -
organisation.read   O      O      O      O      O      O      O      O      O
organisation.manage -      -      -      -      O      -      -      O      -
register.manage     -      -      O      -      O      O      -      O      -
document.publish    -      -      -      -      O      O      -      O      -
staff.manage        -      -      -      -      O      -      -      O      -
token.manage        -      -      -      -      -      -      -      O      -
webhook.manage      -      -      -      -      -      -      -      O      -
task.read           -      -      -      -      O      -      -      O      -
task.retry          -      -      -      -      -      -      -      O      -
overview.read       O      -      O      -      O      O      O      -      -
dossier.destroy     O      -      -      -      -      -      -      -      -
decision.explain    O      O      O      O      O      O      O      O      O
"""
COLUMNS = {
    "admin": "administration",
    "care": "care_professional",
    "coord": "coordinator",
    "compl": "complaints_officer",
    "board": "board",
    "qual": "quality",
    "fin": "finance",
    "func": "functional_administrator",
    "superv": "supervisor",
}
LETTERS = {
    "O": "organisation",
    "r": "relation",
    "t": "team",
    "e": "emergency",
    "g": "granted",
    "c": "complaint",
    "i": "incident",
}


def cells() -> dict[tuple[str, str], set[str]]:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    return {
        (COLUMNS[role], line[0]): {LETTERS[letter] for letter in cell if letter != "-"}
        for line in lines
        for role, cell in zip(head, line[1:], strict=True)
    }


STAFF = tuple(dict.fromkeys(role for role, _ in cells()))


def test_the_table_is_what_the_data_says() -> None:
    known = roles.roles()
    assert {(role.name, name) for role in known.staff() for name in known.permissions} == set(cells())
    assert {
        (role.name, name): set(role.may.get(name, ())) for role in known.staff() for name in known.permissions
    } == cells()


@pytest.mark.parametrize("role", STAFF)
def test_each_decision_and_each_list_equals_the_table(
    role: str, organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    made = world(organisation, (role,), staff, now)
    with tenancy.within(organisation.id):
        for name, permission in roles.roles().permissions.items():
            if permission.client:
                _check_clients(made, role, name, now)
            else:
                decision = access.decide(made.actor(role), name, None, now)
                assert decision.allowed == bool(cells()[role, name]), name


def _check_clients(made: World, role: str, name: str, now: datetime) -> None:
    grounds = cells()[role, name]
    expected = {each for each in GROUNDS if "organisation" in grounds or each in grounds}
    actor = made.actor(role)
    decided = access.decide_many(actor, name, made.clients.values(), now)
    assert {each for each in GROUNDS if decided[made.clients[each]].allowed} == expected, name
    for each in GROUNDS:
        assert access.decide(actor, name, made.clients[each], now) == decided[made.clients[each]]
        outcome = access.explain(actor, name, made.clients[each], now)
        assert any(tried.allowed for tried in outcome) == (each in expected), name
    wanted = {made.clients[each] for each in expected}
    assert set(Chain.objects.filter(access.visible(actor, name, now, "")).values_list("pk", flat=True)) == wanted
    cards = ClientCard.objects.filter(access.visible(actor, name, now))
    assert set(cards.values_list("chain_id", flat=True)) == wanted
    assert not access.decide(actor, name, uuid4(), now).allowed


# --- what each role sees --------------------------------------------------------------------------------------------

SENSITIVE = {
    "client.diagnosis_group_recorded": {"care_professional", "coordinator", "supervisor"},
    "plan.presented": {"care_professional", "coordinator", "supervisor"},
    "incident.occurred": {"care_professional", "coordinator", "complaints_officer", "quality", "supervisor"},
    "complaint.received": {"coordinator", "complaints_officer", "quality", "supervisor"},
    "invoice.sent": {"administration", "coordinator", "finance", "supervisor"},
    "abuse.suspected": {"care_professional", "coordinator", "complaints_officer", "quality", "supervisor"},
}


@pytest.mark.parametrize(("kind", "who"), SENSITIVE.items())
def test_what_is_delicate_is_seen_by_these_roles_only(kind: str, who: set[str]) -> None:
    assert {role.name for role in roles.roles().staff() if covers(role.sees, kind)} == who


@pytest.mark.parametrize("role", ["client", "representative", "carer"])
def test_a_suspicion_of_abuse_is_out_of_sight_on_the_client_s_side(role: str) -> None:
    sees = roles.roles().roles[role].sees
    assert not covers(sees, "abuse.suspected")
    assert not covers(sees, "act.corrected", "abuse.suspected")


def test_a_correction_goes_with_what_it_corrects() -> None:
    finance = roles.roles().roles["finance"].records
    assert covers(finance, "act.corrected", "invoice.sent")
    assert not covers(finance, "act.corrected", "plan.presented")
    assert not covers(finance, "act.corrected")


def test_every_kind_of_act_can_be_recorded_and_seen_by_some_role() -> None:
    care = roles.roles().roles["coordinator"]
    assert [kind for kind in KIND_AREAS if not (covers(care.sees, kind) and covers(care.records, kind))] == []


def test_reading_along_never_records() -> None:
    known = roles.roles()
    for name in ("supervisor", "client", "representative", "carer", "board"):
        assert known.roles[name].records == frozenset()
        assert not set(known.roles[name].may) & (roles.WRITING | {"dossier.destroy"})


# --- the data is checked as a whole ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"client.search" = ["organisation"]', '"client.serach" = ["organisation"]', "unknown client.serach"),
        ('"client.search" = ["organisation"]', '"client.search" = ["everybody"]', "unknown everybody"),
        ('given_by = ["board"]', 'given_by = ["boss"]', "unknown boss"),
        ('records = ["invoice"]', 'records = ["invoices"]', "unknown invoices"),
        ('"task.retry" = ["organisation"]\n', "", "task.retry: no role has it"),
    ],
)
def test_a_slip_in_the_data_is_told(before: str, after: str, told: str) -> None:
    text = files("nakomen.record").joinpath("roles.toml").read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(ValueError, match=told):
        roles.read(text.replace(before, after))
