"""Wonder 2020, article 6: who may speak for the client (readings 20 and 22)."""

from itertools import pairwise

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, may

W = "wonder-2020"
MATTERS = ("care", "information", "finance")


def appointed(role: str | None, *scope: str, basis: str = "statutory", **fields: object) -> Json:
    extra = {"role": role} if role else {}
    return act(
        "client.representative_appointed",
        "2026-01-10",
        **{"id": "r", "name": "B", "basis": basis, "scope": list(scope) or ["all"], **extra, **fields},
    )


def assessed(capable: bool, *about: str, on: str = "2026-01-10") -> Json:
    extra = {"about": list(about)} if about else {}
    return act("client.capacity_assessed", on, capable=capable, assessor="arts", **extra)


def acts_in(acts: list[Json], on: str = "2026-01-20") -> list[str]:
    return [matter for matter in MATTERS if may(W, acts, "represent", on, matter=matter)["allowed"]]


# --- reading 22 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "scope", "may_act_in"),
    [
        ("curator", ["care"], ["care", "information", "finance"]),
        ("mentor", ["all"], ["care"]),
        ("administrator", ["all"], ["finance"]),
        ("proxy", ["all"], ["care", "information", "finance"]),
        ("proxy", ["information"], ["information"]),
        ("partner", ["all"], ["care", "information"]),
        ("parent", ["all"], ["care", "information"]),
        ("child", ["care"], ["care"]),
        ("sibling", ["finance"], []),
    ],
)
def test_reading_22_each_role_acts_within_its_reach_and_its_scope(
    role: str, scope: list[str], may_act_in: list[str]
) -> None:
    acts = [client(), appointed(role, *scope), assessed(False)]
    assert acts_in(acts) == may_act_in
    shown = ask(W, acts, "2026-01-20")["representation"]
    assert [(item["act"], item["may_act_in"]) for item in shown] == [("r", may_act_in)]


def test_reading_22_a_representative_acts_only_while_the_client_lacks_capacity_in_that_matter() -> None:
    acts = [client(), appointed("curator")]
    found = may(W, acts, "represent", "2026-01-20", matter="care")
    assert (found["allowed"], found["unmet"]) == (False, [{"clause": f"{W}/6", "what": "client.capacity_assessed"}])
    nobody = may(W, [client(), assessed(False)], "represent", "2026-01-20", matter="care")
    assert nobody["unmet"] == [{"clause": f"{W}/6", "what": "client.representative_appointed"}]
    assert acts_in([*acts, assessed(False, "finance")]) == ["finance"]
    assert acts_in([*acts, assessed(False), assessed(True, "care", on="2026-01-15")]) == ["information", "finance"]
    assert acts_in([*acts, assessed(False), assessed(True, on="2026-01-21")]) == ["care", "information", "finance"]
    assert acts_in([*acts, assessed(False), act("client.representative_ended", "2026-01-20", act="r")]) == []
    assert acts_in([*acts, assessed(False), act("client.representative_ended", "2026-01-21", act="r")]) == list(MATTERS)


def test_reading_22_the_first_in_order_acts() -> None:
    roles = ("partner", "parent", "child", "sibling")
    for first, second in pairwise(roles):
        both = [client(), appointed(second, id="s"), appointed(first, id="f"), assessed(False)]
        shown = {item["act"]: item["may_act_in"] for item in ask(W, both, "2026-01-20")["representation"]}
        assert shown == {"f": ["care", "information"], "s": []}
    split = [client(), appointed("mentor", id="m"), appointed("administrator", id="a"), assessed(False)]
    shown = {item["act"]: item["may_act_in"] for item in ask(W, split, "2026-01-20")["representation"]}
    assert shown == {"m": ["care"], "a": ["finance"]}


@pytest.mark.parametrize(
    ("born", "by", "counts"),
    [
        ("2014-01-21", "representative", True),  # eleven
        ("2014-01-21", "client", False),
        ("2014-01-20", "representative", False),  # twelve today: both
        ("2014-01-20", "both", True),
        ("2010-01-21", "client", False),  # fifteen
        ("2010-01-21", "both", True),
        ("2010-01-20", "client", True),  # sixteen today
        ("2010-01-20", "representative", False),
    ],
)
def test_reading_22_under_twelve_the_parents_till_fifteen_both_from_sixteen_the_client(
    born: str, by: str, counts: bool
) -> None:
    given = act("consent.given", "2026-01-20", **{"id": "k", "for": "trainee", "in_writing": True, "by": by})
    acts = [client(birth_date=born), appointed("parent"), given]
    assert may(W, acts, "admit_trainee", "2026-01-20")["allowed"] is counts
    assert [item["because"] for item in findings(ask(W, acts, "2026-01-20"), "6")] == ([] if counts else [["k"]])


def test_reading_22_from_twelve_the_two_may_consent_one_after_the_other() -> None:
    child = act("consent.given", "2026-01-20", **{"for": "trainee", "in_writing": True, "by": "client"})
    acts = [client(birth_date="2012-01-01"), appointed("parent"), child]
    assert may(W, acts, "admit_trainee", "2026-01-25")["allowed"] is False
    parent = {**child, "on": "2026-01-22", "by": "representative"}
    assert may(W, [*acts, parent], "admit_trainee", "2026-01-25")["allowed"] is True
    assert may(W, [*acts, parent], "admit_trainee", "2026-01-21")["allowed"] is False


@pytest.mark.parametrize(
    ("by", "capable", "found"),
    [("client", True, 0), ("client", False, 1), ("representative", False, 0), ("representative", True, 1)],
)
@pytest.mark.parametrize("kind", ["agreement.accepted", "plan.agreed", "consent.given"])
def test_reading_22_who_decides_without_being_able_to_is_found(kind: str, by: str, capable: bool, found: int) -> None:
    acts = [*agreed(W)[:2], appointed("curator"), assessed(capable)]
    fields: Json = {"by": by, "id": "x"}
    if kind == "agreement.accepted":
        fields["act"] = "o"
    if kind == "plan.agreed":
        acts.append(act("plan.presented", "2026-01-11", id="p", sections=["care"]))
        fields["act"] = "p"
    if kind == "consent.given":
        fields |= {"for": "trainee", "in_writing": True}
    about = findings(ask(W, [*acts, act(kind, "2026-01-12", **fields)], "2026-01-13"), "6")
    assert [item["because"] for item in about] == [["x"]] * found


# --- reading 20 -------------------------------------------------------------------------------------------------------


def test_reading_20_death_ends_representation() -> None:
    acts = [client(), appointed("curator"), assessed(False), act("client.died", "2026-01-20")]
    assert acts_in(acts, "2026-01-19") == list(MATTERS)
    assert acts_in(acts, "2026-01-20") == []
    assert ask(W, acts, "2026-01-20")["representation"] == []


def test_reading_20_death_ends_consents_save_that_to_inspection_by_relatives() -> None:
    given = [
        act("consent.given", "2026-01-10", **{"for": "publication", "in_writing": True, "by": "client"}),
        act("consent.given", "2026-01-10", **{"for": "relatives_inspection", "in_writing": True, "by": "client"}),
    ]
    acts = [client(), *given, act("client.died", "2026-01-20")]
    assert may(W, acts, "publish_images", "2026-01-19")["allowed"] is True
    assert may(W, acts, "publish_images", "2026-01-20")["allowed"] is False
    assert may(W, acts, "inspect_after_death", "2026-01-20", ground="consent")["allowed"] is True
