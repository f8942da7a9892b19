"""The published vocabulary (`vocabulary.tsv`: kinds and fields) and acts made from it, apart from the classes."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from nakomen.acts import kind_class

Json = dict[str, object]


class Field(NamedTuple):
    """A field as the vocabulary writes it: its name in JSON, whether it may be absent, its type."""

    name: str
    optional: bool
    type: str


@cache
def vocabulary() -> Mapping[str, tuple[Field, ...]]:
    lines = (Path(__file__).parent / "vocabulary.tsv").read_text("utf-8").splitlines()[1:]
    return {kind: tuple(_fields(fields)) for kind, _, fields in (line.partition("\t") for line in lines)}


def _fields(text: str) -> Iterator[Field]:
    for part in re.split(r", (?![^{]*\})", text) if text else ():
        name, _, type_ = part.partition(":")
        yield Field(name.rstrip("?"), name.endswith("?"), type_)


SPECIAL: Mapping[str, object] = {
    "bsn": "111222333",
    "postcode": "8302 AB",
    "clause": "wonder-2020/12.7",
    "number_end": "12X4",
    "step": 3,
}
PLAIN: Mapping[str, object] = {
    "": "some text",
    "text": "some text",
    "topic": "terms",
    "section": "health",
    "date": "2026-03-04",
    "datetime": "2026-03-04T09:30:00+01:00",
    "bool": False,
    "int": 60,
    "money": "12.50",
    "{}": {},
}
POINTERS: Mapping[str, str] = {"visit": "visit.planned", "succeeds": "indication.issued"}


def example(kind: str, **more: object) -> Json:
    """An act of the kind with its required fields; what it must answer has the id `to-KIND`."""
    fields = {each.name: value(kind, each) for each in vocabulary()[kind] if not each.optional}
    return {"kind": kind, "on": "2026-03-05", **fields, **more}


def full_example(kind: str) -> Json:
    """An act of the kind with all its fields."""
    return {"kind": kind, "on": "2026-03-05", **{each.name: value(kind, each) for each in vocabulary()[kind]}}


def value(kind: str, field: Field) -> object:
    if field.name == "act":
        return f"to-{answered(kind)}"
    if field.name in POINTERS:
        return f"to-{POINTERS[field.name]}"
    if field.name == "invoices":
        return ["to-invoice.sent"]
    return SPECIAL[field.name] if field.name in SPECIAL else _value(field.type)


def _value(type_: str) -> object:
    if type_ in PLAIN:
        return PLAIN[type_]
    if type_.startswith("[{"):
        inner = (each for each in _fields(type_[2:-2]))
        return [{each.name: "to-visit.planned" if each.name == "act" else _value(each.type) for each in inner}]
    return [_value(type_[1:-1])] if type_.startswith("[") else type_.rsplit("/", maxsplit=1)[-1]


def answered(kind: str) -> str:
    return next(iter(kind_class(kind).answers), "visit.planned")


def with_support(*acts: Json) -> list[Json]:
    """The acts and everything that they point at by an id `to-KIND`."""
    found: dict[str, Json] = {}
    ahead: list[object] = list(acts)
    while ahead:
        each = ahead.pop()
        if isinstance(each, dict):
            ahead += each.values()
        elif isinstance(each, list):
            ahead += each
        elif isinstance(each, str) and each.startswith("to-") and each not in found:
            found[each] = example(each.removeprefix("to-"), id=each)
            ahead.append(found[each])
    return [*acts, *found.values()]


def case(*acts: Json, **more: object) -> Json:
    """A case of these acts, with what they point at."""
    return {"terms": "wonder-2020", **more, "acts": with_support(*acts)}


# --- made-up acts ---

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
FILLED = TEXT.filter(lambda text: text.strip() != "")
DAYS = st.dates().filter(lambda day: 1800 <= day.year <= 2200).map(lambda day: day.isoformat())
STAMPS = st.builds(
    "{}T{:02}:{:02}{}".format,
    DAYS,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["Z", "+01:00", "+02:00", "-05:30", ":07+00:00", ":07.25+14:00"]),
)
MONEY = st.decimals(0, 999_999_999, places=2).map(str)
PLAIN_VALUES: Mapping[str, st.SearchStrategy[object]] = {
    "topic": FILLED,
    "section": st.sampled_from(["health", "goal", "remote_consent"]),
    "text": FILLED,
    "date": DAYS,
    "datetime": STAMPS,
    "bool": st.booleans(),
    "int": st.integers(1, 1440),
    "money": MONEY,
    "{}": st.just({}),
}


def values(kind: str, field: Field) -> st.SearchStrategy[object]:
    """Values that the field may have."""
    if field.name in {"act", "invoices", "step", "number_end", "clause", *POINTERS, *SPECIAL}:
        return st.just(value(kind, field))
    return _values(field.type, optional=field.optional)


def _values(type_: str, *, optional: bool) -> st.SearchStrategy[object]:
    if type_ == "":
        return TEXT if optional else FILLED
    if type_ in PLAIN_VALUES:
        return PLAIN_VALUES[type_]
    if type_.startswith("[{"):
        return st.lists(_objects(tuple(_fields(type_[2:-2]))), max_size=3)
    if type_.startswith("["):
        return st.lists(_values(type_[1:-1], optional=False), max_size=3)
    return st.sampled_from(type_.split("/"))


def _objects(fields: tuple[Field, ...]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {each.name: _values(each.type, optional=False) for each in fields if not each.optional},
        optional={
            each.name: _values(each.type, optional=True) for each in fields if each.optional and each.name != "act"
        },
    )


@st.composite
def acts(draw: st.DrawFn, among: st.SearchStrategy[str] | None = None) -> Json:
    """A valid act of any kind, with any of its optional fields."""
    kind = draw(among or st.sampled_from(tuple(vocabulary())))
    drawn: Json = {"kind": kind, "on": draw(DAYS | STAMPS)}
    for each in vocabulary()[kind]:
        if not each.optional or draw(st.booleans()):
            drawn[each.name] = draw(values(kind, each))
    _put_in_order(drawn)
    return drawn


def _put_in_order(act: Json) -> None:
    for first, last in (("valid_from", "valid_until"), ("from", "until")):
        if first in act and last in act:
            act[first], act[last] = sorted((str(act[first]), str(act[last])))
