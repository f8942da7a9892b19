"""Readings 1, 4, 5, 7 and 10: days and hours, terms and receipt, force majeure, versions of the conditions."""

from datetime import date

import pytest

from nakomen.norms import answers
from nakomen.norms.standing import Case, Version, standing
from nakomen.terms.compiled import compile_terms, packaged_norms
from nakomen.terms.packaged import packaged_statute, parts
from nakomen.terms.texts import read_terms
from tests.norms.support import Json, act, agreed, ask, case, findings, row, rows

W = "wonder-2020"

# --- 1: local days, real hours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-02-09T22:59:59Z", "2026-02-09"),
        ("2026-02-09T23:00:00Z", "2026-02-10"),
        ("2026-07-09T21:59:59Z", "2026-07-09"),
        ("2026-07-09T22:00:00Z", "2026-07-10"),
        ("2026-03-28T23:00:00Z", "2026-03-29"),
        ("2026-10-24T22:00:00Z", "2026-10-25"),
        ("2026-10-25T22:59:59Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
        ("2026-02-10T01:00:00+09:00", "2026-02-09"),
    ],
)
def test_reading_01_days_are_local_days(at: str, day: str) -> None:
    found = row(
        ask(W, [*agreed(W), act("incident.occurred", at, consequences=False, urgent=False)], "2027-01-01"), "21.1"
    )
    assert found["since"] == day


@pytest.mark.parametrize("on", ["2026-03-29", "2026-10-25"])
def test_reading_01_the_day_of_a_clock_change_is_a_whole_day(on: str) -> None:
    acts = agreed(W, on=on)
    told = act("terms.provided", f"{on}T21:59:00Z", version="2020-01-01", channel="paper")
    found = row(ask(W, [*acts, told], on), "3.1")
    assert (found["state"], found["due"]) == ("done", on)
    next_day = f"{on[:8]}{int(on[8:]) + 1}"
    assert row(ask(W, acts, on), "3.1")["state"] == "open"
    assert row(ask(W, acts, next_day), "3.1")["state"] == "overdue"


def test_reading_01_what_is_known_at_the_end_of_a_day_across_a_clock_change() -> None:
    for on, late in (("2026-03-29", "2026-03-29T22:00:00Z"), ("2026-10-25", "2026-10-25T23:00:00Z")):
        told = act("terms.provided", on, version="2020-01-01", channel="paper", recorded=late)
        assert row(ask(W, [*agreed(W, on=on), told], on), "3.1")["state"] == "open"
        in_time = {**told, "recorded": late.replace("22:00:00", "21:59:59").replace("23:00:00", "22:59:59")}
        assert row(ask(W, [*agreed(W, on=on), in_time], on), "3.1")["state"] == "done"


# --- 4: terms from an act ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "due"),
    [
        ("2026-08-30", "2027-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2026-12-31", "2027-06-30"),
        ("2028-02-29", "2028-08-29"),
    ],
)
def test_reading_04_months_are_added_by_calendar_and_the_last_day_is_in_time(consent: str, due: str) -> None:
    acts = [
        *agreed(W),
        act("plan.presented", "2026-01-10", id="p", sections=["care"]),
        act("plan.agreed", consent, act="p", by="client"),
    ]
    assert row(ask(W, acts, due), "12.3.a")["due"] == due
    assert row(ask(W, [*acts, act("plan.evaluated", due)], "2029-01-01"), "12.3.a")["state"] == "done"


def test_reading_04_a_term_that_ends_on_a_holiday_is_not_extended() -> None:
    acts = [*agreed(W), act("care.started", "2026-03-24")]  # six weeks on is 5 May
    assert row(ask(W, acts, "2026-05-06"), "10.2")["due"] == "2026-05-05"
    assert row(ask(W, acts, "2026-05-06"), "10.2")["state"] == "overdue"


# --- 5: receipt -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "channel", "received_on", "since"),
    [
        ("2026-03-06", "letter", None, "2026-03-10"),  # Friday: Saturday, Tuesday
        ("2026-05-02", "letter", None, "2026-05-07"),  # Saturday: Tuesday 5 May is a holiday, so Wednesday, Thursday
        ("2026-05-13", "letter", None, "2026-05-19"),  # Ascension, the Friday after it and Sunday, Monday are none
        ("2026-03-06", "letter", "2026-03-08", "2026-03-08"),  # a Sunday, but it was received
        ("2026-03-08", "email", None, "2026-03-08"),
        ("2026-03-06T23:30:00Z", "email", None, "2026-03-07"),
    ],
)
def test_reading_05_receipt_of_a_notice(sent: str, channel: str, received_on: str | None, since: str) -> None:
    extra = {"received_on": received_on} if received_on else {}
    acts = [*agreed(W), act("notice.given", sent, by="client", channel=channel, **extra)]
    assert row(ask(W, acts, "2026-06-01"), "32")["since"] == since


