"""Who may speak for the client: age, capacity, role and scope, in both sets (readings 20 and 22)."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, may

WONDER, ZONL = "wonder-2020", "zonl-thuisbegeleiding"
SETS = [WONDER, ZONL]
MATTERS = ("care", "information", "finance")
DAY = "2026-06-01"


def appointed(role: str | None, scope: list[str] | None = None, id_: str = "m", basis: str = "statutory") -> Json:
    named = {"role": role} if role is not None else {}
    return act(
        "client.representative_appointed", "2026-01-10", id=id_, name=id_, basis=basis, scope=scope or ["all"], **named
    )


def assessed(capable: bool, on: str = "2026-01-11", about: list[str] | None = None) -> Json:
    only = {"about": about} if about is not None else {}
    return act("client.capacity_assessed", on, capable=capable, assessor="arts", **only)


def acting(terms: str, *acts: Json, as_of: str = DAY, born: str = "1941-03-09") -> list[str]:
    """The matters in which a representative may act."""
    held = [client(birth_date=born), *acts]
    return [matter for matter in MATTERS if may(terms, held, "represent", as_of, matter=matter)["allowed"]]


@pytest.mark.parametrize("terms", SETS)
@pytest.mark.parametrize(
    ("role", "matters"),
    [
        ("curator", ["care", "information", "finance"]),
        ("mentor", ["care"]),
        ("administrator", ["finance"]),
        ("proxy", ["care", "information", "finance"]),
        ("partner", ["care", "information"]),
        ("parent", ["care", "information"]),
        ("child", ["care", "information"]),
        ("sibling", ["care", "information"]),
    ],
)
def test_reading_22_each_role_reaches_so_far(terms: str, role: str, matters: list[str]) -> None:
    assert acting(terms, appointed(role), assessed(capable=False)) == matters
    assert acting(terms, appointed(role)) == []
    shown = ask(terms, [client(), appointed(role), assessed(capable=False)], DAY)["representation"]
    assert [(one["act"], one["may_act_in"]) for one in shown] == [("m", matters)]


@pytest.mark.parametrize("terms", SETS)
def test_reading_22_scope_narrows_every_role_but_the_curators(terms: str) -> None:
    assert acting(terms, appointed("proxy", ["care"]), assessed(capable=False)) == ["care"]
    assert acting(terms, appointed("mentor", ["finance"]), assessed(capable=False)) == []
    assert acting(terms, appointed("curator", ["care"]), assessed(capable=False)) == list(MATTERS)


@pytest.mark.parametrize("terms", SETS)
def test_reading_22_capacity_is_found_per_matter_and_the_last_finding_counts(terms: str) -> None:
    curator = appointed("curator")
    assert acting(terms, curator, assessed(capable=False, about=["finance"])) == ["finance"]
    again = assessed(capable=True, on="2026-03-01", about=["finance"])
    assert acting(terms, curator, assessed(capable=False), again) == ["care", "information"]
    assert acting(terms, curator, assessed(capable=False), again, as_of="2026-02-28") == list(MATTERS)


@pytest.mark.parametrize("terms", SETS)
def test_reading_22_the_first_in_the_order_acts_and_no_other(terms: str) -> None:
    people = [appointed("child", id_="kind"), appointed("partner", id_="partner"), appointed("mentor", id_="mentor")]
    shown = ask(terms, [client(), *people, assessed(capable=False)], DAY)["representation"]
    assert {one["act"]: one["may_act_in"] for one in shown} == {
        "kind": [],
        "partner": ["information"],
        "mentor": ["care"],
    }
    ended = act("client.representative_ended", "2026-02-01", act="partner")
    shown = ask(terms, [client(), *people, assessed(capable=False), ended], DAY)["representation"]
    assert {one["act"]: one["may_act_in"] for one in shown} == {"kind": ["information"], "mentor": ["care"]}


@pytest.mark.parametrize(("terms", "clause"), [(WONDER, "6"), (ZONL, "5.1")])
def test_a_refusal_names_what_is_lacking(terms: str, clause: str) -> None:
    nobody = may(terms, [client(), assessed(capable=False)], "represent", DAY, matter="care")
    assert nobody["unmet"] == [{"clause": f"{terms}/{clause}", "what": "client.representative_appointed"}]
    able = may(terms, [client(), appointed("curator")], "represent", DAY, matter="care")
    assert able["unmet"] == [{"clause": f"{terms}/{clause}", "what": "client.capacity_assessed"}]
    assert able["missing"] == []


@pytest.mark.parametrize("terms", SETS)
@pytest.mark.parametrize(
    ("born", "as_of", "matters"),
    [
        ("2010-06-02", "2026-06-01", ["care", "information"]),  # the day before sixteen
        ("2010-06-02", "2026-06-02", []),
        ("2012-02-29", "2028-02-28", ["care", "information"]),
        ("2012-02-29", "2028-02-29", []),
        ("2010-02-28", "2026-02-28", []),
    ],
)
def test_reading_22_from_sixteen_the_client_decides(terms: str, born: str, as_of: str, matters: list[str]) -> None:
    assert acting(terms, appointed("parent"), as_of=as_of, born=born) == matters


def consent(by: str, on: str = "2026-05-01", id_: str = "k") -> Json:
    return act("consent.given", on, id=id_, for_="disclosure", recipient="police", in_writing=True, by=by)


def disclosed(terms: str, born: str, *acts: Json) -> bool | None:
    answer = may(terms, [client(birth_date=born), *acts], "disclose", DAY, recipient="police", purpose="other")
    allowed: bool | None = answer["allowed"]
    return allowed


@pytest.mark.parametrize("terms", SETS)
@pytest.mark.parametrize(
    ("born", "by", "counts"),
    [
        ("2014-05-02", ("client",), False),  # eleven on the day of consent
        ("2014-05-02", ("representative",), True),
        ("2014-05-01", ("client",), False),  # twelve: both
        ("2014-05-01", ("representative",), False),
        ("2014-05-01", ("both",), True),
        ("2014-05-01", ("client", "representative"), True),
        ("2010-05-02", ("client",), False),  # fifteen
        ("2010-05-01", ("client",), True),  # sixteen
        ("2010-05-01", ("representative",), False),
    ],
)
def test_reading_22_who_consents_by_age(terms: str, born: str, by: tuple[str, ...], counts: bool) -> None:
    given = [consent(who, id_=f"k{place}") for place, who in enumerate(by)]
    assert disclosed(terms, born, appointed("parent"), *given) is counts
    found = ask(terms, [client(birth_date=born), appointed("parent"), *given], DAY)
    clause = "6" if terms == WONDER else "5.1.b"
    assert len(findings(found, clause)) == (0 if counts else 1)


@pytest.mark.parametrize("terms", SETS)
def test_reading_22_consent_counts_by_the_capacity_of_its_own_day(terms: str) -> None:
    adult = "1941-03-09"
    curator = appointed("curator")
    incapable = assessed(capable=False)
    assert disclosed(terms, adult, curator, incapable, consent("representative")) is True
    assert disclosed(terms, adult, curator, incapable, consent("client")) is False
    assert disclosed(terms, adult, curator, consent("client"), assessed(capable=False, on="2026-05-20")) is True
    assert (
        disclosed(terms, adult, appointed("mentor"), incapable, consent("representative")) is False
    )  # care, not information


@pytest.mark.parametrize("terms", SETS)
def test_reading_20_death_ends_representation(terms: str) -> None:
    acts = [appointed("curator"), assessed(capable=False), act("client.died", "2026-05-01")]
    assert acting(terms, *acts, as_of="2026-04-30") == list(MATTERS)
    assert acting(terms, *acts, as_of="2026-05-01") == []
    assert ask(terms, [client(), *acts], "2026-05-01")["representation"] == []


@pytest.mark.parametrize(("terms", "clause"), [(WONDER, "6"), (ZONL, "1.1")])
def test_accepting_without_authority_is_a_finding_by_what_held_then(terms: str, clause: str) -> None:
    base = agreed(terms, on="2026-02-05")
    base[2]["by"] = "representative"
    assert len(findings(ask(terms, base, DAY), clause)) == 1
    people = [appointed("curator"), assessed(capable=False)]
    assert findings(ask(terms, [*base, *people], DAY), clause) == []
    by_client = [*agreed(terms, on="2026-02-05"), *people]
    assert len(findings(ask(terms, by_client, DAY), clause)) == 1
    assert findings(ask(terms, agreed(terms, on="2026-02-05"), DAY), clause) == []


@pytest.mark.parametrize(("terms", "clause"), [(WONDER, "6"), (ZONL, "1.5")])
def test_reading_22_a_notice_by_who_may_not_act_ends_nothing(terms: str, clause: str) -> None:
    given = act("notice.given", "2026-05-01", id="n", by="representative", channel="email")
    acts = [*agreed(terms), appointed("mentor"), given]
    found = ask(terms, acts, DAY)
    assert (found["agreement"]["status"], found["agreement"]["awaiting"]) == ("in_force", "notice.given")
    assert [item["because"] for item in findings(found, clause)] == [["n"]]
    found = ask(terms, [*acts, assessed(capable=False)], "2026-05-02")
    assert (found["agreement"]["status"], findings(found, clause)) == ("ending", [])


@pytest.mark.parametrize(("terms", "clause"), [("wonder-2020", "6"), ("zonl-thuisbegeleiding", "1.5")])
def test_reading_22_a_notice_by_a_client_who_cannot_decide_ends_nothing(terms: str, clause: str) -> None:
    acts = [
        *agreed(terms),
        act("client.capacity_assessed", "2026-02-01", capable=False, assessor="arts"),
        act("notice.given", "2026-03-02", id="n", by="client", channel="email"),
    ]
    found = ask(terms, acts, "2026-03-10")
    assert found["agreement"]["status"] == "in_force"
    assert [item["because"] for item in found["findings"] if item["clause"] == f"{terms}/{clause}"] == [["n"]]


def test_reading_22_from_twelve_to_fifteen_both_accept() -> None:
    young = client(birth_date="2012-05-05")
    offer = act("agreement.offered", "2026-01-05", id="o", services=[], contains=["terms"])
    alone = act("agreement.accepted", "2026-01-05", id="a1", act="o", by="client")
    other = act("agreement.accepted", "2026-01-06", id="a2", act="o", by="representative")
    wrong = [item["because"] for item in ask("wonder-2020", [young, offer, alone], "2026-02-01")["findings"]
             if item["clause"] == "wonder-2020/6"]  # fmt: skip
    assert wrong == [["a1"]]
    both = ask("wonder-2020", [young, offer, alone, other], "2026-02-01")
    assert [item for item in both["findings"] if item["clause"] == "wonder-2020/6"] == []
