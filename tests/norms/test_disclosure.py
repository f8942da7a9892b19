"""To whom and for what data go without consent, and what a consent opens: the table of both sets (reading 23)."""

from datetime import date
from typing import Any

import pytest

from nakomen.norms import answers, powers
from nakomen.norms.state import State
from tests.norms.support import Json, act, agreed, ask, case, client, findings

WONDER, ZONL = "wonder-2020", "zonl-thuisbegeleiding"
RECIPIENTS: list[str] = [
    "caregiver",
    "representative",
    "carer",
    "relative",
    "municipality",
    "cak",
    "svb",
    "supervisor",
    "insurer",
    "care_office",
    "other_provider",
    "police",
    "researcher",
    "other",
]
PURPOSES: list[str] = [
    "own_contribution",
    "others_contribution",
    "inquiry_after_report",
    "periodic_check",
    "revision",
    "recovery",
    "personal_budget",
    "supervision",
    "calamity",
    "reporting_code",
    "quality_measurement",
    "statistics",
    "research",
    "care",
    "coordination",
    "legal_duty",
    "no_show",
    "other",
]
SIX = ["own_contribution", "others_contribution", "inquiry_after_report", "periodic_check", "revision", "recovery"]

#: What data may be given for without consent, by set: recipient, purpose, the row that says so.
BY_NEED: dict[str, dict[tuple[str, str], str]] = {
    WONDER: {
        ("caregiver", "care"): "16.1.a",
        ("caregiver", "coordination"): "16.1.a",
        ("supervisor", "supervision"): "16.1",
        ("supervisor", "calamity"): "16.1",
    },
    ZONL: {
        ("caregiver", "care"): "5.1.a",
        ("caregiver", "coordination"): "5.1.a",
        **{("municipality", purpose): f"5.4.{letter}" for letter, purpose in zip("abcdef", SIX, strict=True)},
        ("cak", "own_contribution"): "5.5.a",
        ("cak", "others_contribution"): "5.5.a",
        ("svb", "personal_budget"): "5.5.b",
        ("supervisor", "supervision"): "5.5.c",
        ("supervisor", "calamity"): "5.5.c",
    },
}
#: Purposes that ask for more than need: the row, and the parameter.
BY_MORE: dict[str, dict[str, tuple[str, str]]] = {
    WONDER: {"legal_duty": ("16.1", "legal_basis")},
    ZONL: {
        "calamity": ("5.2", "protection"),
        "reporting_code": ("5.3", "protection"),
        "statistics": ("5.6", "legal_basis"),
        "research": ("5.6", "legal_basis"),
    },
}
MORE: dict[str, object] = {"legal_basis": "een wet", "protection": True}
DAY = "2026-02-01"


def state(terms: str, acts: list[Json], as_of: str = DAY) -> State:
    return case(terms, acts).state(date.fromisoformat(as_of), None)


def disclose(s: State, recipient: str, purpose: str, **more: object) -> dict[str, Any]:
    params = {"recipient": recipient, "purpose": purpose, **more}
    powers.check_parameters(s, "disclose", params)
    return answers.answer(powers.judge(s, "disclose", params))


@pytest.mark.parametrize("terms", [WONDER, ZONL])
def test_reading_23_the_whole_table_without_consent(terms: str) -> None:
    s = state(terms, agreed(terms))
    for recipient in RECIPIENTS:
        for purpose in PURPOSES:
            ground = BY_NEED[terms].get((recipient, purpose))
            clause, more = BY_MORE[terms].get(purpose, (None, ""))
            if ground is not None:
                needed = disclose(s, recipient, purpose, needed=True)
                assert (needed["allowed"], needed["clauses"][0]) == (True, f"{terms}/{ground}"), (recipient, purpose)
                assert disclose(s, recipient, purpose, needed=False)["allowed"] is False
                unknown = disclose(s, recipient, purpose)
                assert (unknown["allowed"], unknown["missing"]) == (None, ["needed"])
            elif clause is not None:
                asked = {more: MORE[more]}
                allowed = disclose(s, recipient, purpose, needed=True, **asked)
                assert (allowed["allowed"], allowed["clauses"]) == (True, [f"{terms}/{clause}"]), (recipient, purpose)
                assert disclose(s, recipient, purpose, needed=False, **asked)["allowed"] is False
                assert disclose(s, recipient, purpose, **asked)["missing"] == ["needed"]
                assert disclose(s, recipient, purpose, needed=True)["allowed"] is not True
            else:
                refused = disclose(s, recipient, purpose, needed=True, protection=True, legal_basis="een wet")
                assert refused["allowed"] is False, (recipient, purpose)
                assert "consent.given" in [item["what"] for item in refused["unmet"]]


def consent(on: str = "2026-01-10", **fields: object) -> Json:
    return act("consent.given", on, **{"id": "k", "for_": "disclosure", "in_writing": True, "by": "client", **fields})


