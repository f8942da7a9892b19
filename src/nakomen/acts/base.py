"""What every act has, the field types that the kinds share, and the decorator that declares a kind.

A field's type says all that reading needs to know: `bool`, `str`, `date`, `datetime`, `Money` and `Literal` speak for
themselves, an `Annotated` type carries the rule that its values keep (`Whole`, `Refers`, `Format`).
"""

from collections.abc import Callable
from dataclasses import Field, dataclass
from datetime import date, datetime
from decimal import Decimal
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, dataclass_transform

# --- rules that a field's type carries ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of `unit` between `lowest` and `highest`, both included."""

    lowest: int
    highest: int
    unit: str


@dataclass(frozen=True, slots=True)
class Refers:
    """The id of an act of one of `kinds`; of any act where there are none."""

    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A text with a form of its own: `bsn`, `postcode`, `clause`, `topic` or `number_end`."""

    name: Literal["bsn", "postcode", "clause", "topic", "number_end"]


# --- field types ----------------------------------------------------------------------------------------------------

Money = Decimal
"""Euro with two decimals, never negative."""

Minutes = Annotated[int, Whole(1, 44_640, "minutes")]
VisitMinutes = Annotated[int, Whole(1, 1_440, "minutes")]
WeekMinutes = Annotated[int, Whole(0, 10_080, "minutes")]
Hours = Annotated[int, Whole(0, 8_784, "hours")]
Days = Annotated[int, Whole(0, 3_660, "days")]
CodeStep = Annotated[int, Whole(1, 5, "steps of the reporting code")]

Bsn = Annotated[str, Format("bsn")]
Postcode = Annotated[str, Format("postcode")]
ClauseId = Annotated[str, Format("clause")]
Topic = Annotated[str, Format("topic")]
NumberEnd = Annotated[str, Format("number_end")]

AnyActId = Annotated[str, Refers()]
VisitId = Annotated[str, Refers(("visit.planned",))]
InvoiceId = Annotated[str, Refers(("invoice.sent",))]
IndicationId = Annotated[str, Refers(("indication.issued",))]

Side = Literal["client", "provider"]
Party = Literal["client", "representative", "provider"]
Represented = Literal["client", "representative"]
Law = Literal["wmo", "wlz", "zvw"]
Payer = Literal["wmo", "wlz", "zvw", "pgb", "client"]
VatTreatment = Literal["exempt", "included", "excluded"]
WrittenChannel = Literal["paper", "electronic"]
Matter = Literal["care", "information", "finance"]
PlanSection = Literal[
    "quality_of_life",
    "health",
    "prognosis",
    "risks",
    "care",
    "medical_acts",
    "disciplines",
    "contact_point",
    "family",
    "evaluation",
    "goal",
    "arrangements",
    "own_part",
    "carers_part",
    "volunteers_part",
    "remote_exchange",
    "remote_consent",
    "budgeted",
    "unbudgeted",
]


# --- the act --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Labels:
    """What a kind is called on screen, in Dutch and in English."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happened and matters between client and provider.

    `on` is when it happened; a plain date means that no time is known. `recorded` is when it was written down (absent:
    the moment `on`), `recorder` who wrote it, `act` the id of the act that it answers. Date-times have an offset.
    """

    kind: ClassVar[str]
    area: ClassVar[str]
    labels: ClassVar[Labels]
    done_by: ClassVar[tuple[str, ...]]
    answers: ClassVar[tuple[str, ...]]
    clauses: ClassVar[tuple[str, ...]]
    personal: ClassVar[frozenset[str]]

    on: date | datetime
    id: str | None = None
    recorded: datetime | None = None
    recorder: str | None = None
    act: str | None = None

    if not TYPE_CHECKING:

        def __init__(self, **values: object) -> None:
            complete(type(self))  # gives the class its own __init__, so that this one runs once for each kind
            type(self).__init__(self, **values)


class _Pending:
    """Stands in for `__dataclass_fields__` of a kind until somebody asks for its fields."""

    def __get__(self, instance: object, owner: type[Act]) -> dict[str, Field[Any]]:
        complete(owner)
        fields: dict[str, Field[Any]] = owner.__dict__["__dataclass_fields__"]
        return fields


# A kind has its fields before it has all its methods, so another thread must not take it for complete by its fields.
_completed: set[type[Act]] = set()
_completing = RLock()


def complete(kind_class: type[Act]) -> type[Act]:
    """Make the declared kind a frozen dataclass, in place, unless it is one already.

    Writing a dataclass's methods costs forty times what declaring the class does, and a case meets a dozen of the 169
    kinds: so it waits until the kind is first built, or its fields are first asked for.
    """
    if kind_class is Act:
        raise TypeError("an act is always of a kind")
    if kind_class not in _completed:
        with _completing:
            if isinstance(kind_class.__dict__.get("__dataclass_fields__"), _Pending):
                dataclass(frozen=True, kw_only=True)(kind_class)
            _completed.add(kind_class)
    return kind_class


@dataclass_transform(frozen_default=True, kw_only_default=True)
def kind[A: Act](
    name: str,
    *,
    nl: str,
    en: str,
    done_by: tuple[str, ...] = (),
    answers: tuple[str, ...] = (),
    clauses: tuple[str, ...] = (),
    personal: tuple[str, ...] = (),
) -> Callable[[type[A]], type[A]]:
    """Declare the class of a kind of act.

    `nl` and `en` are its labels; `done_by` who does it; `answers` the kinds that its `act` may point at (none: any);
    `clauses` the full ids of the clauses that ask for it or speak of it; `personal` the fields that hold personal data.
    """

    def declare(declared: type[A]) -> type[A]:
        declared.kind = name
        declared.area = declared.__module__.rpartition(".")[2]
        declared.labels = Labels(nl, en)
        declared.done_by = done_by
        declared.answers = answers
        declared.clauses = clauses
        declared.personal = frozenset(personal)
        declared.__dataclass_fields__ = _Pending()  # type: ignore[assignment]
        return declared

    return declare
