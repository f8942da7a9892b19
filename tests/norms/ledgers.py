"""Made-up ledgers: acts of any kind within two years, so that terms, ends and answers meet each other."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from nakomen.acts.naming import name_acts, order
from nakomen.acts.reading import read_case
from nakomen.norms.standing import Case, Version
from nakomen.terms.compiled import packaged_norms
from tests.acts.vocabulary import Field, Json, values, vocabulary, with_support

SETS = ("wonder-2020", "zonl-thuisbegeleiding")
FIRST = date(2025, 12, 20)
SPAN = 560
#: Kinds that hang together; each ledger draws some of these threads and a few loose acts.
THREADS: tuple[tuple[str, ...], ...] = (
    (
        "client.registered",
        "agreement.offered",
        "agreement.accepted",
        "agreement.signed",
        "terms.provided",
        "intake.held",
    ),
    (
        "client.registered",
        "agreement.offered",
        "agreement.accepted",
        "care.started",
        "plan.presented",
        "plan.agreed",
        "plan.evaluated",
    ),
    (
        "agreement.accepted",
        "indication.issued",
        "indication.talk_held",
        "indication.applied",
        "indication.client_reminded",
    ),
    ("agreement.accepted", "visit.planned", "visit.delivered", "visit.cancelled", "visit.missed", "care.paused"),
    ("invoice.sent", "reminder.sent", "payment.received", "payment.received", "invoice.credited"),
    ("agreement.accepted", "notice.given", "notice.withdrawn", "agreement.ended", "exit.talk_held", "client.died"),
    ("complaint.received", "complaint.decided", "complaint.extended", "complaint.result_rejected", "dispute.filed"),
    ("dossier.copy_requested", "dossier.copy_given", "dossier.destruction_requested", "dossier.destruction_refused"),
    (
        "agreement.accepted",
        "team.assigned",
        "team.assigned",
        "team.met",
        "team.left",
        "budget.granted",
        "information.given",
    ),
    (
        "consent.given",
        "consent.withdrawn",
        "disclosure.made",
        "client.capacity_assessed",
        "client.representative_appointed",
    ),
    (
        "damage.found",
        "damage.reported",
        "incident.occurred",
        "incident.explained",
        "duty.waived",
        "agreement.deviation_agreed",
    ),
)
WAIVABLE = ("wonder-2020/12.3.a", "wonder-2020/26.1", "zonl-thuisbegeleiding/2.9", "wonder-2020/10.2")


def days() -> st.SearchStrategy[str]:
    return st.integers(0, SPAN).map(lambda n: (FIRST + timedelta(days=n)).isoformat())


def moments() -> st.SearchStrategy[str]:
    return st.builds("{}T{:02}:{:02}:00+01:00".format, days(), st.integers(0, 23), st.sampled_from([0, 30]))


@st.composite
def acts(draw: st.DrawFn, kind: str) -> Json:
    """A valid act of a kind on a day in those two years."""
    drawn: Json = {"kind": kind, "on": draw(days() | moments())}
    for each in vocabulary()[kind]:
        if not each.optional or draw(st.booleans()):
            drawn[each.name] = draw(_value(kind, each))
    for first, last in (("valid_from", "valid_until"), ("from", "until")):
        if first in drawn and last in drawn:
            drawn[first], drawn[last] = sorted((str(drawn[first]), str(drawn[last])))
    return drawn


def _value(kind: str, field: Field) -> st.SearchStrategy[object]:
    if field.name == "birth_date":
        return st.sampled_from(["1941-03-09", "2014-02-28", "2010-05-05"])
    if field.name == "clause":
        return st.sampled_from(WAIVABLE)
    if field.type == "date":
        return days()
    if field.type == "datetime":
        return moments()
    return values(kind, field)


@st.composite
def ledgers(draw: st.DrawFn, loose: int = 4) -> list[Json]:
    """The acts of a ledger, each with an id, with what they point at; ids in random order."""
    drawn: list[str] = []
    for thread in draw(st.lists(st.sampled_from(THREADS), min_size=1, max_size=4)):
        drawn += draw(st.lists(st.sampled_from(thread), min_size=1, max_size=6))
    drawn += draw(st.lists(st.sampled_from(tuple(vocabulary())), max_size=loose))
    made: list[Json] = []
    for number, kind in enumerate(drawn):
        if kind == "act.corrected":
            continue
        made.append({**draw(acts(kind)), "id": f"a{number}"})
    return _linked(draw, with_support(*made))


def _linked(draw: st.DrawFn, made: list[Json]) -> list[Json]:
    """Let acts that answer a stand-in answer a drawn act of that kind now and then, and give stand-ins a drawn day."""
    by_kind: dict[str, list[str]] = {}
    for act in made:
        by_kind.setdefault(str(act["kind"]), []).append(str(act.get("id")))
    for act in made:
        if str(act.get("id", "")).startswith("to-"):
            act["on"] = draw(days())
        target = act.get("act")
        if isinstance(target, str) and target.startswith("to-"):
            same = [name for name in by_kind[target.removeprefix("to-")] if name != act.get("id")]
            own = draw(st.sampled_from([target, *same]))
            act["act"] = own
    return made


def case_of(terms: str, made: list[Json], **more: Any) -> Case | None:
    """The case of a ledger; None where the reader rightly refuses it (acts that answer each other in a circle)."""
    read, _ = read_case(json.dumps({"terms": terms, "acts": made, **more}).encode())
    if read is None:
        return None
    ordered = order(read.acts)
    named = list(zip(name_acts(ordered), ordered, strict=True))
    return Case([Version(packaged_norms(terms))], named, read.settings, read.provider)