# --- 10: versions -----------------------------------------------------------------------------------------------------


def version(*changes: tuple[str, str, str], published: str | None = None, since: str | None = None) -> Version:
    """The packaged set with changes: the heading of a table, what stands in it, and what takes its place."""
    source = [part.decode() for part in parts(W)]
    for heading, was, becomes in changes:
        place = next(
            number for number, text in enumerate(source) if f"\n{heading}\n" in text and was in _table(text, heading)
        )
        table = _table(source[place], heading)
        source[place] = source[place].replace(table, table.replace(was, becomes, 1), 1)
    data = [text.encode() for text in source]
    norms = compile_terms(read_terms(data[0], *data[1:]), packaged_statute(), data)
    return Version(
        norms, date.fromisoformat(since) if since else None, date.fromisoformat(published) if published else None
    )


def _table(text: str, heading: str) -> str:
    start = text.index(f"\n{heading}\n")
    end = text.find("\n[", start + 1)
    return text[start : end if end >= 0 else len(text)]


SLOWER = ('[[clause."10.2".duty]]', "P6W", "P8W")
MARKED = ('[clause."10.2"]', 'kind = "duty"', 'kind = "duty"\ndetrimental = true')


def under(versions: list[Version], acts: list[Json], as_of: str) -> Json:
    named = case(W, acts).named
    return answers.standing(standing(Case(versions, named), date.fromisoformat(as_of)))


@pytest.mark.parametrize(
    ("started", "due"),
    [("2026-03-31", "2026-05-12"), ("2026-04-01", "2026-05-27"), ("2026-04-02", "2026-05-28")],
)
def test_reading_10_the_day_of_the_triggering_act_picks_the_version(started: str, due: str) -> None:
    versions = [Version(packaged_norms(W)), version(SLOWER, published="2026-03-01", since="2026-04-01")]
    acts = [*agreed(W), act("care.started", started)]
    assert [duty["due"] for duty in rows(under(versions, acts, "2026-04-02"), "10.2")] == [due]


def test_reading_10_a_detrimental_change_does_not_bind_a_running_agreement_without_consent() -> None:
    versions = [Version(packaged_norms(W)), version(SLOWER, MARKED, published="2026-03-01", since="2026-04-01")]
    started = act("care.started", "2026-04-10")
    assert row(under(versions, [*agreed(W), started], "2026-04-10"), "10.2")["due"] == "2026-05-22"
    both = act("agreement.changed", "2026-04-05", by="both")
    assert row(under(versions, [*agreed(W), both, started], "2026-04-10"), "10.2")["due"] == "2026-06-05"
    alone = {**both, "by": "provider"}
    assert row(under(versions, [*agreed(W), alone, started], "2026-04-10"), "10.2")["due"] == "2026-05-22"
    too_late = {**both, "on": "2026-04-11"}
    assert row(under(versions, [*agreed(W), too_late, started], "2026-04-12"), "10.2")["due"] == "2026-05-22"
    later = agreed(W, on="2026-04-01")
    assert row(under(versions, [*later, started], "2026-04-10"), "10.2")["due"] == "2026-06-05"


def test_reading_10_a_finding_stands_once_under_the_version_of_its_day() -> None:
    versions = [Version(packaged_norms(W)), version(SLOWER, published="2026-03-01", since="2026-04-01")]
    before = act("plan.deviated", "2026-03-31", id="x", urgent=False)
    after = act("plan.deviated", "2026-04-02", id="y", urgent=False)
    found = under(versions, [*agreed(W), before, after], "2026-05-01")
    assert [item["because"] for item in findings(found, "12.4")] == [["x"], ["y"]]


def test_reading_10_a_change_by_the_provider_alone_is_a_finding() -> None:
    alone = act("agreement.changed", "2026-02-01", id="x", by="provider")
    assert [item["because"] for item in findings(ask(W, [*agreed(W), alone], "2026-02-02"), "4")] == [["x"]]
    assert findings(ask(W, [*agreed(W), {**alone, "by": "both"}], "2026-02-02"), "4") == []
