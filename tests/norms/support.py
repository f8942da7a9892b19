"""Whole cases for the tests of the norms: acts as a file has them in, the answers that programs get out."""

import json
from datetime import date, datetime
from typing import Any

from nakomen.acts import Act
from nakomen.acts.naming import name_acts, order
from nakomen.acts.reading import read_case
from nakomen.law.clock import end_of_day
from nakomen.norms import answers, powers, rating
from nakomen.norms.standing import Case, Version, standing
from nakomen.terms.compiled import packaged_norms

type Json = dict[str, Any]


def act(kind: str, on: str, **fields: object) -> Json:
    """An act of a file; `for_` and `from_` stand for the fields that are words of Python."""
    return {"kind": kind, "on": on, **{name.removesuffix("_"): value for name, value in fields.items()}}


def client(**changes: object) -> Json:
    """A registered adult client."""
    fields = {
        "name": "A. de Wit",
        "birth_date": "1941-03-09",
        "address": "Dorpsstraat 1",
        "postcode": "8302AB",
        "city": "Emmeloord",
        "municipality": "Noordoostpolder",
        "electronic": True,
        **changes,
    }
    return act("client.registered", str(fields.pop("on", "2026-01-01")), **{"id": "c", **fields})


def agreed(terms: str, on: str = "2026-01-05", **offer: object) -> list[Json]:
    """The client, an offer and its acceptance on that day."""
    payer = "wlz" if terms == "wonder-2020" else "wmo"
    fields = {
        "services": [{"name": "verzorging", "tariff_hour": "60.00", "payer": payer}],
        "contains": ["indication", "plan_clause", "services", "additional", "quality_data", "terms"],
        **offer,
    }
    registered = client(on=min(on, "2026-01-01"))
    return [
        registered,
        act("agreement.offered", on, id="o", **fields),
        act("agreement.accepted", on, id="a", act="o", by="client"),
    ]


def case(terms: str, acts: list[Json], settings: Json | None = None, provider: Json | None = None) -> Case:
    """The acts read as a case file; a test whose file does not read says what is wrong with it."""
    given = {"terms": terms, "acts": acts, "settings": settings or {}, "provider": provider or {}}
    file, problems = read_case(json.dumps(given).encode())
    assert file is not None, [str(problem) for problem in problems]
    ordered: tuple[Act, ...] = order(file.acts)
    named = list(zip(name_acts(ordered), ordered, strict=True))
    return Case([Version(packaged_norms(terms))], named, file.settings, file.provider)


def ask(
    terms: str,
    acts: list[Json],
    as_of: str,
    known_on: str | None = None,
    settings: Json | None = None,
    provider: Json | None = None,
) -> Json:
    """The standing at the end of a day, as the command line prints it."""
    known = datetime.fromisoformat(known_on) if known_on is not None else None
    return answers.standing(standing(case(terms, acts, settings, provider), date.fromisoformat(as_of), known))


def rows(found: Json, clause: str) -> list[Json]:
    """The duties under a clause; the name of the set may be left out."""
    full = clause if "/" in clause else f"{found['terms']}/{clause}"
    return [duty for duty in found["duties"] if duty["clause"] == full]


def row(found: Json, clause: str) -> Json:
    """The only duty under a clause."""
    there = rows(found, clause)
    assert len(there) == 1, there
    return there[0]


def findings(found: Json, clause: str | None) -> list[Json]:
    """The findings under a clause."""
    full = clause if clause is None or "/" in clause else f"{found['terms']}/{clause}"
    return [item for item in found["findings"] if item["clause"] == full]


def may(
    terms: str,
    acts: list[Json],
    power: str,
    as_of: str,
    *,
    settings: Json | None = None,
    provider: Json | None = None,
    **params: object,
) -> Json:
    """Whether an act is permitted on a day; parameters that are words of Python get an underscore behind them."""
    day = date.fromisoformat(as_of)
    s = case(terms, acts, settings, provider).state(day, end_of_day(day))
    given = {name.removesuffix("_"): value for name, value in params.items()}
    powers.check_parameters(s, power, given)
    return answers.answer(powers.judge(s, power, given))


def bill(terms: str, acts: list[Json], month: str, as_of: str = "2027-12-31", settings: Json | None = None) -> Json:
    """What may be invoiced for a month."""
    day = date.fromisoformat(as_of)
    return answers.bill(rating.bill(case(terms, acts, settings).state(day, end_of_day(day)), month))