@pytest.mark.parametrize("terms", [WONDER, ZONL])
def test_reading_23_consent_opens_its_own_recipient_and_purpose_only(terms: str) -> None:
    wide = state(terms, [*agreed(terms), consent(recipient="insurer")])
    narrow = state(terms, [*agreed(terms), consent(recipient="insurer", purpose="other")])
    for recipient in RECIPIENTS:
        for purpose in PURPOSES:
            assert (disclose(wide, recipient, purpose, needed=False)["allowed"] is True) == (recipient == "insurer")
            fits = (recipient, purpose) == ("insurer", "other")
            assert (disclose(narrow, recipient, purpose, needed=False)["allowed"] is True) == fits
    answer = disclose(wide, "insurer", "other")
    assert (answer["because"], answer["unmet"], answer["missing"]) == (["k"], [], [])


def test_reading_23_an_answer_on_consent_cites_the_most_specific_row() -> None:
    assert disclose(state(ZONL, [*agreed(ZONL), consent(recipient="insurer")]), "insurer", "other")["clauses"] == [
        f"{ZONL}/5.1.b"
    ]
    refused = disclose(state(ZONL, agreed(ZONL)), "insurer", "other")
    assert refused["unmet"] == [{"clause": f"{ZONL}/5.1.b", "what": "consent.given"}]


@pytest.mark.parametrize(("terms", "allowed"), [(WONDER, False), (ZONL, True)])
def test_reading_23_only_16_1_asks_for_writing(terms: str, allowed: bool) -> None:
    s = state(terms, [*agreed(terms), consent(recipient="police", in_writing=False)])
    assert disclose(s, "police", "other")["allowed"] is allowed


@pytest.mark.parametrize("terms", [WONDER, ZONL])
def test_a_consent_without_recipient_opens_nothing(terms: str) -> None:
    assert disclose(state(terms, [*agreed(terms), consent()]), "police", "other")["allowed"] is False


@pytest.mark.parametrize("terms", [WONDER, ZONL])
def test_reading_20_consent_ends_by_withdrawal_refusal_and_death(terms: str) -> None:
    given = [*agreed(terms), consent(recipient="police")]
    for after in (
        act("consent.withdrawn", "2026-01-20", act="k"),
        act("consent.refused", "2026-01-20", for_="disclosure"),
        act("client.died", "2026-01-20"),
    ):
        assert disclose(state(terms, given, "2026-01-19"), "police", "other")["allowed"] is True
        assert disclose(state(terms, [*given, after]), "police", "other")["allowed"] is False


@pytest.mark.parametrize("terms", [WONDER, ZONL])
def test_the_special_consents_open_their_own_disclosure(terms: str) -> None:
    carers = state(terms, [*agreed(terms), consent(for_="carer_information")])
    assert disclose(carers, "carer", "care")["allowed"] is True
    assert disclose(carers, "relative", "care")["allowed"] is False
    quality = state(terms, [*agreed(terms), consent(for_="quality_measurement")])
    assert disclose(quality, "other", "quality_measurement")["allowed"] is True
    assert disclose(quality, "other", "research", needed=True)["allowed"] is not True


def incapable(**fields: object) -> list[Json]:
    return [act("client.capacity_assessed", "2026-01-20", capable=False, assessor="arts", **fields)]


def test_zonl_protection_or_a_client_who_cannot_consent() -> None:
    able = state(ZONL, agreed(ZONL))
    unable = state(ZONL, [*agreed(ZONL), *incapable()])
    elsewhere = state(ZONL, [*agreed(ZONL), *incapable(about=["finance"])])
    for purpose, clause in (("calamity", "5.2"), ("reporting_code", "5.3")):
        assert disclose(unable, "police", purpose, needed=True)["allowed"] is True
        assert disclose(unable, "police", purpose, needed=True, protection=False)["allowed"] is True
        unknown = disclose(able, "police", purpose, needed=True)
        assert (unknown["allowed"], unknown["missing"]) == (None, ["protection"])
        assert disclose(elsewhere, "police", purpose, needed=True)["allowed"] is None
        refused = disclose(able, "police", purpose, needed=True, protection=False)
        assert {"clause": f"{ZONL}/{clause}", "what": "protection"} in refused["unmet"]
        assert refused["allowed"] is False
        assert (
            disclose(able, "police", purpose, protection=False)["allowed"] is False
        )  # unmet, whatever else is missing


def test_zonl_after_death_nobody_can_consent() -> None:
    s = state(ZONL, [*agreed(ZONL), act("client.died", "2026-01-20")])
    assert disclose(s, "police", "calamity", needed=True)["allowed"] is True


def test_wonder_the_representative_within_the_task() -> None:
    mentor = act(
        "client.representative_appointed",
        "2026-01-15",
        id="m",
        name="B",
        basis="statutory",
        role="mentor",
        scope=["care"],
    )
    acting = state(WONDER, [*agreed(WONDER), mentor, *incapable()])
    assert disclose(acting, "representative", "care", needed=True)["clauses"] == [f"{WONDER}/16.1.b"]
    assert disclose(acting, "representative", "care")["missing"] == ["needed"]
    waiting = state(WONDER, [*agreed(WONDER), mentor])
    refused = disclose(waiting, "representative", "care", needed=True)
    assert {"clause": f"{WONDER}/16.1.b", "what": "client.representative_appointed"} in refused["unmet"]
    assert (
        disclose(state(ZONL, [*agreed(ZONL), mentor, *incapable()]), "representative", "care", needed=True)["allowed"]
        is False
    )


