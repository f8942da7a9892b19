"""Asking the command in this process, and a small case to ask about."""

import contextlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nakomen.cli import main

ACTS: list[dict[str, Any]] = [
    {
        "id": "c1",
        "kind": "client.registered",
        "on": "2026-01-02",
        "name": "Anneke de Boer",
        "birth_date": "1941-03-09",
        "address": "Kerkstraat 1",
        "postcode": "8311KG",
        "city": "Steenwijk",
        "municipality": "Steenwijkerland",
        "electronic": True,
    },
    {
        "id": "i1",
        "kind": "indication.issued",
        "on": "2026-01-02",
        "number": "1",
        "law": "wlz",
        "body": "CIZ",
        "care": ["nursing"],
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
    },
    {
        "id": "o1",
        "kind": "agreement.offered",
        "on": "2026-01-05",
        "services": [
            {"name": "nursing", "payer": "wlz"},
            {"name": "household", "payer": "client", "tariff_hour": "60.00"},
        ],
        "contains": ["indication", "plan_clause", "services", "additional", "quality_data", "terms"],
    },
    {"id": "a1", "kind": "agreement.accepted", "on": "2026-01-05", "by": "client"},
    {
        "id": "v1",
        "kind": "visit.planned",
        "on": "2026-03-01",
        "start": "2026-03-10T10:00:00+01:00",
        "minutes": 60,
        "service": "household",
        "payer": "client",
    },
    {"id": "d1", "kind": "visit.delivered", "on": "2026-03-10", "act": "v1", "minutes": 47},
]


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document that it printed."""
        return json.loads(self.out)

    @property
    def problems(self) -> list[str]:
        """The lines in which it refused."""
        return self.err.splitlines()


def ask(*arguments: object) -> Answer:
    """Run the command here, as the program would."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return Answer(status, out.getvalue(), err.getvalue())


def case(folder: Path, *more: Mapping[str, Any], **parts: Any) -> Path:
    """A case file with the small case, more acts, and other parts of a case file."""
    path = folder / "case.json"
    path.write_text(json.dumps({"terms": "wonder-2020", "acts": [*ACTS, *more], **parts}), encoding="utf-8")
    return path
