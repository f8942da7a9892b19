"""What the picture of a client's time shows: each lane from its acts, and a window that fits."""

from datetime import date

from nakomen.norms.standing import standing
from nakomen.norms.timeline import Span, timeline, window
from tests.norms.support import Json, act, agreed, case, client

TERMS = "wonder-2020"


def spans(acts: list[Json], as_of: str, lane: str, terms: str = TERMS) -> list[tuple[str, str | None, str, str]]:
    """The spans of a lane: first day, last day, state, label."""
    found = standing(case(terms, acts), date.fromisoformat(as_of))
    return [
        (span.start.isoformat(), span.end.isoformat() if span.end else None, span.state, span.label)
        for span in timeline(found, found.duties)
        if span.lane == lane
    ]


def indication(on: str, start: str, until: str | None = None, **fields: object) -> Json:
    given = {"number": "W1", "law": "wlz", "body": "CIZ", "care": ["verzorging"], "valid_from": start}
    return act("indication.issued", on, **given, **({"valid_until": until} if until else {}), **fields)


def pause(on: str, start: str, until: str | None, **fields: object) -> Json:
    given = {"from": start, "by": "client", **({"until": until} if until else {})}
    return act("care.paused", on, **given, **fields)


def test_a_client_who_was_only_registered_has_an_empty_picture() -> None:
    assert timeline(standing(case(TERMS, [client()]), date(2026, 2, 1)), []) == []


def test_an_indication_is_past_current_or_to_come_by_its_own_days() -> None:
    acts = [
        client(),
        indication("2026-01-02", "2025-01-01", "2025-12-31", id="old"),
        indication("2026-01-02", "2026-01-01", "2026-12-31", id="now"),
        indication("2026-01-02", "2027-01-01", id="next"),
    ]
    assert spans(acts, "2026-02-01", "indication") == [
        ("2025-01-01", "2025-12-31", "past", "wlz"),
        ("2026-01-01", "2026-12-31", "current", "wlz"),
        ("2027-01-01", None, "ahead", "wlz"),
    ]


def test_a_withdrawn_indication_ends_on_the_day_of_its_withdrawal() -> None:
    acts = [client(), indication("2026-01-02", "2026-01-01", "2026-12-31", id="i")]
    gone = [*acts, act("indication.withdrawn", "2026-03-04", act="i")]
    assert spans(gone, "2026-03-05", "indication") == [("2026-01-01", "2026-03-04", "withdrawn", "wlz")]
    assert spans(gone, "2026-03-03", "indication") == [("2026-01-01", "2026-12-31", "current", "wlz")]


def test_an_offer_waits_until_it_is_accepted_and_the_agreement_runs_until_its_end() -> None:
    acts = agreed(TERMS, "2026-01-05", fixed_until="2026-06-30")
    assert spans(acts[:2], "2026-02-01", "agreement") == [("2026-01-05", None, "offered", "")]
    assert spans(acts, "2026-02-01", "agreement") == [("2026-01-05", "2026-06-30", "in_force", "")]
    assert spans(acts, "2026-07-01", "agreement") == [("2026-01-05", "2026-06-30", "ended", "")]


def test_a_plan_runs_until_the_day_before_the_next_one_is_agreed() -> None:
    acts = [
        *agreed(TERMS),
        act("plan.presented", "2026-01-20", id="p1", sections=["care"]),
        act("plan.agreed", "2026-01-22", act="p1", by="client"),
        act("plan.presented", "2026-03-01", id="p2", sections=["care"]),
    ]
    assert spans(acts, "2026-03-02", "plan") == [
        ("2026-01-22", None, "in_force", ""),
        ("2026-03-01", None, "presented", ""),
    ]
    both = [*acts, act("plan.agreed", "2026-03-05", act="p2", by="client")]
    assert spans(both, "2026-03-06", "plan") == [
        ("2026-01-22", "2026-03-04", "replaced", ""),
        ("2026-03-05", None, "in_force", ""),
    ]


def test_a_plan_goes_no_further_than_its_agreement() -> None:
    acts = [
        *agreed(TERMS, "2026-01-05", fixed_until="2026-06-30"),
        act("plan.presented", "2026-01-20", id="p", sections=["care"]),
        act("plan.agreed", "2026-01-22", act="p", by="client"),
    ]
    assert spans(acts, "2026-02-01", "plan") == [("2026-01-22", "2026-06-30", "in_force", "")]
    assert spans(acts, "2026-07-01", "plan") == [("2026-01-22", "2026-06-30", "replaced", "")]


def test_a_pause_ends_on_its_last_day_or_the_day_before_care_goes_on() -> None:
    acts = [*agreed(TERMS), pause("2026-02-01", "2026-02-02", None, id="b", reason="hospital")]
    assert spans(acts, "2026-02-10", "pause") == [("2026-02-02", None, "current", "hospital")]
    resumed = [*acts, act("care.resumed", "2026-02-09", act="b")]
    assert spans(resumed, "2026-02-10", "pause") == [("2026-02-02", "2026-02-08", "past", "hospital")]
    planned = [*agreed(TERMS), pause("2026-02-01", "2026-02-20", "2026-02-27")]
    assert spans(planned, "2026-02-10", "pause") == [("2026-02-20", "2026-02-27", "ahead", "")]


def test_only_duties_that_wait_have_a_last_day_in_the_picture() -> None:
    asked = [client(), act("support.requested", "2026-01-19", id="s")]
    terms = "zonl-thuisbegeleiding"
    due = ("2026-03-02", "2026-03-02", "open", f"{terms}/2.1")
    assert due in spans(asked, "2026-02-01", "deadline", terms)
    assert ("2026-03-02", "2026-03-02", "overdue", f"{terms}/2.1") in spans(asked, "2026-03-03", "deadline", terms)
    done = [*asked, act("plan.presented", "2026-02-01", id="p", sections=["goal", "arrangements", "own_part"])]
    assert f"{terms}/2.1" not in [label for *_, label in spans(done, "2026-02-02", "deadline", terms)]


def test_the_window_holds_what_there_is_within_a_year_on_either_side() -> None:
    day = date(2026, 2, 1)
    assert window([], day) == (date(2025, 12, 3), date(2026, 4, 2))
    near = [Span("pause", date(2026, 1, 1), date(2026, 6, 1), "current", "a")]
    assert window(near, day) == (date(2025, 12, 3), date(2026, 6, 1))
    far = [Span("indication", date(2019, 1, 1), date(2040, 1, 1), "current", "a")]
    assert window(far, day) == (date(2025, 2, 1), date(2027, 2, 1))
