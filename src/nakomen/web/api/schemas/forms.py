"""The forms of values, and of what every request can meet. What comes in is read strictly: no unknown fields."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from nakomen.norms.duties import STATES

SUBMITTED = 1_000
"""Acts that one request can bring."""

_DAY = r"(18|19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
"""A day in the years that a case can speak of; a question about another year is a slip of the keyboard."""
_TIME = r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_PATTERNS = {"date": f"^{_DAY}$", "date-time": f"^{_DAY}{_TIME}$"}
_WORDS = {"date": "a date as YYYY-MM-DD, in a year from 1800 to 2199", "date-time": "a date-time with its offset"}


def _written(form: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """A day or a moment must be written as one: pydantic would take a number too."""

    def check(given: object) -> object:
        if not isinstance(given, str) or not re.fullmatch(_PATTERNS[form], given, re.ASCII):
            raise ValueError(_WORDS[form])
        return given

    return BeforeValidator(check), WithJsonSchema({"type": "string", "format": form, "pattern": _PATTERNS[form]})


Day = Annotated[date, *_written("date")]
Moment = Annotated[AwareDatetime, *_written("date-time")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+$")]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9./_-]+$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[a-z_]+$")]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]
Money = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+\.[0-9]{2}$")]
State = Literal[STATES]  # type: ignore[valid-type]  # the engine's own words, in one place
Status = Literal["none", "offered", "in_force", "ending", "ended"]
Party = Literal[
    "provider", "client", "representative", "carer", "relative", "municipality", "dispute_body", "supervisor"
]


class Given(BaseModel):
    """Something that a caller sends."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(extra="forbid")


class Flaw(Told):
    """A place in the request and what was expected there."""

    place: str
    expected: str


class ProblemDetails(Told):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Flaw]