@pytest.mark.parametrize(("terms", "clause"), [(WONDER, "16.1"), (ZONL, "5.1.b")])
def test_a_disclosure_without_ground_is_a_finding_by_what_held_on_its_day(terms: str, clause: str) -> None:
    made = act("disclosure.made", "2026-01-15", id="d", recipient="police", purpose="other", needed=True)
    found = findings(ask(terms, [*agreed(terms), made], DAY), clause)
    assert [item["because"] for item in found] == [["d"]]
    assert findings(ask(terms, [*agreed(terms), consent(recipient="police"), made], DAY), clause) == []
    later = [*agreed(terms), consent("2026-01-16", recipient="police"), made]
    assert len(findings(ask(terms, later, DAY), clause)) == 1
    ended = [*agreed(terms), consent(recipient="police"), act("consent.withdrawn", "2026-01-20", act="k"), made]
    assert findings(ask(terms, ended, DAY), clause) == []


def test_zonl_more_than_needed_is_a_finding() -> None:
    made = act("disclosure.made", "2026-01-15", id="d", recipient="cak", purpose="own_contribution", needed=False)
    found = ask(ZONL, [*agreed(ZONL), made], DAY)
    assert {item["clause"] for item in found["findings"]} == {f"{ZONL}/5.1.b", f"{ZONL}/5.5.a"}
    assert ask(ZONL, [*agreed(ZONL), {**made, "needed": True}], DAY)["findings"] == []


def test_zonl_an_undetermined_ground_is_no_finding() -> None:
    made = act("disclosure.made", "2026-01-15", id="d", recipient="police", purpose="reporting_code", needed=True)
    assert ask(ZONL, [*agreed(ZONL), made], DAY)["findings"] == []
    assert len(ask(ZONL, [*agreed(ZONL), {**made, "protection": False}], DAY)["findings"]) == 2


# --- no_show: 7.6 ---------------------------------------------------------------------------------


def missed(id_: str, day: str, **why: object) -> list[Json]:
    start = f"{day}T10:00:00+01:00"
    planned = act("visit.planned", "2026-01-06", id=id_, start=start, minutes=60, service="begeleiding", payer="wmo")
    return [planned, act("visit.missed", start, id=f"{id_}x", act=id_, **why)]


def test_reading_29_a_no_show_is_told_from_the_second_one_on() -> None:
    one = [*agreed(ZONL), *missed("v", "2026-01-12")]
    refused = disclose(state(ZONL, one), "municipality", "no_show", needed=True)
    assert {"clause": f"{ZONL}/7.6", "what": "visit.missed"} in refused["unmet"]
    assert refused["allowed"] is False
    two = [*one, *missed("w", "2026-01-19")]
    answer = disclose(state(ZONL, two), "municipality", "no_show", needed=True)
    assert (answer["allowed"], answer["clauses"]) == (True, [f"{ZONL}/7.6"])
    assert disclose(state(ZONL, two), "municipality", "no_show")["missing"] == ["needed"]
    assert disclose(state(ZONL, two), "other_provider", "no_show", needed=True)["allowed"] is False
    force = [*one, *missed("w", "2026-01-19", reason="force_majeure")]
    assert disclose(state(ZONL, force), "municipality", "no_show", needed=True)["allowed"] is False
    talked = [*two, act("noshow.talk_held", "2026-01-25")]
    assert disclose(state(ZONL, talked), "municipality", "no_show", needed=True)["allowed"] is False


def test_reading_29_only_fact_and_date_are_shared() -> None:
    two = [*agreed(ZONL), *missed("v", "2026-01-12"), *missed("w", "2026-01-19")]
    made = act(
        "disclosure.made",
        "2026-01-20",
        id="d",
        recipient="municipality",
        purpose="no_show",
        needed=True,
        data=["fact", "date"],
    )
    assert ask(ZONL, [*two, made], DAY)["findings"] == []
    found = findings(ask(ZONL, [*two, {**made, "data": ["fact", "date", "diagnosis"]}], DAY), "7.6")
    assert [item["because"] for item in found] == [["d"]]


def test_reading_22_a_consent_by_who_could_not_give_it_counts_for_nothing() -> None:
    given = consent(recipient="police", by="representative")
    found = ask(ZONL, [*agreed(ZONL), given], DAY)
    assert [item["because"] for item in findings(found, "5.1.b")] == [["k"]]
    assert disclose(state(ZONL, [*agreed(ZONL), given]), "police", "other")["allowed"] is False


def test_a_power_that_asks_for_recipient_and_purpose_says_so() -> None:
    s = state(ZONL, [client()])
    with pytest.raises(powers.PowerError) as error:
        powers.check_parameters(s, "disclose", {})
    assert len(error.value.problems) == 2
